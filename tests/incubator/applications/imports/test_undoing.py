"""An import taken back: files nobody touched, letters called back, once."""

from datetime import timedelta

import pytest

from incubator.applications.casework import notes, screening
from incubator.applications.filling import saving
from incubator.applications.imports.kind import PAPER_FILES, Entering
from incubator.applications.models import Application, ImportBatch, ImportRow
from incubator.applications.states import State
from incubator.core.column_words import said
from incubator.imports import background, importing
from incubator.people.models import Contact
from incubator.startups.models import Startup
from incubator.workflow.models import Event
from tests.world import applications as filing
from tests.world import imports as world
from tests.world.imports import AFTER, GOOD, letters, row

pytestmark = pytest.mark.django_db


def undone(batch: ImportBatch, by, at) -> ImportBatch:
    batch = importing.undo(PAPER_FILES, batch, by=by, at=at)
    background.go_on(PAPER_FILES, batch, by=by, at=at)
    return ImportBatch.objects.get(pk=batch.pk)


LATER = AFTER + timedelta(hours=1)


def test_undoing_takes_back_what_nobody_touched_and_says_what_stays(small, officer):
    batch = world.imported(small, officer, *(row(n) for n in range(1, 6)))
    files = list(Application.objects.order_by("reference"))
    screening.confirm(files[1], eligible=True, by=officer, at=LATER)
    notes.comment(files[2], text="À revoir", audience="staff", by=officer, at=LATER)

    undone(batch, officer, LATER + timedelta(hours=1))

    assert [file.state for file in Application.objects.order_by("reference")] == [
        "withdrawn", "eligible", "submitted", "withdrawn", "withdrawn"
    ]  # fmt: skip
    # Why is kept as a code, and said in the language of whoever reads it.
    gone = Application.objects.filter(state="withdrawn").first()
    assert gone.withdrawal_reason == "import_undone"
    assert said(gone, "withdrawal_reason") == "L’import qui l’avait saisi a été annulé."
    assert list(ImportRow.objects.exclude(kept="").values_list("line", "kept")) == [
        (3, "Il est plus avancé\u00a0: Recevable."),
        (4, "Quelqu’un y a travaillé depuis (1er mars 2027, 10\u00a0h\u00a000)."),
    ]
    assert Event.objects.filter(verb="import.undo", actor=officer).count() == 1
    assert Event.objects.filter(verb="application.undo_import").count() == 3


def test_a_draft_that_its_person_wrote_in_stays(small, officer, founder):
    batch = world.imported(
        small,
        officer,
        row(1, c3="", c6=founder.email),
        as_drafts=True,
        at=filing.DRAFTED + timedelta(days=25),
    )
    file = Application.objects.get()
    when = filing.DRAFTED + timedelta(days=25, minutes=5)
    saving.save_answers(file, {"idea": "Tout réparer."}, by=founder, at=when)

    undone(batch, officer, when + timedelta(minutes=5))

    assert Application.objects.get().state == State.DRAFT
    assert ImportRow.objects.get().kept.startswith("Quelqu’un y a travaillé depuis (26 février 2027")


def test_undoing_calls_back_letters_and_writes_to_those_who_were_told(small, officer):
    batch = world.imported(small, officer, row(1), row(2), tells=True)
    letters().filter(address="personne1@exemple.tg").update(state="sent")

    undone(batch, officer, LATER)

    assert sorted(letters().values_list("address", "kind", "state")) == [
        ("personne1@exemple.tg", "applications/entered_from_paper", "sent"),
        ("personne1@exemple.tg", "applications/import_undone", "queued"),
        ("personne2@exemple.tg", "applications/entered_from_paper", "cancelled"),
    ]


def test_undone_twice_is_undone_once_and_the_table_can_be_imported_again(small, officer):
    batch = world.imported(small, officer, GOOD)
    undone(batch, officer, LATER)
    undone(batch, officer, LATER)
    assert Event.objects.filter(verb="import.undo").count() == 1

    world.imported(small, officer, GOOD, at=LATER)

    assert list(Application.objects.order_by("pk").values_list("state", "reference")) == [
        ("withdrawn", "AC-2027-02-0001"), ("submitted", "AC-2027-02-0002")
    ]  # fmt: skip
    assert (Startup.objects.count(), Contact.objects.filter(value="afi@exemple.tg").count()) == (1, 1)


def test_an_import_half_way_is_undone_and_enters_no_further_row(small, officer):
    batch = world.checked(small, officer, GOOD, row(2))
    batch = importing.confirm(
        PAPER_FILES, batch, only_good=False, as_drafts=False, tells=False, by=officer, at=AFTER
    )
    first = batch.rows.first()
    work = Entering({"batch": batch.pk}, [], officer, AFTER)
    work.write([first.pk], None, AFTER)
    undone(batch, officer, LATER)

    work.write([row.pk for row in batch.rows.all()], None, LATER)

    assert list(Application.objects.values_list("state", flat=True)) == ["withdrawn"]
