"""The demonstration's figures: recomputed by a script that knows none of our definitions, and equal to what they open."""

import pytest
from django.test import Client

from incubator.accounts.sign_in import steps
from incubator.demo import cast
from incubator.people.models import User
from incubator.portal import figures
from incubator.reviews import ranking
from incubator.reviews.models import Round
from tests.demonstration import NOW
from tests.faults.test_row_06_tiles_and_tasks import rows_of
from tests.faults.test_row_09_figures import counted, recomputed
from tests.faults.test_row_10_ranking import differences, exported_from
from tests.tools.recompute_ranking import recompute

pytestmark = [pytest.mark.demonstration, pytest.mark.django_db]
DESK = ("staff", "finance", "approver", "director", "donor", "admin")


def browser_of(name: str) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(email=f"{name}@{cast.DOMAIN}"), backend="incubator.accounts.backends.OneDoor"
    )
    session = client.session
    session[steps.FACTOR] = NOW.timestamp()
    session.save()
    return client


def test_every_figure_is_what_the_script_finds(demonstration):
    whole = counted(None, NOW)

    assert whole == recomputed(NOW)
    assert len(whole) == len(figures.BY_KEY) >= 14
    for name in ("director", "donor", "finance"):
        assert counted(User.objects.get(email=f"{name}@{cast.DOMAIN}"), NOW) == whole


@pytest.mark.parametrize("name", DESK)
def test_every_number_of_a_home_is_that_of_its_page(demonstration, name):
    browser = browser_of(name)
    home = browser.get("/desk/")
    lines = [line for part in ("lines", "alarms", "decide") for line in home.context.get(part) or ()]

    assert [(line.url, line.count) for line in lines] == [
        (line.url, rows_of(browser.get(line.url))) for line in lines
    ]
    overview = home.context.get("figures")
    for key, value in (overview.values if overview else {}).items():
        assert (key, rows_of(browser.get(f"/desk/results/{key}/"))) == (key, value.rows)


def test_every_ranking_is_what_the_script_finds(demonstration):
    rounds = [round_ for round_ in Round.objects.order_by("pk") if round_.assignments.exists()]
    assert len(rounds) >= 6

    for round_ in rounds:
        assert differences(ranking.of_round(round_), recompute(exported_from(round_))) == []
