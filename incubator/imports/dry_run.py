"""Tries a matched table: its rows are checked some hundreds at a time, and nothing but what was found is written.

A chunk is told by the places of its rows in the table. It is written once, whoever dies meanwhile and whoever does it
again; a check whose columns were changed since finds another number on the batch, and writes nothing more.
"""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, BinaryIO

from django.db import transaction

from incubator.imports.checking import Checked
from incubator.imports.kinds import Kind
from incubator.imports.models import Batch
from incubator.imports.work import ImportWork
from incubator.people.models import User


class Trying(ImportWork):
    """The background work of a check. `keys` are places of rows, the first one 0, in their order."""

    chunk = 250

    def write(self, keys: list[int], out: BinaryIO, at: datetime) -> None:
        """Check the rows of one chunk. Raises NotAllowed when the person no longer may, ImportRefused when the table
        is no longer kept.
        """
        if not self._held().exists():
            return
        self.require(at)
        checked = [self.checker.check(*self.rows[place]) for place in keys]
        self.kind.mark(self.batch, checked, at)
        with transaction.atomic():
            # The batch is held while a chunk is written: columns change before it or after it.
            if self._held().select_for_update().only("pk").first() is not None:
                self._keep(checked, at)

    def _held(self) -> Any:
        """Ask whether this check is still the one that is wanted."""
        return self.kind.batches.objects.filter(
            pk=self.params["batch"], attempt=self.params["attempt"], confirmed_at=None
        )

    def _keep(self, checked: Sequence[Checked], at: datetime) -> None:
        """Write what was found over what a dead process may have written; the last chunk ends the check."""
        told = [
            {"line": one.line, "outcome": one.outcome, "problems": one.problems, **self.kind.columns(one)}
            for one in checked
        ]
        model = self.batch.rows.model
        model.objects.bulk_create(
            [model(batch=self.batch, **row) for row in told],
            update_conflicts=True, unique_fields=["batch", "line"], update_fields=[*{*told[0]} - {"line"}],
        )  # fmt: skip
        if self.batch.rows.count() == self.batch.rows_count:
            self._held().filter(checked_at=None).update(checked_at=at)


def at_once(kind: Kind, batch: Batch, *, by: User, at: datetime) -> None:
    """Check every row of a small table now. Raises ImportRefused when the table is no longer kept."""
    places = list(range(batch.rows_count))
    work = Trying({"batch": batch.pk, "attempt": batch.attempt}, places, by, at)
    work.kind = kind
    for start in range(0, len(places), Trying.chunk):
        work.write(places[start : start + Trying.chunk], BytesIO(), at)
