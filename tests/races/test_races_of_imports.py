"""Two processes, one row of an imported table, one instant: a worker that was taken for dead and the one that follows it.

The control removes only the lock on the batch.
"""

from collections import Counter

import pytest

from incubator.applications import importing, importing_rows
from incubator.applications.importing_check import RowChecker
from incubator.applications.models import Application, ImportBatch, ImportRow
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
        batch, only_good=False, as_drafts=False, tells=False, by=officer, at=world.AFTER
    )
    checker, lines = RowChecker(batch, world.AFTER), importing.sheet_of(batch).rows
    keys = list(batch.rows.values_list("pk", flat=True))

    def trial(pair: Pair, number: int):
        told = checker.check(*lines[number])

        def act() -> None:
            mine = ImportBatch.objects.select_related("call", "form_version").get(pk=batch.pk)
            row = ImportRow.objects.get(pk=keys[number])
            importing_rows.enter(mine, row, told, by=officer, at=world.AFTER)

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
