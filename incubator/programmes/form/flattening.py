"""The columns of an export: one for each question, and one for each cell of what the form itself lays out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from incubator.core.bilingual import pick_pair
from incubator.programmes.form.conditions import Answers, Facts, no_facts
from incubator.programmes.form.definition import Column, Definition, Field
from incubator.programmes.form.types import PARTS, display, is_raw, table_total, total

NUMBERS = ("integer", "decimal", "money", "rating", "coordinate")
Read = Callable[[Answers, Facts], Any]


@dataclass(frozen=True)
class FlatColumn:
    """A column: its stable key ("budget.travel.amount"), its heading, its data class, and how it is read."""

    key: str
    label: str
    data_class: str
    read: Read


def flat_columns(definition: Definition, language: str) -> list[FlatColumn]:
    """Return the columns in form order. Lines that people add stay in one cell, and their total has one."""
    return [column for field in definition.fields() for column in _of(field, language)]


def flat_row(columns: list[FlatColumn], answers: Answers, facts: Facts = no_facts) -> list[Any]:
    """Return the cells of one file: numbers as numbers, the rest as people read it, None for nothing."""
    return [column.read(answers, facts) for column in columns]


def _of(field: Field, language: str) -> Iterator[FlatColumn]:
    label = pick_pair(field.label, language).plain
    if field.type == "table":
        yield from _table(field, label, language)
    elif field.type in ("person", "gps"):
        for part in field.columns:
            heading = f"{label} – {pick_pair(part.label, language).plain}"
            yield _column(field, f"{field.key}.{part.key}", heading, _part(field.key, part, language))
    else:
        yield _column(field, field.key, label, _whole(field, language))
        if field.type == "budget":
            yield _column(
                field, f"{field.key}.total", f"{label} – Total", lambda a, _f: _sum(total, field, a)
            )


def _table(field: Field, label: str, language: str) -> Iterator[FlatColumn]:
    for line in field.rows:
        for column in field.columns:
            words = (label, pick_pair(line.label, language).plain, pick_pair(column.label, language).plain)
            read = _cell(field.key, line.code, column, language)
            yield _column(field, f"{field.key}.{line.code}.{column.key}", " – ".join(words), read)
    if field.totals:
        yield _column(
            field, f"{field.key}.total", f"{label} – Total", lambda a, _f: _sum(table_total, field, a)
        )


def _column(field: Field, key: str, label: str, read: Read) -> FlatColumn:
    return FlatColumn(key, label, field.data_class, read)


def _sum(sum_: Callable[[Column, Any], Any], field: Field, answers: Answers) -> Any:
    value = answers.get(field.key)
    return None if value is None or is_raw(value) else sum_(field, value)


def _whole(field: Field, language: str) -> Read:
    def read(answers: Answers, facts: Facts) -> Any:
        value = answers.get(field.key)
        if field.type in NUMBERS and not is_raw(value):
            return value
        return display(field, value, language, facts) or None

    return read


def _part(key: str, part: Column, language: str) -> Read:
    def read(answers: Answers, facts: Facts) -> Any:
        return _shown(_held(answers.get(key)).get(part.key), part, language, facts)

    return read


def _cell(key: str, line: str, column: Column, language: str) -> Read:
    def read(answers: Answers, facts: Facts) -> Any:
        return _shown(_held(_held(answers.get(key)).get(line)).get(column.key), column, language, facts)

    return read


def _held(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) and not is_raw(value) else {}


def _shown(value: Any, column: Column, language: str, facts: Facts) -> Any:
    if column.type in NUMBERS and not is_raw(value):
        return value
    return PARTS[column.type].display(value, column, language, facts) or None
