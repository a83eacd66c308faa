"""What the check of one row finds, and what every checker of rows does: cells by their targets, columns by their names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from incubator.documents.sheets import FORMULA
from incubator.imports.models import Batch
from incubator.imports.states import ImportOutcome


@dataclass
class Checked:
    """One row as it was understood. Nothing is written here."""

    line: int
    problems: list[dict[str, str]] = field(default_factory=list)
    outcome: str = ImportOutcome.GOOD

    def fault(self, column: str, sentence: object, outcome: str = ImportOutcome.WRONG) -> None:
        """Write a problem down; the row is as bad as its worst one."""
        self.problems.append({"column": column, "sentence": str(sentence)})
        if self.outcome != ImportOutcome.WRONG:
            self.outcome = outcome

    def is_there(self, sentence: str) -> None:
        """Nothing is wrong with such a row: it is left out, and no other remark matters."""
        self.problems = [{"column": "", "sentence": sentence}]
        self.outcome = ImportOutcome.THERE


class RowChecker:
    """Checks rows of one batch; a kind subclasses it, and reads once what they share."""

    def __init__(self, batch: Batch, at: datetime) -> None:
        self.batch, self.at = batch, at
        self.columns = {code: place for place, code in enumerate(batch.targets) if code}

    def check(self, line: int, cells: Sequence[Any]) -> Checked:
        """Return what one row says, with its problems."""
        raise NotImplementedError

    def cells(self, row: Checked, cells: Sequence[Any]) -> Iterator[tuple[str, Any]]:
        """Yield each target with its cell, None for an empty one; a formula is a fault of the row."""
        for code, place in self.columns.items():
            cell = cells[place] if place < len(cells) else None
            if cell is FORMULA:
                row.fault(self.heading(code), _("This cell holds a formula: write its value."))
                cell = None
            yield code, cell

    def heading(self, code: str) -> str:
        """Return how the table calls a column, "" where it has none."""
        place = self.columns.get(code)
        return "" if place is None else str(self.batch.headings[place])
