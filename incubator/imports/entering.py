"""Enters the rows of a confirmed table, a few at a time: something is made of each, once, whoever dies meanwhile."""

from datetime import datetime
from typing import Any, BinaryIO

from django.db import IntegrityError
from django.utils.translation import gettext as _

from incubator.imports import background
from incubator.imports.checking import Checked
from incubator.imports.kinds import Kind
from incubator.imports.models import Batch
from incubator.imports.work import ImportWork
from incubator.people.models import User
from incubator.workflow import deciding
from incubator.workflow.acting import an_act
from incubator.workflow.refusals import Refused


class Entering(ImportWork):
    """The background work of an import: every row is checked again, then entered in its own transaction."""

    chunk = 25

    def write(self, keys: list[int], out: BinaryIO, at: datetime) -> None:
        """Enter the rows of one chunk of which nothing is made yet. Raises NotAllowed when the person no longer may."""
        self.require(at)
        rows = list(self.batch.rows.filter(**{self.kind.made: None}, pk__in=keys).order_by("line"))
        lines = dict(self.rows) if rows else {}
        checked = [self.checker.check(row.line, lines[row.line]) for row in rows]
        self.kind.mark(self.batch, checked, at)
        for row, told in zip(rows, checked, strict=True):
            self._one(row, told, at)
        self.kind.entered()
        if not background.left(self.kind, self.batch).exists():
            self.kind.batches.objects.filter(pk=self.batch.pk, finished_at=None).update(finished_at=at)

    def _one(self, row: Any, told: Checked, at: datetime) -> None:
        if told.outcome == row.outcome:
            try:
                enter(self.kind, self.batch, row, told, by=self.person, at=at)
                return
            except Refused as refusal:
                self.require(at)  # a refusal of the person is none of the row
                told.fault("", refusal.sentence)
            except IntegrityError:
                told.fault(
                    "", _("Somebody entered the same contact at the same moment: bring this row in again.")
                )
        # What was good when it was tried no longer is: the row says why, and the next ones go on.
        row.outcome, row.problems = told.outcome, told.problems
        row.save(update_fields=["outcome", "problems"])


@an_act
def enter(kind: Kind, batch: Batch, row: Any, told: Checked, *, by: User, at: datetime) -> None:
    """Make what a row says, unless that is done or the import was undone meanwhile. Raises Refused."""
    deciding.require(kind.policy, by, kind.place_of(batch), at)
    # One row of a batch at a time, and none after its undoing: both hold the batch.
    going = kind.batches.objects.select_for_update().filter(pk=batch.pk, undone_at=None).only("pk").first()
    if going is None or not batch.rows.filter(**{kind.made: None}, pk=row.pk).exists():
        return
    setattr(row, kind.made, kind.make(batch, told, by=by, at=at))
    row.imported_at = at
    row.save(update_fields=[kind.made, "imported_at"])
