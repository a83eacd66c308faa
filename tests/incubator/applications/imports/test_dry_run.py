"""The dry run of a table: at once or in the background, the same rows; begun again from nothing, stopped, resumed."""

from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incubator.applications.imports import kind
from incubator.applications.imports.kind import PAPER_FILES, Trying
from incubator.applications.models import ImportBatch, ImportRow
from incubator.imports import background, importing
from incubator.jobs import runner
from incubator.jobs.models import Job
from incubator.people.models import Grant
from incubator.workflow.refusals import NotAllowed, Refused
from tests.world import imports as world
from tests.world.imports import AFTER, GOOD, RECEIVED, row, tables, told

pytestmark = pytest.mark.django_db
TOLD = ("line", "outcome", "problems", "paper_reference", "twin", "is_known")
# Line 6 is line 2 again (its contact), line 8 line 3 (its paper). Lines 7 and 9 are GOOD, which the call may hold.
LINES = (
    row(11), row(12, c2="x"), row(13, c3=""), row(14, c6="pas une adresse"), row(11, c0="P-5"), GOOD,
    row(17, c0="P-12"), ("P-9", *GOOD[1:]), row(19, c0="P-9"),
)  # fmt: skip


def found(batch: ImportBatch) -> list[tuple]:
    return list(ImportRow.objects.filter(batch=batch).values_list(*TOLD))


def ended(batch: ImportBatch, by, at=AFTER) -> ImportBatch:
    while background.go_on(PAPER_FILES, batch, by=by, at=at):
        batch = ImportBatch.objects.get(pk=batch.pk)
    return ImportBatch.objects.get(pk=batch.pk)


def test_a_small_table_is_checked_at_once(small, officer):
    batch = importing.begin(PAPER_FILES, small, world.upload(world.csv(*LINES)), by=officer, at=AFTER)

    batch = importing.match(PAPER_FILES, batch, batch.targets, received_on=RECEIVED, by=officer, at=AFTER)

    assert (batch.checked_at, batch.attempt, batch.job, Job.objects.count()) == (AFTER, 1, None, 0)
    assert batch.rows.count() == 9


def test_a_large_table_is_checked_in_the_background(small, officer):
    lines = [row(n) for n in range(importing.AT_ONCE + 1)]
    batch = importing.begin(PAPER_FILES, small, world.upload(world.csv(*lines)), by=officer, at=AFTER)

    batch = importing.match(PAPER_FILES, batch, batch.targets, received_on=RECEIVED, by=officer, at=AFTER)

    job = Job.objects.get()
    assert (batch.checked_at, batch.rows.count(), batch.job) == (None, 0, job)
    assert (job.kind, job.title, job.total, job.asked_by) == (
        "applications.import_check", "Vérification d’un import · AC-2027-02 · dossiers.csv", 151, officer
    )  # fmt: skip
    runner.make(job.pk, at=AFTER)
    batch.refresh_from_db()
    assert AFTER <= batch.checked_at < AFTER + timedelta(minutes=1)
    assert importing.counts(batch) == {"good": 151, "incomplete": 0, "wrong": 0, "there": 0}


@pytest.mark.parametrize("chunk", [1, 2, 4, 250])
def test_in_the_background_the_rows_are_those_of_the_check_at_once(small, officer, monkeypatch, chunk):
    world.imported(small, officer, GOOD)
    at_once = world.checked(small, officer, *LINES)
    assert told(at_once) == [
        "Ligne 3, colonne Combien êtes-vous ?\u00a0: Écrivez un nombre entier en chiffres, par exemple 12.",
        "Ligne 4, colonne Votre idée\u00a0: Il manque cette réponse.",
        "Ligne 5, colonne E-mail\u00a0: Cette adresse électronique semble incomplète. Exemple\u00a0: nom@exemple.tg.",
        "Ligne 6\u00a0: Le même dossier que la ligne 2.",
        "Ligne 7\u00a0: Déjà dans cet appel\u00a0: AC-2027-02-0001.",
        "Ligne 8\u00a0: Le même dossier que la ligne 3.",
        "Ligne 9\u00a0: Déjà dans cet appel\u00a0: AC-2027-02-0001.",
    ]

    batch = ended(world.being_checked(small, officer, monkeypatch, *LINES, chunk=chunk), officer)

    assert found(batch) == found(at_once) and batch.checked_at is not None


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_break_is_resumed_and_the_rows_are_the_same(small, officer, monkeypatch, moment):
    whole = found(world.checked(small, officer, *LINES))
    batch = world.being_checked(small, officer, monkeypatch, *LINES, chunk=2)
    real, chunks = Trying._keep, []

    def dies_at_the_third(self, checked, at):
        chunks.append(1)
        if len(chunks) == 3 and moment == "before":
            raise SystemExit
        real(self, checked, at)

    def dies_when_written(job, number):
        if number == 2 and moment == "after":
            raise SystemExit
        return written(job, number)

    written = runner.parts._key
    monkeypatch.setattr(Trying, "_keep", dies_at_the_third)
    monkeypatch.setattr(runner.parts, "_key", dies_when_written)
    with pytest.raises(SystemExit):
        background.go_on(PAPER_FILES, batch, by=officer, at=AFTER)
    monkeypatch.setattr(Trying, "_keep", real)
    monkeypatch.setattr(runner.parts, "_key", written)
    assert (Job.objects.get().done, batch.rows.count()) == (4, 4 if moment == "before" else 6)

    batch.refresh_from_db()
    # Its process may still be alive: nobody else takes it. Later, it goes on where it stopped.
    background.go_on(PAPER_FILES, batch, by=officer, at=AFTER)
    assert Job.objects.get().done == 4
    background.go_on(PAPER_FILES, batch, by=officer, at=AFTER + timedelta(minutes=5))

    assert found(batch) == whole and ImportBatch.objects.get(pk=batch.pk).checked_at is not None


def test_nothing_is_confirmed_before_every_row_was_checked(small, officer, monkeypatch):
    batch = world.being_checked(small, officer, monkeypatch, row(1), row(2), row(3), chunk=2)
    work = Trying({"batch": batch.pk, "attempt": 1}, [0, 1, 2], officer, AFTER)
    work.write([0, 1], None, AFTER)
    before = tables()

    with pytest.raises(Refused) as refused:
        importing.confirm(
            PAPER_FILES, batch, only_good=True, as_drafts=True, tells=False, by=officer, at=AFTER
        )

    assert str(refused.value) == (
        "Toutes les lignes n’ont pas encore été vérifiées avec ces colonnes\u00a0: attendez la fin de la vérification."
    )
    batch.refresh_from_db()
    assert tables() == before and (batch.confirmed_at, batch.checked_at) == (None, None)
    work.write([2], None, AFTER)
    importing.confirm(PAPER_FILES, batch, only_good=True, as_drafts=True, tells=False, by=officer, at=AFTER)


def test_columns_that_change_start_again_and_the_old_check_writes_nothing_more(small, officer, monkeypatch):
    batch = world.being_checked(small, officer, monkeypatch, *(row(n, c2="x") for n in range(4)), chunk=2)
    old = Trying({"batch": batch.pk, "attempt": 1}, [0, 1, 2, 3], officer, AFTER)
    old.write([0, 1], None, AFTER)
    first = batch.job
    targets = ["", *batch.targets[1:]]

    batch = importing.match(PAPER_FILES, batch, targets, received_on=RECEIVED, by=officer, at=AFTER)

    first.refresh_from_db()
    assert (batch.attempt, batch.rows.count(), first.state, batch.job.total) == (2, 0, "deleted", 4)
    old.write([2, 3], None, AFTER)
    assert batch.rows.count() == 0
    batch = ended(batch, officer)
    assert set(batch.rows.values_list("paper_reference", "outcome")) == {("", "wrong")}
    old.write([0, 1], None, AFTER)
    assert set(batch.rows.values_list("paper_reference", flat=True)) == {""}


def test_columns_that_change_while_a_chunk_is_being_read_keep_it_from_being_written(
    small, officer, monkeypatch
):
    batch = world.being_checked(small, officer, monkeypatch, row(1), row(2))
    real = kind.earlier_lines

    def meanwhile(*args):
        monkeypatch.setattr(kind, "earlier_lines", real)
        importing.match(PAPER_FILES, batch, batch.targets, received_on=RECEIVED, by=officer, at=AFTER)
        return real(*args)

    monkeypatch.setattr(kind, "earlier_lines", meanwhile)
    Trying({"batch": batch.pk, "attempt": 1}, [0, 1], officer, AFTER).write([0, 1], None, AFTER)

    batch.refresh_from_db()
    assert (batch.rows.count(), batch.attempt, batch.checked_at) == (0, 2, None)


def test_a_table_forgotten_meanwhile_is_checked_no_further(small, officer, monkeypatch):
    batch = world.being_checked(small, officer, monkeypatch, row(1), row(2))
    job = batch.job
    work = Trying({"batch": batch.pk, "attempt": 1}, [0, 1], officer, AFTER)

    importing.discard(PAPER_FILES, batch, by=officer, at=AFTER)
    work.write([0, 1], None, AFTER)

    job.refresh_from_db()
    assert (job.state, ImportBatch.objects.count(), ImportRow.objects.count()) == ("deleted", 0, 0)


def test_another_officer_asks_again_for_a_check_that_was_deleted(small, officer, officer2, monkeypatch):
    batch = world.being_checked(small, officer, monkeypatch, row(1), row(2), row(3), chunk=1)
    Trying({"batch": batch.pk, "attempt": 1}, [0], officer, AFTER).write([0], None, AFTER)
    Job.objects.update(state="deleted")
    batch.refresh_from_db()

    background.go_on(PAPER_FILES, batch, by=officer2, at=AFTER)

    batch.refresh_from_db()
    assert (batch.job.asked_by, batch.job.keys, batch.job.state) == (officer2, [1, 2], "done")
    assert importing.counts(batch)["good"] == 3 and batch.checked_at is not None


def test_who_is_no_officer_any_more_checks_nothing(small, officer, monkeypatch):
    batch = world.being_checked(small, officer, monkeypatch, row(1))
    Grant.objects.filter(person=officer).delete()
    officer.forget_roles()

    with pytest.raises(NotAllowed):
        Trying({"batch": batch.pk, "attempt": 1}, [0], officer, AFTER).write([0], None, AFTER)
    assert batch.rows.count() == 0


def test_a_table_that_is_no_longer_kept_stops_its_check_with_a_sentence(small, officer, monkeypatch):
    batch = world.being_checked(small, officer, monkeypatch, row(1))
    storages["private"].delete(batch.source.key)

    assert background.go_on(PAPER_FILES, batch, by=officer, at=AFTER) is False

    job = Job.objects.get()
    assert (job.state, job.error_words) == (
        "failed", "Le tableau lui-même n’est plus gardé\u00a0: importez-le de nouveau."
    )  # fmt: skip


def test_a_chunk_costs_the_same_whatever_the_table_holds(small, officer, monkeypatch):
    batch = world.being_checked(small, officer, monkeypatch, *(row(n) for n in range(600)))
    work = Trying({"batch": batch.pk, "attempt": 1}, list(range(600)), officer, AFTER)
    work.write(list(range(90)), None, AFTER)
    asked = []
    for start in (100, 300, 500):
        with CaptureQueriesContext(connection) as questions:
            work.write(list(range(start, start + 90)), None, AFTER)
        asked.append(len(questions))

    assert asked == [10, 10, 10]
