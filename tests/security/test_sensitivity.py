"""What is not ordinary asks for a fresh second factor, whatever the address; what is read leaves one row of the audit."""

from collections.abc import Iterator

import pytest
from django.conf import settings as live
from django.db import transaction
from django.test import Client
from django.urls import reverse

from incubator.accounts.access import FACTOR_SESSION_KEY
from incubator.accounts.sign_in import second_factor
from incubator.workflow import checks, sensitivity
from incubator.workflow.models import Event
from incubator.workflow.sensitivity import Sensitivity
from tests.access.asking import GO, address, ask, text
from tests.access.cells import ROLES
from tests.access.table import TABLE
from tests.access.test_table import name_of
from tests.access.world import NOW, World

pytestmark = pytest.mark.django_db
CONFIRM = "/account/confirm/"
GUARD = "incubator.accounts.middleware.Guard"
# What was open without a fresh factor, or read without a row, before there was one guard.
ONCE_OPEN = {
    "applications:agents": "role",
    "mentorship:move_mentor": "role",
    "funding:propose_award": "money",
    "funding:new_charge": "money",
    "funding:new_line": "money",
    "funding:decide_expense": "money",
    "applications:desk_sensitive": "sensitive",
    "files:download": "sensitive",
    "applications:call_minutes_pdf": "export",
    "applications:call_import_remarks": "export",
    "funding:bank_file": "export",
}


def kind_of(key: str) -> Sensitivity:
    return sensitivity.ROUTES.get(name_of(key), Sensitivity.ORDINARY)


OUTSIDE = ("anonymous", "suspended")  # led to the door


def guarded() -> Iterator[tuple[str, str, str]]:
    """(row, method, role): each row that is not ordinary, by the first role that it lets in."""
    for key, row in TABLE.items():
        for method, column in (("GET", row.get), ("POST", row.post)):
            roles = [role for role in ROLES if role not in OUTSIDE and column[role] not in (404, 405)]
            if roles and kind_of(key) is not Sensitivity.ORDINARY:
                yield key, method, roles[0]


def unasked(world: World) -> set[str]:
    """The addresses that are not ordinary and answer without asking for the factor."""
    found = set()
    for key, method, role in guarded():
        answer = ask(world, role, method, address(world, name_of(key), TABLE[key].about))
        if answer.cell != GO or not answer.to.startswith(CONFIRM):
            found.add(name_of(key))
    return found


@pytest.fixture
def factor_on(monkeypatch) -> None:
    """Everybody has a second factor, given long ago."""
    monkeypatch.setattr(second_factor, "is_on", lambda person: True)


def test_what_was_once_open_is_declared():
    assert {name: str(sensitivity.ROUTES[name]) for name in ONCE_OPEN} == ONCE_OPEN


def test_every_address_that_is_not_ordinary_asks_for_a_fresh_factor(world, factor_on):
    assert unasked(world) == set()
    assert {name_of(key) for key, _method, _role in guarded()} >= set(ONCE_OPEN)


def test_without_the_guard_they_all_stand_open(world, factor_on, settings):
    settings.MIDDLEWARE = [name for name in live.MIDDLEWARE if name != GUARD]

    assert unasked(world) == {name_of(key) for key, _method, _role in guarded()}


def test_an_address_declared_ordinary_no_longer_asks(world, factor_on, monkeypatch):
    monkeypatch.setitem(sensitivity.ROUTES, "funding:new_line", Sensitivity.ORDINARY)
    url = reverse("funding:new_line")

    assert ask(world, "finance", "GET", url).cell == 200


def test_with_a_fresh_factor_each_answers_as_the_table_says(world, factor_on):
    wrong = {}
    for key, method, role in guarded():
        client = world.browser(role)
        url = address(world, name_of(key), TABLE[key].about)
        with transaction.atomic():
            fresh(client)
            answer = ask(world, role, method, url, client)
            transaction.set_rollback(True)
        wanted = getattr(TABLE[key], method.lower())[role]
        if answer.cell != wanted:
            wrong[key, method, role] = answer.cell, wanted
    assert wrong == {}


def fresh(client: Client) -> None:
    """Let the factor be given a moment ago."""
    session = client.session
    session[FACTOR_SESSION_KEY] = NOW.timestamp()
    session.save()


# --- what is read -------------------------------------------------------------------------------------------------


def readers() -> Iterator[tuple[str, str, str]]:
    """(row, method, role): each page that somebody inside opens, by the first who does."""
    for key, row in TABLE.items():
        for method, column in (("GET", row.get), ("POST", row.post)):
            roles = [role for role in ROLES if role != "anonymous" and column[role] == 200]
            if roles and column["anonymous"] != 200:
                yield key, method, roles[0]


def rows_of_readings(world: World) -> dict[str, int]:
    """How many rows of the audit the download of a file, or the reading of what is sensitive, leaves: by address."""
    found = {}
    for key, method, role in readers():
        url = address(world, name_of(key), TABLE[key].about)
        with transaction.atomic():
            before = Event.objects.count()
            client = world.browser(role)
            response = client.post(url) if method == "POST" else client.get(url)
            text(response)  # to its end, as a browser
            is_file = response.get("Content-Disposition", "").startswith("attachment")
            if is_file or kind_of(key) is Sensitivity.SENSITIVE:
                made = Event.objects.order_by("-id")[: Event.objects.count() - before]
                found[key] = sum(event.actor_id == world.people[role].pk for event in made)
            transaction.set_rollback(True)
    return found


def test_every_private_download_and_sensitive_page_leaves_one_row(world):
    found = rows_of_readings(world)

    assert {key: rows for key, rows in found.items() if rows != 1} == {}
    assert len(found) >= 15
    assert {"files:download", "funding:bank_file", "applications:desk_pdf", "portal:desk_figure_csv"} <= set(
        found
    )


def test_without_the_guard_files_leave_no_row(world, settings):
    settings.MIDDLEWARE = [name for name in live.MIDDLEWARE if name != GUARD]

    found = rows_of_readings(world)

    assert {key for key, rows in found.items() if not rows} >= {"files:download", "funding:bank_file"}


def test_the_row_of_a_file_names_it(world):
    row = TABLE["files:download"]
    world.browser("officer").get(url := address(world, "files:download", row.about))

    event = Event.objects.latest("id")
    assert (event.verb, event.actor, event.data["public_id"]) == (
        "file.read", world.people["officer"], url.split("/")[2],
    )  # fmt: skip


def test_a_head_request_and_a_page_of_the_site_leave_none(world):
    before = Event.objects.count()
    world.browser("officer").head(address(world, "files:download", TABLE["files:download"].about))
    world.browser("officer").get("/desk/money/awards/")

    assert Event.objects.count() == before


# --- the act asks, whatever the address ----------------------------------------------------------------------------


def invite(world: World, client: Client, **more: str):
    typed = {
        "email": "mentor@example.test", "full_name": "Afi Mensah", "expertise": "Comptabilité des TPE",
        "typed-by": world.people["officer"].public_id, **more,
    }  # fmt: skip
    return client.post(
        "/desk/mentoring/mentors/", typed, HTTP_REFERER="http://testserver/desk/mentoring/mentors/"
    )


def test_an_act_of_a_class_asks_on_an_ordinary_page_and_gives_back_what_was_typed(
    world, factor_on, monkeypatch
):
    monkeypatch.setattr(second_factor, "verify", lambda person, code, at: True)
    client = world.browser("officer")
    with transaction.atomic():
        before = Event.objects.count()
        asked = invite(world, client)
        assert asked["Location"] == "/account/confirm/?next=%2Fdesk%2Fmentoring%2Fmentors%2F"
        assert Event.objects.count() == before

        confirmed = client.post(asked["Location"], {"code": "123456", "next": "/desk/mentoring/mentors/"})
        assert confirmed["Location"] == "/desk/mentoring/mentors/"
        back = client.get(confirmed["Location"]).content.decode()
        assert "Comptabilité des TPE" in back
        assert "confirmer que c’est bien vous" in back

        assert invite(world, client)["Location"] == "/desk/mentoring/mentors/"
        assert Event.objects.filter(verb="mentor.invite").exists()
        transaction.set_rollback(True)


def test_a_program_is_answered_in_its_own_words(world, factor_on, monkeypatch):
    monkeypatch.setitem(sensitivity.ACTS, "application.withdraw", Sensitivity.MONEY)
    row = TABLE["api:application_withdraw"]

    url = address(world, "api:application_withdraw", row.about)
    response = world.browser("owner").post(url, {"reason": "x"}, content_type="application/json")

    assert (response.status_code, response.json()["code"]) == (403, "fresh_factor_required")


def test_a_script_is_told_where_to_go(world, factor_on):
    response = world.browser("finance").post(reverse("funding:new_line"), {}, HTTP_ACCEPT="application/json")

    assert (response.status_code, response.json()["code"]) == (401, "fresh_factor_required")
    assert response.json()["login"].startswith(CONFIRM)


@pytest.mark.parametrize(
    "role", ["admin", "officer", "finance", "approver", "director", "donor", "editor", "agent"]
)
def test_every_role_of_the_desk_enrols(world, settings, role):
    settings.SECOND_FACTOR_REQUIRED = True

    assert ask(world, role, "GET", "/desk/").to == "/account/second-factor/"


# --- undeclared, the product does not start ------------------------------------------------------------------------


def test_everything_is_declared():
    assert checks.every_act_says_how_sensitive_it_is() == []
    assert checks.every_address_says_how_sensitive_it_is() == []


def test_an_address_of_which_nothing_is_said_is_refused_at_the_start(monkeypatch):
    monkeypatch.delitem(sensitivity.ROUTES, "funding:new_line")

    (found,) = checks.every_address_says_how_sensitive_it_is()

    assert (found.id, found.is_serious(), "funding:new_line" in found.msg) == ("workflow.E003", True, True)


@pytest.mark.parametrize("act", ["tranche.approve", "line.open"])
def test_a_move_or_an_act_of_which_nothing_is_said_is_refused_at_the_start(monkeypatch, act):
    monkeypatch.delitem(sensitivity.ACTS, act)

    (found,) = checks.every_act_says_how_sensitive_it_is()

    assert (found.id, act in found.msg) == ("workflow.E002", True)
    assert sensitivity.of_act(act) is Sensitivity.SENSITIVE


def test_a_name_that_is_nothing_any_more_is_found(monkeypatch):
    monkeypatch.setitem(sensitivity.ROUTES, "funding:gone", Sensitivity.MONEY)
    monkeypatch.setitem(sensitivity.ACTS, "line.gone", Sensitivity.MONEY)

    found = [*checks.every_address_says_how_sensitive_it_is(), *checks.every_act_says_how_sensitive_it_is()]

    assert [error.id for error in found] == ["workflow.E004", "workflow.E004"]


def test_two_classes_for_one_name_are_a_mistake():
    with pytest.raises(RuntimeError, match="said to be money and ordinary"):
        sensitivity.declare(Sensitivity.ORDINARY, routes="funding:new_line")


# --- a file has the class of what it answers -----------------------------------------------------------------------

READERS = {
    "internal": {"officer", "director", "admin"},
    "personal": {"officer", "director"},
    "sensitive": {"officer"},
}


@pytest.mark.parametrize("data_class", READERS)
def test_a_file_is_read_by_whoever_reads_the_answers_of_its_class(world, monkeypatch, data_class):
    monkeypatch.setattr("incubator.forms.definition.Definition.class_of", lambda self, name: data_class)
    url = address(world, "files:download", TABLE["files:download"].about)

    opened = {role for role in ROLES if ask(world, role, "GET", url).cell == 200}

    assert opened == READERS[data_class] | {"owner"}
