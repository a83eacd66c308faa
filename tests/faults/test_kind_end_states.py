"""The kind "an end state that some readers forget": every address of a call, in every state of its life."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from icalendar import Calendar

from cms import publishing
from incubator.applications.exceptions import timetable
from incubator.applications.models import Application
from incubator.applications.states import State
from incubator.core import clock
from incubator.notifications.models import Message
from incubator.programmes import closing
from incubator.programmes.models import Call
from incubator.programmes.preparation import approval, changes
from incubator.programmes.states import CallState
from tests.cms.conftest import opened
from tests.world import applications as world
from tests.world.kept import kept
from tests.world.programmes import BEFORE, load_sample_call

pytestmark = pytest.mark.usefixtures("centre")
OPEN = datetime(2027, 2, 10, 9, 0, tzinfo=UTC)
AFTER = datetime(2027, 3, 20, 9, 0, tzinfo=UTC)
WHY = "Le financement est retiré."
# state of the call: when one looks at it
STATES = {
    "draft": BEFORE, "proposed": BEFORE, "approved": BEFORE, "planned": BEFORE, "open": OPEN, "closed": AFTER,
    "results": AFTER, "archived": AFTER, "cancelled open": OPEN, "cancelled closed": AFTER, "cancelled draft": BEFORE,
}  # fmt: skip
UNKNOWN = ("draft", "proposed", "approved", "cancelled draft")


@kept
def made(name: str, officer, director) -> Call:
    """The shipped call, taken to that state."""
    call = load_sample_call(officer)
    opened(call.programme.centre)
    at = STATES[name]
    if name == "cancelled draft":
        return approval.cancel(call, by=officer, at=BEFORE)
    if name == "draft":
        return call
    approval.propose(call, by=officer, at=BEFORE)
    if name == "proposed":
        return call
    approval.approve(Call.objects.get(pk=call.pk), by=director, at=BEFORE)
    if name == "approved":
        return call
    publishing.publish(Call.objects.get(pk=call.pk), by=officer, at=BEFORE)
    if name.startswith("cancelled"):
        timetable.cancel(Call.objects.get(pk=call.pk), reason_fr=WHY, by=director, at=at)
    if name in ("results", "archived"):
        state = CallState.RESULTS_PUBLISHED if name == "results" else CallState.ARCHIVED
        Call.objects.filter(pk=call.pk).update(state=state, decisions_published_at=AFTER)
    return Call.objects.get(pk=call.pk)


def addresses(call: Call) -> list[str]:
    """Every public address that a call has."""
    return [
        f"/appels/{call.slug}/", f"/c/{call.reference}/", f"/c/{call.reference}",
        reverse("cms:opening", args=[call.slug]), reverse("cms:opening_en", args=[call.slug]),
        *(reverse(f"programmes:{kind}_pdf{end}", args=[call.slug]) for kind in ("rules", "summary", "form") for end in ("", "_en")),
        reverse("programmes:check", args=[call.slug]), f"/api/v1/calls/{call.slug}",
    ]  # fmt: skip


@pytest.mark.parametrize("name", STATES)
def test_every_public_address_answers_in_every_state_that_was_announced(
    name, officer, director, client, monkeypatch
):
    monkeypatch.setattr(clock, "now", lambda: STATES[name])
    call = made(name, officer, director)

    statuses = {path: client.get(path).status_code for path in addresses(call)}

    if name in UNKNOWN:
        assert set(statuses.values()) == {404}
    else:
        assert {path: status for path, status in statuses.items() if status not in (200, 301, 302)} == {}


@pytest.mark.parametrize("name", [name for name in STATES if name not in UNKNOWN])
def test_no_link_of_the_page_is_dead(name, officer, director, client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: STATES[name])
    call = made(name, officer, director)
    page = BeautifulSoup(client.get(f"/appels/{call.slug}/").content.decode(), "lxml")

    links = {a["href"].split("#")[0] for a in page.select("main a[href^='/'], aside a[href^='/']")}

    assert {
        link: client.get(link).status_code
        for link in links
        if client.get(link, follow=True).status_code >= 400
    } == {}


DESK = ("prepare", "preview_applicant", "preview_juror", "try_rules")


@pytest.mark.parametrize("name", STATES)
def test_every_page_of_the_desk_answers_in_every_state(name, officer, director, client_for, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: STATES[name])
    call, desk = made(name, officer, director), client_for(director)
    pages = [reverse(f"programmes:{page}", args=[call.reference]) for page in DESK]
    pages += [reverse("applications:call_closing", args=[call.reference])]
    pages += [
        reverse("reviews:call_decisions", args=[call.reference]),
        reverse("reviews:publish", args=[call.reference]),
    ]

    assert {page: desk.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


def test_the_dates_of_a_cancelled_call_are_taken_out_of_calendars(officer, director, client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: OPEN)
    call = made("open", officer, director)
    before = Calendar.from_ical(client.get(reverse("cms:opening", args=[call.slug])).content)
    timetable.cancel(call, reason_fr=WHY, by=director, at=OPEN)

    after = Calendar.from_ical(client.get(reverse("cms:opening", args=[call.slug])).content)

    held, gone = before.walk("VEVENT"), after.walk("VEVENT")
    assert [str(event["STATUS"]) for event in held] == ["CONFIRMED", "CONFIRMED"]
    assert str(after["METHOD"]) == "CANCEL"
    assert [str(event["STATUS"]) for event in gone] == ["CANCELLED", "CANCELLED"]
    assert [str(event["UID"]) for event in gone] == [str(event["UID"]) for event in held]
    assert all(new["SEQUENCE"] > old["SEQUENCE"] for new, old in zip(gone, held, strict=True))


@pytest.fixture
def two_windows(officer, director) -> Call:
    return in_two_windows(officer, director)


@kept
def in_two_windows(officer, director) -> Call:
    """The shipped call in two windows: until 1 March, then from 10 to 20 March 2027."""
    call = load_sample_call(officer)
    first, second = call.opens_at, datetime(2027, 3, 10, 8, tzinfo=UTC)

    def rows():
        return [
            call.windows.create(opens_at=first, closes_at=datetime(2027, 3, 1, 17, tzinfo=UTC)),
            call.windows.create(opens_at=second, closes_at=datetime(2027, 3, 20, 17, tzinfo=UTC)),
        ]

    changes.change_part(call, "windows", rows, by=officer, at=BEFORE)
    call.calendar.filter(
        kind__in=("publish", "start", "decision"), starts_at__lt=datetime(2027, 3, 21, tzinfo=UTC)
    ).delete()
    opened(call.programme.centre)
    approval.propose(Call.objects.get(pk=call.pk), by=officer, at=BEFORE)
    approval.approve(Call.objects.get(pk=call.pk), by=director, at=BEFORE)
    publishing.publish(Call.objects.get(pk=call.pk), by=officer, at=BEFORE)
    return Call.objects.get(pk=call.pk)


def test_a_window_that_was_dropped_is_taken_out_of_calendars_and_said(
    two_windows, officer, director, founder, client, monkeypatch
):
    monkeypatch.setattr(clock, "now", lambda: OPEN)
    world.draft(two_windows, founder)
    path = reverse("cms:opening", args=[two_windows.slug])
    held = Calendar.from_ical(client.get(path).content).walk("VEVENT")
    closing.ask_early(two_windows, closes_at=OPEN + timedelta(days=2), reason_fr=WHY, by=officer, at=OPEN)

    timetable.decide_early(two_windows, accept=True, by=director, at=OPEN)

    after = Calendar.from_ical(client.get(path).content).walk("VEVENT")
    assert [str(event["STATUS"]) for event in after] == ["CONFIRMED", "CONFIRMED", "CANCELLED", "CANCELLED"]
    assert [str(event["UID"]) for event in after] == [str(event["UID"]) for event in held]
    fresh = Call.objects.get(pk=two_windows.pk)
    assert len(fresh.spans()) == 1
    assert (fresh.next_opening(AFTER - timedelta(days=15)), fresh.closes_at) == (
        None,
        OPEN + timedelta(days=2),
    )
    asked = Message.objects.get(kind="programmes/early_closing_asked").text
    told = Message.objects.get(kind="applications/closing_changed", recipient=founder).text
    assert "Elle supprime la fenêtre du mercredi 10 mars 2027" in asked.replace("\xa0", " ").replace(
        "\u202f", " "
    )
    assert "La fenêtre du mercredi 10 mars 2027" in told.replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    "state", [State.DRAFT, State.SUBMITTED, State.RETURNED, State.ELIGIBLE, State.IN_REVIEW]
)
def test_the_team_of_a_cancelled_call_is_promised_no_date(
    state, officer, director, founder, client_for, monkeypatch
):
    monkeypatch.setattr(clock, "now", lambda: OPEN)
    call = made("open", officer, director)
    make = world.draft if state == State.DRAFT else world.submitted
    application = make(call, founder)
    Application.objects.filter(pk=application.pk).update(state=state)
    if state == State.RETURNED:
        application.corrections.create(
            asked_at=OPEN, asked_by=officer, due_at=OPEN + timedelta(days=5), items=[]
        )  # fmt: skip
    timetable.cancel(Call.objects.get(pk=call.pk), reason_fr=WHY, by=director, at=OPEN)
    space = client_for(founder)

    page = space.get(reverse("applications:file", args=[application.ref])).content.decode()
    home = space.get("/portal/", follow=True).content.decode()

    for drawn in (page, home):
        main = BeautifulSoup(drawn, "lxml").select_one("main").get_text(" ")
        assert "Cet appel est annulé" in main
        for promise in (
            "Prochaine étape",
            "Étape en cours",
            "lue jusqu’au",
            "avril 2027",
            "mai 2027",
            "Avant le",
        ):
            assert promise not in main


def test_the_papers_and_the_check_of_a_cancelled_call_say_why(officer, director, client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: OPEN)
    call = made("cancelled open", officer, director)

    check = client.get(reverse("programmes:check", args=[call.slug])).content.decode()
    page = client.get(f"/appels/{call.slug}/").content.decode()

    for drawn in (check, page):
        assert WHY in drawn
    assert 'id="calendrier"' not in page
    assert client.get(f"/api/v1/calls/{call.slug}").json()["phase"] == "cancelled"
