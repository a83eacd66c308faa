"""Moving a draft to a new version of its form: answers are kept by key, and what could not follow is said."""

from typing import Any, NamedTuple

from incubator.programmes.form.conditions import Answers, is_empty
from incubator.programmes.form.definition import Column, Definition, Field
from incubator.programmes.form.types import check, is_raw, parse, stored, to_form


class Carried(NamedTuple):
    """The answers on the new version; those it has no place for; the keys to read again."""

    answers: dict[str, Any]
    dropped: dict[str, Any]
    changed: list[str]


def carry(old: Definition, new: Definition, answers: Answers) -> Carried:
    """Return the answers as the new version holds them.

    `dropped` names, by key ("key.column" for a column gone), what the new version does not show any more; it
    stays in its row all the same. `changed` lists, in form order, the answers to read again: another question,
    another type, a value that is now refused.
    """
    kept: dict[str, Any] = {}
    dropped = {
        key: value for key, value in answers.items() if key not in new.fields_by_key and not _nothing(value)
    }
    changed: list[str] = []
    for field in new.fields():
        if field.key not in answers:
            continue
        before, value = old.fields_by_key.get(field.key), answers[field.key]
        kept[field.key], lost = _moved(before, field, value)
        dropped |= lost
        if not _nothing(value) and _to_read_again(before, field, value, kept[field.key], lost):
            changed.append(field.key)
    return Carried(kept, dropped, changed)


def _nothing(value: Any) -> bool:
    """Typed text that could not be read is an answer to keep."""
    return is_empty(value) and not is_raw(value)


def _moved(before: Field | None, field: Field, value: Any) -> tuple[Any, dict[str, Any]]:
    """Return the value as the new version stores it, and what of it has no place there.

    Nothing is erased: cells of columns and lines that are gone stay in the value, unread, and what another type
    cannot read stays as typed material. A question, a column or a line put back finds its answer again.
    """
    if before is None or before.type == field.type:
        if is_raw(value):
            return stored(parse(field, value)), {}
        return _cells(field, value) if field.columns and value else (value, {})
    typed = value["raw"] if is_raw(value) else value
    if field.columns or before.columns:
        kept = stored(parse(field, typed))
        same = _without_nothing(kept) == _without_nothing(typed)
        return (kept, {}) if same else ({"raw": typed}, {field.key: value})
    typed = typed if is_raw(value) else to_form(before, value)
    typed = ", ".join(typed) if isinstance(typed, list) and field.type in ("text", "textarea") else typed
    return stored(parse(field, typed)), {}


def _cells(field: Field, value: Any) -> tuple[Any, dict[str, Any]]:
    """Return the value with its new cells empty, and the cells that are shown no more, by "key.column"."""
    gone: dict[str, list] = {}
    keys = [column.key for column in field.columns]
    lines = {row.code for row in field.rows}

    def filled(row: dict) -> dict:
        for key, cell in row.items():
            if key not in keys and not _nothing(cell):
                gone.setdefault(f"{field.key}.{key}", []).append(cell)
        return {**row, **{key: row.get(key) for key in keys}}

    if isinstance(value, list):
        return [filled(row) for row in value], gone
    if not field.rows:
        return filled(value), gone
    for code in value.keys() - lines:
        gone[f"{field.key}.{code}"] = [value[code]]
    return {code: filled(row) if code in lines else row for code, row in value.items()}, gone


def _without_nothing(value: Any) -> Any:
    """Return the value without its empty cells, to compare what two types make of it."""
    if isinstance(value, list):
        return [_without_nothing(one) for one in value]
    if isinstance(value, dict):
        return {key: _without_nothing(one) for key, one in value.items() if one not in (None, "", [], {})}
    return value


def _to_read_again(before: Field | None, field: Field, value: Any, kept: Any, lost: dict[str, Any]) -> bool:
    if before is None or lost or before.type != field.type or before.label != field.label:
        return True
    return bool(_faults(field, kept) - _faults(before, value))


def _faults(field: Column, value: Any) -> set[tuple[str, str]]:
    return {(issue.key, issue.code) for issue in check(field, value)}
