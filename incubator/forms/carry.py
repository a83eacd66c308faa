"""Moving a draft to a new version of its form: answers are kept by key, and what could not follow is said."""

import json
import re
from typing import Any, NamedTuple

from incubator.forms.conditions import Answers, is_empty
from incubator.forms.definition import Column, Definition, Field
from incubator.forms.types import check, is_raw, parse, stored, to_form


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
    if before is not None and before.type == field.type and not is_raw(value):
        return _cells(field, value) if field.columns and value else (value, {})
    typed = value["raw"] if is_raw(value) else value
    kept = stored(parse(field, typed))
    if _written(kept) == _written(typed):
        return kept, {}
    if field.columns or _has_cells(typed):
        return {"raw": typed}, {field.key: value}
    words = to_form(before, value) if before is not None and not is_raw(value) else typed
    words = _listed(words, field)
    kept = stored(parse(field, words))
    if is_raw(value) and before is not None and before.type == field.type:
        return (value if is_raw(kept) else kept), {}
    if is_raw(kept):
        return {"raw": words if isinstance(words, str) else typed}, {}
    return (kept if _words(to_form(field, kept)) == _words(words) else {"raw": words}), {}


def _listed(words: Any, field: Field) -> Any:
    """Return several answers as one text, and back: "a, b"."""
    if isinstance(words, list) and (len(words) == 1 or field.type in ("text", "textarea")):
        return ", ".join(map(str, words)) if field.type not in ("multichoice", "file") else words
    if isinstance(words, str) and field.type == "multichoice":
        return words.split(", ")
    return words


def _has_cells(typed: Any) -> bool:
    return isinstance(typed, dict) or (
        isinstance(typed, list) and any(isinstance(one, dict) for one in typed)
    )


def _words(typed: Any) -> str:
    """Return what was typed without its blanks: a number keeps its value when its thousands are set apart."""
    text = ", ".join(map(str, typed)) if isinstance(typed, list) else str(typed)
    return re.sub(r"\s", "", text).lower()


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
        return [filled(row) for row in value if isinstance(row, dict)], gone
    if not field.rows:
        return filled(value), gone
    for code in value.keys() - lines:
        gone[f"{field.key}.{code}"] = [value[code]]
    return {code: filled(row) if code in lines else row for code, row in value.items()}, gone


def _written(value: Any) -> str:
    """Return the value without its empty cells, in one writing, to compare what two types make of it."""
    return json.dumps(_without_nothing(value), sort_keys=True, default=str)


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


class FormChange(NamedTuple):
    """What a new version changes for somebody who has begun: labels, as {"fr", "en"} pairs, in form order."""

    again: list[dict[str, str]]
    added: list[dict[str, str]]
    gone: list[dict[str, str]]


def change(old: Definition, new: Definition, carried: Carried) -> FormChange:
    """Return the answers to read again, the new questions, and the answers that are not asked for any more."""
    again = [new.fields_by_key[key].label for key in carried.changed]
    added = [field.label for field in new.fields() if field.key not in old.fields_by_key]
    gone = [
        field.label
        for field in old.fields()
        if field.key in carried.dropped and field.key not in new.fields_by_key
    ]
    return FormChange(again, added, gone)


def kept_beside(field: Field, before: Any, value: Any) -> Any:
    """Return the new value of a table or a person with the cells of `before` that this version does not show."""
    if not field.columns or not isinstance(before, dict) or not isinstance(value, dict) or is_raw(before):
        return value
    if is_raw(value) or not field.rows:
        return value if is_raw(value) else {**before, **value}
    lines = {code: {**(before.get(code) or {}), **row} for code, row in value.items()}
    shown = {row.code for row in field.rows}
    return {code: row for code, row in before.items() if code not in shown} | lines
