"""The columns of an export: those of the office, and one a field key of the forms, each with its reader of values.

A stored answer becomes a cell: numbers and days as such, codes as their labels, telephone numbers exact, the lines of
a table as lines of one cell (with its total beside it).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from incubator.applications.filling.answers import SENSITIVE
from incubator.core.bilingual import pick_pair
from incubator.forms.completeness import APPLICATION
from incubator.forms.conditions import Facts
from incubator.forms.definition import COMMUNES, Definition, Field
from incubator.forms.question_words import told_apart
from incubator.forms.types import TYPES, display, is_raw, total
from incubator.forms.types.texts import Text

PERSONAL = "personal"
Reader = Callable[[Any], Any]
TOTAL, COUNT = "#total", "#files"


@dataclass(frozen=True)
class AnswerColumn:
    """One column of answers: the key of its field (with a mark for a total or a count), its words and its class."""

    key: str
    heading: str
    group: str
    data_class: str

    @property
    def is_personal(self) -> bool:
        return self.data_class == PERSONAL

    @property
    def is_sensitive(self) -> bool:
        return self.data_class == SENSITIVE


def answer_columns(forms: Iterable[Definition], language: str) -> list[AnswerColumn]:
    """Return the columns of several versions of forms, newest first: one a stable key, in form order, words unique."""
    found: dict[str, AnswerColumn] = {}
    for form in forms:
        for column in _of_form(form, language):
            found.setdefault(column.key, column)
    columns = list(found.values())
    headings = told_apart((column.key, column.heading, column.group) for column in columns)
    return [
        AnswerColumn(column.key, heading, column.group, column.data_class)
        for column, (_key, heading) in zip(columns, headings, strict=True)
    ]


def _of_form(form: Definition, language: str) -> Iterable[AnswerColumn]:
    for step in form.steps:
        group = pick_pair(step.title, language).plain
        for field in step.fields:
            label = pick_pair(field.label, language).plain
            if field.type == "file":
                yield AnswerColumn(field.key + COUNT, _number_of(label), group, field.data_class)
                continue
            yield AnswerColumn(field.key, label, group, field.data_class)
            if _adds_up(field):
                heading = _("%(label)s (total)") % {"label": label}
                yield AnswerColumn(field.key + TOTAL, heading, group, field.data_class)
    for document in form.documents_for(APPLICATION):
        label = pick_pair(document.label, language).plain
        yield AnswerColumn(document.slug + COUNT, _number_of(label), _("Documents"), document.data_class)


def _number_of(label: str) -> str:
    return _("%(label)s (number of files)") % {"label": label}


def _adds_up(field: Field) -> bool:
    return field.type in ("repeat", "budget") and any(column.type == "money" for column in field.columns)


class FormReader:
    """Reads the answers of one version of a form into cells; made once a version, used for all its rows."""

    def __init__(
        self, form: Definition, columns: Iterable[AnswerColumn], language: str, facts: Facts
    ) -> None:
        fields = form.fields_by_key
        self.cells: list[tuple[str, Reader | None]] = []
        for column in columns:
            key, mark, _rest = column.key.partition("#")
            field = fields.get(key)
            if mark and column.key.endswith(COUNT):
                self.cells.append((key, None))
            elif field is None:
                self.cells.append(("", _nothing))
            elif mark:
                self.cells.append((key, _total_of(field)))
            else:
                self.cells.append((key, reader_of(field, language, facts)))

    def row(self, answers: dict[str, Any], files: dict[str, list]) -> list[Any]:
        """Return the cells of one file, in the order of the columns."""
        get = answers.get
        return [
            (len(files.get(key, ())) or None)
            if read is None
            else None
            if (value := get(key)) is None
            else read(value)
            for key, read in self.cells
        ]


def reader_of(field: Field, language: str, facts: Facts) -> Reader:
    """Return what makes a cell of a stored answer of this field."""

    def shown(value: Any) -> Any:
        return display(field, value, language, facts)

    if field.type == "date":
        return _day
    if field.type in ("integer", "decimal", "money", "rating"):
        return _number
    if field.type == "commune" or field.source == COMMUNES:
        return shown
    if field.type == "choice":
        return _label(field, language)
    if field.type in ("boolean", "consent"):
        words = {True: _("Yes"), False: _("No")}
        return lambda value: words[value] if isinstance(value, bool) else shown(value)
    if isinstance(TYPES[field.type], Text):
        # The telephone number and the link as they are stored: exact, and read again by an import.
        return lambda value: value if type(value) is str else shown(value)
    return shown


def _label(field: Field, language: str) -> Reader:
    labels = {choice.code: pick_pair(choice.label, language).plain for choice in field.choices}
    return lambda value: labels.get(value, value) if type(value) is str else _raw(value)


def _number(value: Any) -> Any:
    return value if type(value) in (int, float) else _raw(value)


def _day(value: Any) -> Any:
    """A day as a date; a year alone as a number."""
    if type(value) is not str:
        return _raw(value)
    try:
        return int(value) if len(value) == 4 else date.fromisoformat(value)
    except ValueError:
        return value


def _raw(value: Any) -> str:
    return str(value["raw"]) if is_raw(value) else str(value)


def _total_of(field: Field) -> Reader:
    return lambda value: total(field, value) if isinstance(value, list) else None


def _nothing(value: Any) -> None:
    return None
