"""Values of conditions read as people write them: the words of an answer, the name of a prefecture, "10 %", a date."""

from collections.abc import Mapping
from typing import Any

from incubator.core import reading
from incubator.core.reading.signs import fold
from incubator.forms.condition_values import NUMBERS, YES_NO, Places, is_commune, leaves, options
from incubator.forms.conditions import AGES, WITHOUT_VALUE, faults
from incubator.forms.definition import Column
from incubator.forms.types import TYPES
from incubator.forms.types.choices import NO, YES


def read(leaf: dict[str, Any], field: Column | None, places: Places) -> dict[str, Any]:
    """Return the comparison with its value as the question holds it; what cannot be read stays as it was typed.

    Several answers after "is" are read as "is one of". The checks of `form.condition_values` say what stayed.
    """
    if field is None or leaf["op"] in WITHOUT_VALUE or isinstance(leaf.get("value"), Mapping):
        return leaf
    known = {} if leaf["op"] in AGES else options(field, leaf.get("part"), places)
    given = leaf.get("value")
    if known and isinstance(given, str) and _code(given, field, known) not in known and "," in given:
        given = [part.strip() for part in given.split(",") if part.strip()]
    several = isinstance(given, list)
    values = [_value(one, leaf["op"], field, known) for one in (given if several else [given])]
    if known and leaf["op"] in ("==", "!=") and (several or field.type == "multichoice"):
        return leaf | {"op": "in" if leaf["op"] == "==" else "not_in", "value": values}
    return leaf | {"value": values if several else values[0]}


def read_all(condition: Any, fields: Mapping[str, Column], places: Places) -> None:
    """Read every value of a condition in place."""
    for leaf in leaves(condition):
        leaf.update(read(dict(leaf), fields.get(leaf["field"]), places))


def in_steps(definition: dict[str, Any], places: Places) -> dict[str, Any]:
    """Return a compiled form with the values of its conditions read; what is no condition stays as it is."""
    raw = [field for step in definition["steps"] for field in step["fields"] if field.get("type") in TYPES]
    fields = {field.get("key", ""): Column.load(field) for field in raw}
    for item in (*definition["steps"], *(field for step in definition["steps"] for field in step["fields"])):
        for name in ("shown_when", "required_when"):
            if item.get(name) and not faults(item[name], name):
                read_all(item[name], fields, places)
    return definition


def _value(given: Any, op: str, field: Column, known: Mapping[str, str]) -> Any:
    if given is None or isinstance(given, bool):
        return given
    if known:
        return _code(str(given), field, known)
    if op in AGES or field.type in NUMBERS:
        return _number(given)
    if field.type in YES_NO:
        word = _folded(str(given))
        return True if word in YES else False if word in NO else given
    if field.type == "date":
        return _day(str(given))
    return str(given)


def _code(given: str, field: Column, known: Mapping[str, str]) -> str:
    """Return the code of a value given by its code or its words, in either language."""
    if given in known:
        return given
    words = {_folded(label): code for code, label in known.items()}
    words |= {_folded(label): choice.code for choice in field.choices for label in choice.label.values()}
    if is_commune(field):
        # "Tône 1 – Dapaong" is found by its chief town too, where only one has it.
        for code, label in known.items():
            for part in label.split("–"):
                words.setdefault(_folded(part), code)
    return words.get(_folded(given), given)


def _number(given: Any) -> Any:
    if isinstance(given, int | float):
        return given
    try:
        found = reading.number(given)
    except reading.Unreadable:
        try:
            found = reading.money(given)
        except reading.Unreadable:
            return given
    return int(found) if found == int(found) else float(found)


def _day(given: str) -> str:
    if len(given) == 4 and given.isdigit():
        return given
    try:
        return reading.day(given).isoformat()
    except reading.Unreadable:
        return given


def _folded(text: str) -> str:
    return " ".join(fold(text.replace("’", "'")).split())
