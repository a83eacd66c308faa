"""What a kind of import says of itself: what its columns may be, how a row is checked, made and taken back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy

from incubator.imports.checking import Checked, RowChecker
from incubator.imports.models import Batch
from incubator.imports.states import ImportOutcome
from incubator.people.models import User


@dataclass(frozen=True)
class Target:
    """Something a column may be: its code, its words, and the headings that say it.

    `key` is the heading that nothing else has; a target that `yields` is guessed where no other one is said.
    """

    code: str
    label: str
    group: str
    names: tuple[str, ...]
    key: str = ""
    yields: bool = False


class Kind:
    """One kind of import. A slice subclasses it and hands an instance to the functions of this engine.

    `place` is the field of a batch for what tables are brought into (a call), "" where there is no such thing; the
    policy is asked about it. `made` is the field of a row for what was made of it, `gone` finds what was taken back.
    Its tables inherit `Batch` (whose manager has `visible_to` and `for_list`), `Row` and `Memory`. The slice registers
    the policies `policy` and `<record>.read_file`, names the three works of its kind in `EXPORT_KINDS` (`<name>_check`,
    `<name>`, `<name>_undo`), and adds the addresses of its `ImportPages`.
    """

    name: ClassVar[str]
    policy: ClassVar[str]
    record: ClassVar[str]
    batches: ClassVar[Any]
    memories: ClassVar[Any]
    place: ClassVar[str] = ""
    made: ClassVar[str]
    gone: ClassVar[models.Q]
    # What the work of a whole batch reads of it besides.
    joined: ClassVar[tuple[str, ...]] = ()
    # What is said when `current` is no longer what the rows were checked against.
    outdated: ClassVar[Any] = gettext_lazy(
        "What the rows are checked against has changed: look at the columns and check again."
    )

    def within(self, place: Any) -> dict[str, Any]:
        """Return the columns by which a batch and its memory belong to a place."""
        return {self.place: place} if self.place else {}

    def place_of(self, batch: Batch) -> Any:
        return getattr(batch, self.place) if self.place else None

    def facts(self, place: Any) -> dict[str, str]:
        """Return what the audit and the title of the work call a place."""
        return {}

    def current(self, place: Any) -> dict[str, Any]:
        """Return the columns of a batch that say against what it is read now. Raises NotAllowed where nothing is."""
        return {}

    def targets(self, place: Any) -> list[Target]:
        """Return what a column may be, in the order of the page."""
        raise NotImplementedError

    def sealed(self, batch: Batch) -> Collection[str]:
        """Return the targets whose values no page gives as an example."""
        return ()

    def unanswered(self, batch: Batch) -> list[str]:
        """Return the words of what every row needs and no column says."""
        return []

    def checker(self, batch: Batch, at: datetime) -> RowChecker:
        raise NotImplementedError

    def mark(self, batch: Batch, rows: Sequence[Checked], at: datetime) -> None:
        """Mark those of these rows, in the order of the table, that are there already."""

    def columns(self, checked: Checked) -> dict[str, Any]:
        """Return what the kind's own row keeps of a checked one."""
        return {}

    def wanted(self, batch: Batch) -> list[ImportOutcome]:
        """Return the outcomes of rows that are entered."""
        return [ImportOutcome.GOOD]

    def make(self, batch: Batch, checked: Checked, *, by: User, at: datetime) -> models.Model:
        """Make what a row says. Raises Refused, and the row says why."""
        raise NotImplementedError

    def take_back(self, batch: Batch, row: Any, *, by: User, at: datetime) -> None:
        """Take back what was made of a row. Raises Refused, and the row says why it stays."""
        raise NotImplementedError

    def entered(self) -> None:
        """Do what waits for many rows at once; called after each chunk."""

    def undone(self, batch: Batch, *, by: User, at: datetime) -> dict[str, Any]:
        """Do what an undoing does at once; return what the audit says of it."""
        return {}
