"""The types of answers: `TYPES[field.type]`, and shortcuts that take the field first."""

from typing import Any

from incubator.forms.conditions import Facts, no_facts
from incubator.forms.definition import Column
from incubator.forms.types.base import ERROR, HARD_LIMIT, WARN, Issue, Type, Unparsed, is_raw, stored
from incubator.forms.types.choices import Consent, Multichoice
from incubator.forms.types.composites import PARTS, Gps, Person, Table, table_total, written_total
from incubator.forms.types.numbers import Rating
from incubator.forms.types.rows import CELLS, Budget, Repeat, Section, cell_key, display_rows, total
from incubator.forms.types.texts import File

__all__ = [
    "ERROR",
    "HARD_LIMIT",
    "PARTS",
    "TYPES",
    "WARN",
    "Issue",
    "Type",
    "Unparsed",
    "cell_key",
    "check",
    "display",
    "display_rows",
    "empty",
    "is_raw",
    "parse",
    "stored",
    "table_total",
    "to_form",
    "total",
    "written_total",
]

TYPES: dict[str, Type] = CELLS | {
    type_.code: type_
    for type_ in (
        Multichoice(),
        Rating(),
        Consent(),
        File(),
        Repeat(),
        Section(),
        Budget(),
        Table(),
        Person(),
        Gps(),
    )
}


def parse(field: Column, raw: Any) -> Any:
    """Read what was typed or posted: a value, None for no answer, or Unparsed."""
    return TYPES[field.type].parse(raw, field)


def check(field: Column, value: Any, facts: Facts = no_facts) -> list[Issue]:
    """Return the remarks on a stored value."""
    return TYPES[field.type].check(value, field, facts)


def empty(field: Column, value: Any) -> bool:
    """Tell whether there is no answer at all."""
    return TYPES[field.type].empty(value)


def display(field: Column, value: Any, language: str, facts: Facts = no_facts) -> str:
    """Return the answer as people read it."""
    return TYPES[field.type].display(value, field, language, facts)


def to_form(field: Column, value: Any) -> Any:
    """Return what the input of the field holds again."""
    return TYPES[field.type].to_form(value)
