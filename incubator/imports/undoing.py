"""Takes back what was made by an undone import, row by row; what somebody has worked on since stays, and says why."""

from datetime import datetime
from typing import Any, BinaryIO

from incubator.imports import background
from incubator.imports.kinds import Kind
from incubator.imports.models import Batch
from incubator.imports.work import ImportWork
from incubator.people.models import User
from incubator.workflow import deciding
from incubator.workflow.acting import an_act
from incubator.workflow.refusals import Refused


class TakingBack(ImportWork):
    """The background work of an undoing."""

    chunk = 25

    def write(self, keys: list[int], out: BinaryIO, at: datetime) -> None:
        """Take back one chunk. Raises NotAllowed when the person no longer may."""
        self.require(at)
        for row in background.left(self.kind, self.batch).filter(pk__in=keys):
            take_back(self.kind, self.batch, row, by=self.person, at=at)


@an_act
def take_back(kind: Kind, batch: Batch, row: Any, *, by: User, at: datetime) -> None:
    """Take back what was made of a row, or write down why it stays."""
    deciding.require(kind.policy, by, kind.place_of(batch), at)
    try:
        kind.take_back(batch, row, by=by, at=at)
    except Refused as refusal:
        row.kept = str(refusal.sentence)[:300]
        row.save(update_fields=["kept"])
