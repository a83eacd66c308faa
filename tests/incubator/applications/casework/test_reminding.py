"""The dates of corrections: reminders before and after, more time; sections and frozen fields."""

from datetime import UTC, datetime, timedelta

import pytest

from incubator.applications.casework import reminding, screening
from incubator.applications.decisions import withdrawal
from incubator.applications.filling import correcting, saving
from incubator.applications.filling.definitions import definition_of
from incubator.applications.models import Correction
from incubator.applications.states import State
from incubator.applications.submission import sending
from incubator.core import clock
from incubator.notifications.models import Message
from incubator.workflow.models import Event
from incubator.workflow.refusals import IllegalMove, NotAllowed
from tests.world import reviews as world
from tests.world.applications import submitted

AT = world.SCREENED
DUE = datetime(2027, 3, 15, 17, 0, tzinfo=UTC)
ITEMS = [{"key": "problem", "reason": "Précisez."}]


@pytest.fixture
def file(call, founder):
    return submitted(call, founder)


@pytest.fixture
def returned(file, officer):
    screening.return_for_correction(file, items=ITEMS, due_at=DUE, by=officer, at=AT)
    return file


def letters(kind):
    return Message.objects.filter(kind=f"applications/{kind}")


@pytest.mark.parametrize(
    ("at", "soon", "late"),
    [
        (DUE - timedelta(days=2, seconds=1), 0, 0),
        (DUE - timedelta(days=2), 1, 0),
        (DUE - timedelta(seconds=1), 1, 0),
        (DUE, 0, 1),
        (DUE + timedelta(days=30), 0, 1),
    ],
)
def test_the_team_is_written_to_before_and_after(returned, founder, at, soon, late):
    assert reminding.remind(at=at) == soon + late
    assert reminding.remind(at=at) == 0

    assert (letters("correction_due_soon").count(), letters("correction_overdue").count()) == (soon, late)
    assert set(Message.objects.filter(kind__startswith="applications/correction_").values_list("recipient", flat=True)) <= {
        founder.pk
    }  # fmt: skip


def test_each_date_has_its_own_two_letters(returned, officer):
    reminding.remind(at=DUE - timedelta(days=1))
    reminding.remind(at=DUE)
    later = DUE + timedelta(days=7)

    reminding.extend(returned, due_at=later, by=officer, at=DUE + timedelta(hours=1))
    reminding.remind(at=DUE + timedelta(hours=2))
    reminding.remind(at=later - timedelta(days=1))

    assert letters("correction_due_soon").count() == 2
    assert letters("correction_overdue").count() == 1
    assert "22 mars 2027 à 17\u00a0h\u00a000" in letters("correction_extended").get().text
    assert Event.objects.get(verb="application.extend_correction").data == {
        "before": "2027-03-15T17:00:00+00:00", "after": "2027-03-22T17:00:00+00:00",
    }  # fmt: skip


def test_the_team_writes_again_once_it_has_more_time(returned, founder, officer):
    after = DUE + timedelta(hours=1)
    with pytest.raises(NotAllowed):
        saving.save_answers(returned, {"problem": "Trop tard."}, by=founder, at=after)

    reminding.extend(returned, due_at=DUE + timedelta(days=7), by=officer, at=after)

    assert saving.save_answers(returned, {"problem": "À temps."}, by=founder, at=after).saved.keys() == {
        "problem"
    }


def test_nobody_is_reminded_of_what_was_sent_or_withdrawn(returned, founder, call, person, officer):
    sending.resubmit(returned, by=founder, at=AT)
    lead = person("lead")
    other = submitted(call, lead, "su-02")
    screening.return_for_correction(other, items=ITEMS, due_at=DUE, by=officer, at=AT)
    withdrawal.withdraw(other, by=lead, at=AT)

    assert reminding.remind(at=DUE) == 0


@pytest.mark.parametrize("due", [AT, DUE, DUE - timedelta(days=1)])
def test_less_time_is_refused(returned, officer, due):
    with pytest.raises((reminding.NotLater, screening.DateInThePast)):
        reminding.extend(returned, due_at=due, by=officer, at=AT)

    assert Correction.objects.get().due_at == DUE
    assert not letters("correction_extended").exists()


def test_a_file_that_is_not_returned_has_no_date_to_move(file, officer):
    with pytest.raises(IllegalMove):
        reminding.extend(file, due_at=DUE, by=officer, at=AT)


def test_a_whole_section_opens_and_is_one_line_of_the_letter(file, officer, founder):
    form = definition_of(file.form_version)
    step = next(step for step in form.steps if "problem" in {field.key for field in step.fields})
    items = [*ITEMS, {"section": step.key, "reason": "Relisez tout."}]

    screening.return_for_correction(file, items=items, due_at=DUE, by=officer, at=AT)

    keys = {field.key for field in step.fields}
    kept = Correction.objects.get().items
    assert {item["key"] for item in kept} == keys
    assert [item["reason"] for item in kept if item["key"] == "problem"] == ["Précisez."]
    assert correcting.open_keys(file, form) == keys
    assert letters("returned_for_correction").get().text.count("Relisez tout.") == 1
    outside = next(field.key for field in form.fields() if field.key not in keys and field.type == "text")
    assert saving.save_answers(file, {outside: "Autre"}, by=founder, at=AT).saved == {}


@pytest.mark.parametrize("items", [[{"section": "zzz", "reason": "x"}], [{"section": "3", "reason": " "}]])
def test_a_section_that_says_nothing_is_refused(file, officer, items):
    with pytest.raises(screening.NothingToCorrect):
        screening.return_for_correction(file, items=items, due_at=DUE, by=officer, at=AT)

    file.refresh_from_db()
    assert (file.state, Correction.objects.count()) == (State.SUBMITTED, 0)


def test_the_pages(file, officer, client_for, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)
    client, url = client_for(officer), f"/desk/applications/{file.public_id}/"
    bad = client.post(f"{url}return/", {"section": "3", "reason-section-3": "Tout.", "due_on": ""})
    good = client.post(f"{url}return/", {"section": "3", "reason-section-3": "Tout.", "due_on": "2027-03-15"})
    sooner = client.post(f"{url}more-time/", {"due_on": "2027-03-10"})
    later = client.post(f"{url}more-time/", {"due_on": "2027-03-20"})

    assert (bad.status_code, good.status_code, sooner.status_code, later.status_code) == (422, 302, 422, 302)
    assert 'name="reason-section-3" value="Tout."' in bad.content.decode()
    assert "Choisissez une date après l’actuelle" in sooner.content.decode()
    assert Correction.objects.get().due_at == datetime(2027, 3, 20, 17, 0, tzinfo=UTC)
