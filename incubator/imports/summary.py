"""What a page tells of an import: examples of its columns, what nothing answers, remarks, what was made."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from incubator.documents.sheets import Sheet
from incubator.imports.kinds import Kind
from incubator.imports.models import Batch

EXAMPLES, LONGEST = 3, 60


def examples(kind: Kind, batch: Batch, sheet: Sheet) -> list[str]:
    """Return the first values of each column, as the table writes them; nothing of a sensitive one."""
    rows = [cells for _line, cells in sheet.rows[:EXAMPLES]]
    sealed = kind.sealed(batch)
    return [
        "" if batch.targets[place] in sealed else ", ".join(
            str(cells[place])[:LONGEST] for cells in rows
            if place < len(cells) and isinstance(cells[place], str | int | float)
        )
        for place in range(len(batch.headings))
    ]  # fmt: skip


def remarked(kind: Kind, batch: Batch) -> QuerySet[Any]:
    """Return the rows that something is said of: what is wrong in them; once undone, why what they became stays."""
    rows = batch.rows.select_related(kind.made)
    return rows.exclude(kept="") if batch.undone_at else rows.exclude(problems=[])


def made(kind: Kind, batch: Batch) -> QuerySet[Any]:
    """Return the rows of which something was made."""
    return batch.rows.filter(**{f"{kind.made}__isnull": False})


def taken_back(kind: Kind, batch: Batch) -> QuerySet[Any]:
    """Return the rows of which it was taken back."""
    return made(kind, batch).filter(kind.gone)


def remarks(batch: Batch) -> Iterator[list[Any]]:
    """Yield line, column and sentence of every remark, in their order, for a table to correct from."""
    rows = batch.rows.exclude(problems=[]).order_by("line")
    for line, problems in rows.values_list("line", "problems").iterator():
        for problem in problems:
            yield [line, problem["column"], problem["sentence"]]
