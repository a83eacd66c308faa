"""Two processes, one row of an imported table, one instant: a worker that was taken for dead and the one that follows it.
Then a check that goes on while its columns are named anew.

The controls remove only the lock on the batch.
"""

from collections import Counter

import pytest

from incubator.applications.imports.checking import PaperChecker
from incubator.applications.imports.kind import PAPER_FILES, Trying
from incubator.applications.models import Application, ImportBatch, ImportRow
from incubator.imports import entering, importing, uploaded_table
from incubator.startups.models import Startup
from tests.races import unguarded
from tests.races.pairs import CONTROL_TRIALS, DONE, TRIALS, Pair, caught, say, tally
from tests.world import imports as world
from tests.world.programmes import small_call

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def two_of_a_row(officer, director, trials: int) -> Counter:
    rows = [world.row(number) for number in range(trials)]
    batch = world.checked(small_call(officer, director), officer, *rows)
    batch = importing.confirm(
        PAPER_FILES, batch, only_good=False, as_drafts=False, tells=False, by=officer, at=world.AFTER
    )
    checker, lines = PaperChecker(batch, world.AFTER), uploaded_table.sheet_of(batch).rows
    keys = list(batch.rows.values_list("pk", flat=True))

    def trial(pair: Pair, number: int):
        told = checker.check(*lines[number])

        def act() -> None:
            mine = ImportBatch.objects.select_related("call", "form_version").get(pk=batch.pk)
            row = ImportRow.objects.get(pk=keys[number])
            entering.enter(PAPER_FILES, mine, row, told, by=officer, at=world.AFTER)

        return pair.at_once(act, act)

    return tally(trials, trial)


def test_a_row_that_two_processes_hold_becomes_one_file(centre, officer, director):
    counts = two_of_a_row(officer, director, TRIALS)

    files = Application.objects.count()
    say("one row of an import, two processes", counts, files=files)
    assert counts == {(DONE, DONE): TRIALS}
    assert (files, Startup.objects.count()) == (TRIALS, TRIALS)
    assert ImportRow.objects.filter(application=None).count() == 0


def test_a_row_that_two_processes_hold_without_the_lock_breaks(centre, officer, director, monkeypatch):
    unguarded.no_row_lock(monkeypatch)

    counts = two_of_a_row(officer, director, CONTROL_TRIALS)

    doubled = Application.objects.count() - CONTROL_TRIALS
    say("one row of an import, lock removed", counts, doubled=doubled)
    assert caught(counts) + doubled > 0


def columns_named_while_a_chunk_is_written(
    officer, director, trials: int, monkeypatch
) -> tuple[Counter, int]:
    """Return what came of each pair, and how many rows of the old columns stayed, all trials together."""
    lines = [world.row(number) for number in range(40)]
    batch = world.being_checked(small_call(officer, director), officer, monkeypatch, *lines)
    stayed: list[int] = []

    def trial(pair: Pair, number: int):
        old = ImportBatch.objects.get(pk=batch.pk)
        work = Trying({"batch": old.pk, "attempt": old.attempt}, [], officer, world.AFTER)
        # What a process has read before its first chunk is no part of the instant.
        assert work.rows and work.checker

        def check() -> None:
            work.write(list(range(30)), None, world.AFTER)

        def name_anew() -> None:
            importing.match(
                PAPER_FILES, old, old.targets, received_on=world.RECEIVED, by=officer, at=world.AFTER
            )

        told = pair.at_once(check, name_anew)
        stayed.append(ImportRow.objects.filter(batch=batch).count())
        return told

    return tally(trials, trial), sum(stayed)


def test_columns_named_anew_leave_no_row_of_the_check_before(centre, officer, director, monkeypatch):
    counts, stayed = columns_named_while_a_chunk_is_written(officer, director, CONTROL_TRIALS, monkeypatch)

    say("a check and new columns", counts, stayed=stayed)
    assert counts == {(DONE, DONE): CONTROL_TRIALS} and stayed == 0


def test_columns_named_anew_without_the_lock_leave_rows(centre, officer, director, monkeypatch):
    unguarded.no_row_lock(monkeypatch)

    counts, stayed = columns_named_while_a_chunk_is_written(officer, director, CONTROL_TRIALS, monkeypatch)

    say("a check and new columns, lock removed", counts, stayed=stayed)
    assert caught(counts) + stayed > 0
