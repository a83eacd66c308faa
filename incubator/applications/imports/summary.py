"""What a page tells of an import: examples of its columns, what nothing answers, remarks, what was made."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from incubator.applications.filling.answers import SENSITIVE
from incubator.applications.filling.definitions import definition_of
from incubator.applications.imports import checking, columns
from incubator.applications.models import ImportBatch, ImportRow
from incubator.applications.states import State
from incubator.core.bilingual import pick_pair
from incubator.documents.sheets import Sheet
from incubator.forms import completeness
from incubator.forms.definition import Definition

EXAMPLES, LONGEST = 3, 60


def examples(batch: ImportBatch, sheet: Sheet, definition: Definition) -> list[str]:
    """Return the first values of each column, as the table writes them; nothing of a sensitive one."""
    rows = [cells for _line, cells in sheet.rows[:EXAMPLES]]
    sealed = {columns.FIELD + field.key for field in definition.fields() if field.data_class == SENSITIVE}
    return [
        "" if batch.targets[place] in sealed else ", ".join(
            str(cells[place])[:LONGEST] for cells in rows
            if place < len(cells) and isinstance(cells[place], str | int | float)
        )
        for place in range(len(batch.headings))
    ]  # fmt: skip


def unanswered(batch: ImportBatch) -> list[str]:
    """Return the required questions that neither a column nor a fact of the office answers."""
    definition = definition_of(batch.form_version)
    codes, carried = set(batch.targets), completeness.carried_by_paper(definition)
    told = {checking.OF_THE_FORM[code] for code in codes if code in checking.OF_THE_FORM}
    return [
        pick_pair(field.label).plain
        for field in definition.fields()
        if field.required and field.key not in carried and field.maps_to not in told
        and columns.FIELD + field.key not in codes
    ]  # fmt: skip


def remarked(batch: ImportBatch) -> QuerySet[ImportRow]:
    """Return the rows that something is said of: what is wrong in them; once undone, why their file stays."""
    rows = batch.rows.select_related("application")
    return rows.exclude(kept="") if batch.undone_at else rows.exclude(problems=[])


def made(batch: ImportBatch) -> QuerySet[ImportRow]:
    """Return the rows that became a file."""
    return batch.rows.filter(application__isnull=False)


def taken_back(batch: ImportBatch) -> QuerySet[ImportRow]:
    """Return the rows whose file is withdrawn."""
    return made(batch).filter(application__state=State.WITHDRAWN)


def remarks(batch: ImportBatch) -> Iterator[list[Any]]:
    """Yield line, column and sentence of every remark, in their order, for a table to correct from."""
    rows = ImportRow.objects.filter(batch=batch).exclude(problems=[])
    for line, problems in rows.values_list("line", "problems").iterator():
        for problem in problems:
            yield [line, problem["column"], problem["sentence"]]
