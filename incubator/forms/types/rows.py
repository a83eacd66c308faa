"""Repeats: lines of columns; and the budget, a repeat whose amounts add up under a ceiling."""

from dataclasses import replace
from typing import Any

from incubator.forms import sentences, wording
from incubator.forms.conditions import Facts
from incubator.forms.definition import Column
from incubator.forms.types.base import ERROR, Issue, Type, Unparsed, as_text, is_raw, stored, unreadable
from incubator.forms.types.choices import Boolean, Choice
from incubator.forms.types.dates import Date
from incubator.forms.types.numbers import Decimal, Integer, Money
from incubator.forms.types.texts import Commune, Email, Phone, Text, Textarea, Url
from incubator.forms.wording import without_controls

CELLS: dict[str, Type] = {
    type_.code: type_
    for type_ in (
        Text(),
        Textarea(),
        Integer(),
        Decimal(),
        Money(),
        Date(),
        Choice(),
        Boolean(),
        Email(),
        Phone(),
        Url(),
        Commune(),
    )
}
MOST_ROWS = 100


class Repeat(Type):
    """A list of lines, each an object of column values. Empty lines are left out."""

    code = "repeat"
    widget = "repeat"
    in_columns = False

    def read(self, raw: Any, field: Column) -> Any:
        if (wrong := self._misshapen(raw, field)) is not None:
            return wrong
        rows = [{c.key: stored(CELLS[c.type].parse(row.get(c.key), c)) for c in field.columns} for row in raw]
        return [row for row in rows if any(value is not None for value in row.values())] or None

    def _misshapen(self, raw: Any, field: Column) -> Unparsed | None:
        if not isinstance(raw, list) or not all(isinstance(row, dict) for row in raw):
            return unreadable(raw)
        if len(raw) > MOST_ROWS:
            most = field.max_items or MOST_ROWS
            kept = without_controls(as_text(raw[:MOST_ROWS]))
            return Unparsed(kept, sentences.too_many_rows(field.label, len(raw), most))
        return None

    def fault(self, value: Any, field: Column) -> Unparsed | None:
        """A list is judged by its shape: `limits` reads each of its cells."""
        return self._misshapen(value, field) if isinstance(value, list) else super().fault(value, field)

    def limits(self, value: list[dict], field: Column, facts: Facts) -> list[Issue]:
        issues = self._count(len(value), field)
        for index, row in enumerate(value):
            for column in field.columns:
                issues += _cell(row.get(column.key), column, index, field.key, facts)
        return issues

    def _count(self, count: int, field: Column) -> list[Issue]:
        if field.max_items and count > field.max_items:
            sentence = sentences.too_many_rows(field.label, count, field.max_items)
            return [Issue(field.key, "max_items", ERROR, sentence)]
        if field.min_items and count < field.min_items:
            sentence = sentences.too_few_rows(field.label, count, field.min_items)
            return [Issue(field.key, "min_items", ERROR, sentence)]
        return []

    def show(self, value: list[dict], field: Column, language: str, facts: Facts) -> str:
        return "\n".join(" · ".join(_labelled(row, field, language, facts)) for row in value)

    def to_form(self, value: Any) -> list[dict[str, Any]]:
        """Return the lines; each cell is written back by its own column's type."""
        value = value["raw"] if is_raw(value) else value
        return [dict(row) for row in value if isinstance(row, dict)] if isinstance(value, list) else []


class Budget(Repeat):
    """A repeat whose amounts add up, under `max_total`."""

    code = "budget"

    def limits(self, value: list[dict], field: Column, facts: Facts) -> list[Issue]:
        issues, sum_ = super().limits(value, field, facts), total(field, value)
        if field.max_total is not None and sum_ > field.max_total:
            written = [
                wording.money(n, field.currency) for n in (sum_, field.max_total, sum_ - field.max_total)
            ]
            issues.append(Issue(field.key, "max_total", ERROR, sentences.over_the_ceiling(*written)))
        return issues

    def show(self, value: list[dict], field: Column, language: str, facts: Facts) -> str:
        amount = wording.money(total(field, value), field.currency, language)
        last = wording.labelled({"fr": "Total", "en": "Total"}, amount, language)
        return f"{super().show(value, field, language, facts)}\n{last}"


class Section(Repeat):
    """A group of questions asked again for each of several things: partners, sites, products."""

    code = "section"


def total(field: Column, value: Any) -> int:
    """Return the sum of the amounts of a repeat; a cell that could not be read counts for nothing."""
    keys = [column.key for column in field.columns if column.type == "money"]
    rows = value if isinstance(value, list) else []
    amounts = [row.get(key) for row in rows for key in keys]
    return sum(amount for amount in amounts if isinstance(amount, int) and not isinstance(amount, bool))


def cell_key(key: str, row: int | str, column: str) -> str:
    """Return the name of a cell, in inputs, issues and identifiers alike."""
    return f"{key}-{row}-{column}"


def display_rows(field: Column, value: Any, language: str, facts: Facts) -> list[list[str]]:
    """Return the lines as a table of readable cells, in the order of the columns."""
    rows = value if isinstance(value, list) else []
    return [
        [CELLS[c.type].display(row.get(c.key), c, language, facts) for c in field.columns] for row in rows
    ]


def _cell(value: Any, column: Column, row: int, key: str, facts: Facts) -> list[Issue]:
    name = cell_key(key, row, column.key)
    if column.required and CELLS[column.type].empty(value):
        return [Issue(name, "required", ERROR, sentences.cell_to_fill(column.label, row + 1))]
    return [
        replace(issue, key=name, sentence=_sentence(issue, row + 1, column))
        for issue in CELLS[column.type].check(value, column, facts)
    ]


def _sentence(issue: Issue, line: int, column: Column) -> str:
    """Name the line; the column too where the sentence is that of a reader, which knows none."""
    if issue.code == "unreadable":
        return sentences.cell_to_read(line, column.label, issue.sentence)
    return sentences.cell_to_correct(line, issue.sentence)


def _labelled(row: dict, field: Column, language: str, facts: Facts) -> list[str]:
    return [
        wording.labelled(column.label, text, language)
        for column in field.columns
        if (text := CELLS[column.type].display(row.get(column.key), column, language, facts))
    ]
