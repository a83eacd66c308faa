"""What the public reads of a call whose closing moved, that has several windows, or none that closes."""

from datetime import UTC, datetime, timedelta

import pytest

from cms import publishing
from incubator.applications.exceptions import timetable
from incubator.core import clock
from incubator.programmes.models import Call
from incubator.programmes.preparation import approval
from tests.world.programmes import BEFORE, load_sample_call

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 2, 10, 9, 0, tzinfo=UTC)
CLOSES = datetime(2027, 3, 5, 17, 0, tzinfo=UTC)
WHY = "Panne de réseau dans tout le pays."


@pytest.fixture
def call(centre, officer, director, monkeypatch):
    made = load_sample_call(officer)
    approval.propose(made, by=officer, at=BEFORE)
    approval.approve(made, by=director, at=BEFORE)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return publishing.publish(made, by=officer, at=BEFORE)


def read(client, call: Call, end: str = "") -> str:
    answer = client.get(f"/appels/{call.slug}/{end}")
    assert answer.status_code == 200
    return answer.content.decode().replace("\r\n ", "")


def test_an_extended_call_strikes_the_old_date_and_says_why(call, officer, client):
    timetable.extend(call, closes_at=CLOSES + timedelta(days=3), reason_fr=WHY, by=officer, at=NOW)

    page = read(client, call)

    struck = page[page.index("<del>") : page.index("</del>")]
    assert "vendredi 5\u00a0mars 2027" in struck.replace(" mars", "\u00a0mars")
    assert "lundi 8" in page
    assert WHY in page
    calendar = read(client, call, "ouverture.ics")
    assert "20270308T170000" in calendar
    assert "20270305T170000" not in calendar
    assert "SEQUENCE:0" not in calendar


def test_a_cancelled_call_says_why(call, director, client):
    timetable.cancel(call, reason_fr=WHY, by=director, at=NOW)

    page = read(client, call)

    assert "Annulé" in page
    assert WHY in page
    assert "Vérifier si je peux candidater" not in page


def test_between_two_windows_the_page_says_when_it_opens_again(call, client):
    call.windows.create(opens_at=call.opens_at, closes_at=NOW - timedelta(days=1))
    call.windows.create(opens_at=NOW + timedelta(days=5), closes_at=CLOSES)
    Call.objects.update(several_windows=True)

    page = read(client, call)

    assert "Rouvre le" in page
    assert "lundi 15" in page
    assert read(client, call, "ouverture.ics").count("BEGIN:VEVENT") == 4


def test_a_rolling_call_shows_no_closing(call, client):
    Call.objects.update(is_rolling=True)

    page = read(client, call)

    assert "Ouvert en permanence" in page
    assert "Clôture le" not in page
    assert read(client, call, "ouverture.ics").count("BEGIN:VEVENT") == 1
