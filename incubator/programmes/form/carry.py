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

    `dropped` keeps, by key ("key.column" for a column gone), what has no place any more. `changed` lists, in
    form order, the answers to read again: another question, another type, a value that is now refused.
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
    if before is None or before.type == field.type:
        if is_raw(value):
            return stored(parse(field, value)), {}
        return _rows(field, value) if field.columns and isinstance(value, list) else (value, {})
    if field.columns or before.columns:
        return None, {field.key: value}
    typed = value["raw"] if is_raw(value) else to_form(before, value)
    typed = ", ".join(typed) if isinstance(typed, list) and field.type in ("text", "textarea") else typed
    return stored(parse(field, typed)), {}


def _rows(field: Field, rows: list[dict]) -> tuple[list[dict], dict[str, Any]]:
    keys = [column.key for column in field.columns]
    gone: dict[str, list] = {}
    for row in rows:
        for key, value in row.items():
            if key not in keys and not _nothing(value):
                gone.setdefault(f"{field.key}.{key}", []).append(value)
    return [{key: row.get(key) for key in keys} for row in rows], gone


def _to_read_again(before: Field | None, field: Field, value: Any, kept: Any, lost: dict[str, Any]) -> bool:
    if before is None or lost or before.type != field.type or before.label != field.label:
        return True
    return bool(_faults(field, kept) - _faults(before, value))


def _faults(field: Column, value: Any) -> set[tuple[str, str]]:
    return {(issue.key, issue.code) for issue in check(field, value)}
