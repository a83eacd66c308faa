"""What the background work of every import shares: its kind, its batch, its table, the question whether one may."""

from datetime import datetime
from functools import cached_property
from typing import Any

from incubator.imports import uploaded_table
from incubator.imports.checking import RowChecker
from incubator.imports.kinds import Kind
from incubator.imports.models import Batch
from incubator.jobs.kinds import Work
from incubator.workflow import deciding


class ImportWork(Work):
    """Work on the rows of one batch; a kind's own subclass names the kind."""

    kind: Kind
    makes_file = False

    @cached_property
    def batch(self) -> Batch:
        found: Batch = self.kind.batches.objects.select_related("source", *self.kind.joined).get(
            pk=self.params["batch"]
        )
        return found

    @cached_property
    def rows(self) -> list[tuple[int, list[Any]]]:
        """The lines of the table, read once a turn."""
        return uploaded_table.sheet_of(self.batch).rows

    @cached_property
    def checker(self) -> RowChecker:
        return self.kind.checker(self.batch, self.at)

    def require(self, at: datetime) -> None:
        """Raise NotAllowed when the person no longer may."""
        deciding.require(self.kind.policy, self.person, self.kind.place_of(self.batch), at)
