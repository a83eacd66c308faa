"""The rows of a confirmed table: entered once, each by itself, whoever dies meanwhile."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from incubator.accounts.models import Consent
from incubator.applications.casework import screening
from incubator.applications.filling import answers, saving
from incubator.applications.imports import entering as making
from incubator.applications.imports.kind import PAPER_FILES, Entering
from incubator.applications.models import Application, ImportBatch, ImportRow
from incubator.applications.states import State, TeamRole
from incubator.applications.submission import sending
from incubator.conflicts import declaring
from incubator.imports import background, entering, importing
from incubator.jobs.models import Job
from incubator.people.models import Grant, User
from incubator.people.states import PersonState
from incubator.startups.models import Startup
from incubator.workflow.models import Event
from incubator.workflow.refusals import NotAllowed, Refused
from tests.world import applications as filing
from tests.world import imports as world
from tests.world.imports import AFTER, GOOD, letters, row, tables, told

pytestmark = pytest.mark.django_db


def test_a_row_becomes_a_file_received_when_the_paper_was(small, officer):
    batch = world.imported(small, officer, GOOD)

    file = Application.objects.get()
    lead = file.team.get(role=TeamRole.LEAD).person
    assert (file.state, file.reference, file.startup.name) == (
        State.SUBMITTED,
        "AC-2027-02-0001",
        "Atelier Kpalimé",
    )
    assert file.submitted_at == datetime(2027, 2, 20, tzinfo=UTC)
    assert AFTER <= file.changed_at < AFTER + timedelta(minutes=5)
    assert (file.entered_by, file.is_eligible, file.founders_count) == (officer, True, 3)
    assert answers.read(file) == {
        "shop": "Atelier Kpalimé", "headcount": 3, "idea": "Réparer les pompes à main.", "tools": ["fer"]
    }  # fmt: skip
    assert set(file.answers.exclude(version=0).values_list("source", "saved_by")) == {("paper", officer.pk)}
    assert (lead.full_name, lead.email, lead.state) == ("Afi Mensah", "afi@exemple.tg", PersonState.INVITED)
    assert lead.contacts.get().verified_at is None
    assert file.revisions.get().submitted_by == lead
    assert batch.finished_at is not None and batch.rows.get().application == file
    assert list(Application.objects.at_the_desk_of(officer)) == [file]


def test_nobody_is_told_and_no_consent_is_invented(small, officer):
    world.imported(small, officer, GOOD)

    assert not letters().exists() and Consent.objects.count() == 0
    assert not answers.read(Application.objects.get()).get("agreed")


def test_the_officer_acts_in_the_audit_and_the_values_are_not_in_it(small, officer):
    world.imported(small, officer, GOOD)

    acts = Event.objects.of(Application.objects.get())
    assert [(one.verb, one.actor) for one in acts] == [
        ("application.import", officer), ("application.receive_on_paper", officer)
    ]  # fmt: skip
    kept = json.dumps(list(Event.objects.values_list("data", flat=True)))
    assert "Afi" not in kept and "afi@" not in kept


def test_each_person_is_written_to_when_it_is_ticked_and_the_letter_waits(small, officer):
    world.imported(small, officer, GOOD, tells=True)

    letter = letters().get()
    assert (letter.kind, letter.address) == ("applications/entered_from_paper", "afi@exemple.tg")
    assert letter.leaves_at == letter.created_at + timedelta(minutes=15)
    assert "« Atelier Kpalimé »" in letter.text.replace("\u00a0", " ") and "AC-2027-02-0001" in letter.text


def test_a_proved_contact_gets_the_file_and_one_start_up_stays_one_record(small, call, officer, founder):
    earlier = filing.submitted(call, founder)
    name = earlier.startup.name
    world.imported(small, officer, row(2, c1=name.upper(), c6=founder.email))

    file = Application.objects.get(call=small)
    assert file.team.get().person == founder and file.startup == earlier.startup
    assert Startup.objects.count() == 1


def test_an_unproved_contact_with_another_name_is_somebody_else(small, officer):
    world.imported(small, officer, row(2, c6="mairie@exemple.tg"), row(3, c6="mairie@exemple.tg"))

    leads = User.objects.filter(application_parts__role=TeamRole.LEAD).order_by("pk")
    assert [(one.full_name, one.email) for one in leads] == [
        ("Personne 2", "mairie@exemple.tg"), ("Personne 3", None)
    ]  # fmt: skip


def test_a_break_is_resumed_and_no_row_is_entered_twice(small, officer, monkeypatch):
    batch = world.checked(small, officer, *(row(n) for n in range(60)))
    batch = importing.confirm(
        PAPER_FILES, batch, only_good=False, as_drafts=False, tells=False, by=officer, at=AFTER
    )
    entered, real = [], entering.enter

    def dies_at_the_thirtieth(*args, **kwargs):
        if len(entered) == 30:
            raise SystemExit
        entered.append(1)
        real(*args, **kwargs)

    monkeypatch.setattr(entering, "enter", dies_at_the_thirtieth)
    with pytest.raises(SystemExit):
        background.go_on(PAPER_FILES, batch, by=officer, at=AFTER)
    monkeypatch.undo()
    assert Application.objects.count() == 30 and Job.objects.get().done == 25

    batch.refresh_from_db()
    # Nobody else takes it while its process may still be alive; later, it goes on where it stopped.
    background.go_on(PAPER_FILES, batch, by=officer, at=AFTER)
    assert Application.objects.count() == 30
    background.go_on(PAPER_FILES, batch, by=officer, at=AFTER + timedelta(minutes=5))

    assert Application.objects.count() == 60
    assert sorted(Application.objects.values_list("reference", flat=True)) == [
        f"AC-2027-02-{n:04d}" for n in range(1, 61)
    ]
    assert ImportRow.objects.filter(application=None).count() == 0


def test_a_work_deleted_or_stopped_is_asked_for_again_by_another_officer(small, officer, officer2):
    batch = world.checked(small, officer, GOOD)
    batch = importing.confirm(
        PAPER_FILES, batch, only_good=False, as_drafts=False, tells=False, by=officer, at=AFTER
    )
    Job.objects.update(state="deleted")
    batch.refresh_from_db()

    background.go_on(PAPER_FILES, batch, by=officer2, at=AFTER)

    assert Application.objects.get().entered_by == officer2


def test_what_is_no_longer_good_when_it_is_entered_is_left_and_told(small, officer):
    first, second = world.checked(small, officer, GOOD), world.checked(small, officer, GOOD)
    for batch in (first, second):
        batch = importing.confirm(
            PAPER_FILES, batch, only_good=False, as_drafts=False, tells=False, by=officer, at=AFTER
        )
        background.go_on(PAPER_FILES, batch, by=officer, at=AFTER)

    assert Application.objects.count() == 1
    assert told(second) == ["Ligne 2\u00a0: Déjà dans cet appel\u00a0: AC-2027-02-0001."]


def test_a_row_that_meets_another_at_the_same_moment_is_told_and_the_next_ones_go_on(
    small, officer, monkeypatch
):
    batch = world.checked(small, officer, row(1), row(2))
    real = making.joining.expect

    def met(door, **kwargs):
        if door.value == "personne1@exemple.tg":
            raise IntegrityError
        return real(door, **kwargs)

    monkeypatch.setattr(making.joining, "expect", met)
    batch = importing.confirm(
        PAPER_FILES, batch, only_good=False, as_drafts=False, tells=False, by=officer, at=AFTER
    )
    background.go_on(PAPER_FILES, batch, by=officer, at=AFTER)

    assert told(batch) == [
        "Ligne 2\u00a0: Quelqu’un a saisi le même contact au même moment\u00a0: importez cette ligne de nouveau."
    ]
    assert Application.objects.get().startup.name == "Atelier 2"


def test_a_full_storage_is_said_and_keeps_nothing(small, officer, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(importing.keeping, "keep", full)

    with pytest.raises(Refused) as refused:
        importing.begin(PAPER_FILES, small, world.upload(world.csv(GOOD)), by=officer, at=AFTER)

    assert (
        str(refused.value)
        == "Notre stockage n’a pas de place pour ce tableau en ce moment. Réessayez plus tard."
    )
    assert ImportBatch.objects.count() == 0


def test_who_is_no_officer_any_more_enters_nothing(small, officer):
    batch = world.checked(small, officer, GOOD)
    batch = importing.confirm(
        PAPER_FILES, batch, only_good=False, as_drafts=False, tells=False, by=officer, at=AFTER
    )
    Grant.objects.filter(person=officer).delete()
    officer.forget_roles()

    with pytest.raises(NotAllowed):
        background.go_on(PAPER_FILES, batch, by=officer, at=AFTER)
    assert Application.objects.count() == 0


@pytest.mark.parametrize("role", ["director", "admin", "editor", "founder", "agent", "finance"])
def test_only_an_officer_imports(small, role, request):
    person, before = request.getfixturevalue(role), tables()

    with pytest.raises(NotAllowed):
        importing.begin(PAPER_FILES, small, world.upload(world.csv(GOOD)), by=person, at=AFTER)
    assert tables() == before


def test_an_imported_file_returned_for_correction_asks_for_no_consent(small, officer):
    world.imported(small, officer, GOOD)
    file = Application.objects.get()
    lead = file.team.get().person
    screening.return_for_correction(
        file, items=[{"key": "idea", "reason": "Plus court"}], due_at=AFTER + timedelta(days=9), by=officer, at=AFTER
    )  # fmt: skip
    file = Application.objects.get()
    saving.save_answers(file, {"idea": "Réparer."}, by=lead, at=AFTER)
    sending.resubmit(file, by=lead, at=AFTER)

    assert Application.objects.get().state == State.SUBMITTED


def test_each_row_costs_the_same_whatever_the_table_holds(small, officer):
    batch = world.checked(small, officer, *(row(n) for n in range(1_000)))
    keys = list(batch.rows.values_list("pk", flat=True))
    work = Entering({"batch": batch.pk}, keys, officer, AFTER)
    work.write(keys[:1], None, AFTER)
    asked = []
    for start in (100, 500, 900):
        with CaptureQueriesContext(connection) as questions:
            work.write(keys[start : start + 25], None, AFTER)
        asked.append(len(questions))

    assert asked == [1018, 1018, 1018]


def test_an_officer_with_a_link_does_not_enter_that_file(small, call, officer, founder):
    earlier = filing.submitted(call, founder)
    declaring.declare(officer, earlier.startup, kind="personal", by=officer, at=AFTER)
    batch = world.imported(small, officer, row(2, c1=earlier.startup.name, c6=founder.email), row(3))

    assert told(batch) == [
        "Ligne 2\u00a0: Vous avez un lien avec cette start-up\u00a0: une autre personne décide."
    ]
    assert Application.objects.filter(call=small).count() == 1
