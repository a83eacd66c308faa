"""Extending, closing earlier, cancelling: the dates everywhere, the history, the letters to every team."""

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from incubator.applications.exceptions import timetable
from incubator.applications.submission import sending
from incubator.notifications.models import Message
from incubator.programmes import closing, outages
from incubator.programmes.deadline import describe
from incubator.programmes.models import Call, CallExtension
from incubator.workflow.models import Event
from incubator.workflow.refusals import NotAllowed
from tests.conftest import make_person
from tests.world import applications as world

CLOSES = datetime(2027, 3, 5, 17, 0, tzinfo=UTC)
LATER = CLOSES + timedelta(days=3)
NOW = datetime(2027, 3, 5, 12, 0, tzinfo=UTC)
WHY = "Panne de réseau dans tout le pays."


def unchanged(call: Call) -> None:
    call.refresh_from_db()
    assert (call.closes_at, call.announced_closes_at) == (CLOSES, None)
    assert not CallExtension.objects.exists()
    assert not Message.objects.filter(kind="applications/closing_changed").exists()


def test_an_extension_is_said_everywhere_and_written_to_each_lead(call, officer, founder, founder2, client):
    world.draft(call, founder)
    sent = world.submitted(call, founder2)

    told = timetable.extend(call, closes_at=LATER, reason_fr=WHY, by=officer, at=NOW)

    call.refresh_from_db()
    assert told == 2
    assert (call.closes_at, call.announced_closes_at) == (LATER, CLOSES)
    assert call.calendar.get(kind="close").starts_at == LATER
    said = describe(call, NOW)
    assert (said.closes_at, said.before, str(said.reason)) == (LATER, CLOSES, WHY)
    row = CallExtension.objects.get()
    assert (row.kind, row.before, row.after, row.decided_by) == ("extended", CLOSES, LATER, officer)
    letters = Message.objects.filter(kind="applications/closing_changed")
    assert {letter.recipient for letter in letters} == {founder, founder2}
    assert WHY in letters.get(recipient=founder).text
    assert "votre dossier n’est pas encore envoyé" in letters.get(recipient=founder).text.lower()
    assert letters.get(recipient=founder2).about_ref == sent.reference
    event = Event.objects.of(call).get(verb="call.extend")
    assert event.data == {"before": CLOSES.isoformat(), "after": LATER.isoformat()}


@pytest.mark.parametrize(("extended", "sent"), [(False, 0), (True, 1)])
def test_a_draft_is_sent_until_the_new_closing(call, officer, founder, extended, sent):
    draft = world.complete(call, founder)
    if extended:
        timetable.extend(call, closes_at=LATER, reason_fr=WHY, by=officer, at=NOW)

    with nullcontext() if extended else pytest.raises(sending.DeadlinePassed):
        sending.submit(draft, by=founder, at=LATER - timedelta(seconds=1))

    assert draft.revisions.count() == sent


@pytest.mark.parametrize("closes_at", [CLOSES, CLOSES - timedelta(days=1)])
def test_an_extension_moves_the_closing_later(call, officer, closes_at):
    with pytest.raises(closing.ClosingRefused):
        timetable.extend(call, closes_at=closes_at, reason_fr=WHY, by=officer, at=NOW)
    unchanged(call)


def test_an_extension_has_a_reason_and_is_the_office_s(call, officer, finance):
    with pytest.raises(closing.ClosingRefused):
        timetable.extend(call, closes_at=LATER, reason_fr="  ", by=officer, at=NOW)
    with pytest.raises(NotAllowed):
        timetable.extend(call, closes_at=LATER, reason_fr=WHY, by=finance, at=NOW)
    unchanged(call)


def test_a_window_is_not_extended_over_the_next(call, officer):
    pause, again = CLOSES - timedelta(days=20), CLOSES - timedelta(days=10)
    call.windows.create(opens_at=call.opens_at, closes_at=pause)
    call.windows.create(opens_at=again, closes_at=CLOSES)
    Call.objects.update(several_windows=True)
    at = pause - timedelta(days=1)
    with pytest.raises(closing.ClosingRefused):
        closing.extend(call, closes_at=again, reason_fr=WHY, by=officer, at=at)

    closing.extend(call, closes_at=again - timedelta(days=1), reason_fr=WHY, by=officer, at=at)

    call.refresh_from_db()
    assert call.closes_at == CLOSES
    assert list(call.windows.values_list("closes_at", flat=True)) == [again - timedelta(days=1), CLOSES]


def test_an_earlier_closing_is_decided_by_another_person(call, officer, director, founder):
    world.draft(call, founder)
    sooner = NOW + timedelta(hours=2)
    asked = closing.ask_early(call, closes_at=sooner, reason_fr=WHY, by=director, at=NOW)
    with pytest.raises(NotAllowed):
        timetable.decide_early(call, accept=True, by=director, at=NOW)
    with pytest.raises(NotAllowed):
        timetable.decide_early(call, accept=True, by=officer, at=NOW)
    unchanged(call)
    other = make_person("director2", "director")
    assert list(Call.objects.awaiting(other)) == [call]
    assert list(Call.objects.awaiting(director)) == []

    assert timetable.decide_early(call, accept=True, by=other, at=NOW) == 1

    call.refresh_from_db()
    asked.refresh_from_db()
    assert (call.closes_at, call.announced_closes_at) == (sooner, CLOSES)
    assert (asked.is_accepted, asked.decided_by) == (True, other)
    assert CallExtension.objects.get().kind == "closed_early"
    assert list(Call.objects.awaiting(other)) == []


def test_a_kept_closing_changes_nothing_and_tells_whoever_asked(call, officer, director):
    closing.ask_early(call, closes_at=NOW + timedelta(hours=2), reason_fr=WHY, by=officer, at=NOW)
    with pytest.raises(closing.ClosingRefused):
        closing.ask_early(call, closes_at=NOW + timedelta(hours=3), reason_fr=WHY, by=officer, at=NOW)

    assert timetable.decide_early(call, accept=False, by=director, at=NOW) == 0

    unchanged(call)
    assert Message.objects.get(kind="programmes/early_closing_decided").recipient == officer


def test_a_cancelled_call_says_why_and_each_lead_is_written_to(call, director, founder, client):
    world.draft(call, founder)
    with pytest.raises(closing.ClosingRefused):
        timetable.cancel(call, reason_fr="", by=director, at=NOW)
    unchanged(call)

    assert timetable.cancel(call, reason_fr=WHY, by=director, at=NOW) == 1

    call.refresh_from_db()
    assert call.state == "cancelled"
    assert str(describe(call, NOW).reason) == WHY
    assert "est annulé" in Message.objects.get(kind="applications/closing_changed").subject
    assert timetable.cancel(call, reason_fr=WHY, by=director, at=NOW) == 0


def test_a_long_outage_before_the_closing_proposes_an_extension(call, officer):
    def outage(begins: timedelta, ends: timedelta) -> None:
        outages.record(
            began_at=CLOSES - begins, ended_at=CLOSES - ends, note="Coupure", by=officer,
            at=CLOSES + timedelta(minutes=5),
        )  # fmt: skip

    at = CLOSES + timedelta(minutes=10)
    outage(timedelta(hours=9), timedelta(hours=7))
    outage(timedelta(minutes=90), timedelta(minutes=60))
    assert outages.proposal(call, at) is None
    outage(timedelta(hours=7), timedelta(hours=5, minutes=15))

    found = outages.proposal(call, at)

    assert (found.minutes, found.closes_at) == (45, CLOSES + timedelta(hours=1))
    timetable.extend(call, closes_at=found.closes_at, reason_fr=WHY, by=officer, at=at)
    call.refresh_from_db()
    assert outages.proposal(call, at + timedelta(minutes=1)) is None


def test_an_outage_has_ended(call, officer, founder):
    with pytest.raises(outages.OutageRefused):
        outages.record(began_at=NOW, ended_at=NOW + timedelta(hours=1), note="x", by=officer, at=NOW)
    with pytest.raises(NotAllowed):
        outages.record(began_at=NOW - timedelta(hours=1), ended_at=NOW, note="x", by=founder, at=NOW)


def test_the_pages_of_the_closing(call, officer, director, founder, client_for, now):
    world.draft(call, founder)
    now(NOW)
    desk, decides = client_for(officer), client_for(director)
    here = reverse("applications:call_closing", args=[call.reference])
    assert desk.get(here).status_code == 200
    form = {"extend-closes_at": "2027-03-08T17:00", "extend-reason_fr": WHY}
    refused = desk.post(reverse("applications:call_extend", args=[call.reference]), {"extend-reason_fr": WHY})
    assert refused.status_code == 422
    assert WHY in refused.content.decode()
    assert desk.post(reverse("applications:call_extend", args=[call.reference]), form).status_code == 302
    shown = desk.get(here).content.decode()
    assert "<del>" in shown
    assert WHY in shown
    early = {"early-closes_at": "2027-03-06T17:00", "early-reason_fr": WHY}
    assert desk.post(reverse("applications:call_ask_early", args=[call.reference]), early).status_code == 302
    answer = reverse("applications:call_decide_early", args=[call.reference])
    assert desk.post(answer, {"answer": "accept"}).status_code == 404
    assert decides.post(answer, {"answer": "accept"}).status_code == 302
    call.refresh_from_db()
    assert call.closes_at == datetime(2027, 3, 6, 17, 0, tzinfo=UTC)
    end = reverse("applications:call_cancel", args=[call.reference])
    assert desk.post(end, {"cancel-reason_fr": WHY}).status_code == 403
    assert decides.post(end, {"cancel-reason_fr": WHY}).status_code == 302
    call.refresh_from_db()
    assert call.state == "cancelled"
