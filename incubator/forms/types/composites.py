"""Answers in parts, each an object: a person, a place on the map, a table whose lines the form fixes."""

import re
from dataclasses import replace
from typing import Any

from incubator.core.bilingual import pick_pair
from incubator.forms import sentences, wording
from incubator.forms.conditions import Facts
from incubator.forms.definition import Column
from incubator.forms.types.base import ERROR, Issue, Type, Unparsed, is_raw, stored, unreadable
from incubator.forms.types.numbers import Decimal
from incubator.forms.types.rows import CELLS, cell_key

NUMBERS = ("integer", "decimal", "money")


class Coordinate(Decimal):
    """Degrees with up to seven decimals, comma or point."""

    code = "coordinate"
    in_columns = False

    def read(self, raw: Any, field: Column) -> Any:
        if isinstance(raw, bool) or not isinstance(raw, str | int | float):
            return unreadable(raw)
        text = re.sub(r"[\s°]", "", str(raw)).replace(",", ".").replace("\u2212", "-")
        if not re.fullmatch(r"[+-]?\d{1,3}(\.\d{1,7})?", text):
            return Unparsed(str(raw), sentences.not_a_coordinate())
        return float(text)

    def written(self, value: Any, field: Column, language: str | None = None) -> str:
        text = f"{value:.7f}".rstrip("0").rstrip(".")
        return f"{text.replace('.', ',') if language == 'fr' else text}°"

    def to_form(self, value: Any) -> Any:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return f"{value:.7f}".rstrip("0").rstrip(".")
        return super().to_form(value)


PARTS: dict[str, Type] = CELLS | {"coordinate": Coordinate()}


class Composite(Type):
    """One object of named parts; parts that this version does not know stay in it, unread."""

    widget = "parts"
    in_columns = False

    def read(self, raw: Any, field: Column) -> Any:
        if not isinstance(raw, dict):
            return unreadable(raw)
        found = {c.key: stored(PARTS[c.type].parse(raw.get(c.key), c)) for c in field.columns}
        return found if any(value is not None for value in found.values()) else None

    def limits(self, value: dict, field: Column, facts: Facts) -> list[Issue]:
        issues = []
        for column in field.columns:
            name, given = cell_key(field.key, 0, column.key), value.get(column.key)
            if column.required and PARTS[column.type].empty(given):
                issues.append(Issue(name, "required", ERROR, sentences.to_answer(column.label)))
            issues += [replace(i, key=name) for i in PARTS[column.type].check(given, column, facts)]
        return issues

    def show(self, value: dict, field: Column, language: str, facts: Facts) -> str:
        return " · ".join(
            wording.labelled(column.label, text, language)
            for column in field.columns
            if (text := PARTS[column.type].display(value.get(column.key), column, language, facts))
        )

    def to_form(self, value: Any) -> dict[str, Any]:
        """Return the object; each part is written back by its own type."""
        value = value["raw"] if is_raw(value) else value
        return dict(value) if isinstance(value, dict) else {}


class Person(Composite):
    """A person: names, gender, position, contacts."""

    code = "person"


class Gps(Composite):
    """A place on the map, typed by hand: latitude and longitude in degrees."""

    code = "gps"


class Table(Type):
    """Lines fixed by the form, columns typed; totals are computed, and caps hold them."""

    code = "table"
    widget = "table"
    in_columns = False

    def read(self, raw: Any, field: Column) -> Any:
        if not isinstance(raw, dict) or not all(isinstance(row, dict) for row in raw.values()):
            return unreadable(raw)
        rows = {
            line.code: {
                c.key: stored(CELLS[c.type].parse(raw.get(line.code, {}).get(c.key), c))
                for c in field.columns
            }
            for line in field.rows
        }
        return {code: row for code, row in rows.items() if any(v is not None for v in row.values())} or None

    def limits(self, value: dict, field: Column, facts: Facts) -> list[Issue]:
        issues: list[Issue] = []
        for line in field.rows:
            row = value.get(line.code) or {}
            for column in field.columns:
                issues += _cell(row.get(column.key), column, line.label, (field.key, line.code), facts)
        return issues + [issue for cap in field.caps for issue in _over(cap, field, value)]

    def show(self, value: dict, field: Column, language: str, facts: Facts) -> str:
        lines = []
        for line in field.rows:
            row = value.get(line.code)
            cells = [
                wording.labelled(c.label, text, language)
                for c in field.columns
                if row and (text := CELLS[c.type].display(row.get(c.key), c, language, facts))
            ]
            if cells:
                lines.append(wording.labelled(line.label, " · ".join(cells), language))
        total_ = written_total(field, value, language)
        return "\n".join([*lines, wording.labelled(TOTAL, total_, language)] if total_ else lines)

    def to_form(self, value: Any) -> dict[str, Any]:
        value = value["raw"] if is_raw(value) else value
        return dict(value) if isinstance(value, dict) else {}


TOTAL = {"fr": "Total", "en": "Total"}


def table_total(field: Column, value: Any, row: str | None = None, column: str | None = None) -> int | float:
    """Return the sum of the numbers of a table: of a line, of a column, of both, or of everything."""
    keys = [c.key for c in field.columns if c.type in NUMBERS and column in (None, c.key)]
    lines = [r.code for r in field.rows if row in (None, r.code)]
    held = value if isinstance(value, dict) and not is_raw(value) else {}
    cells = [(held.get(line) or {}).get(key) for line in lines for key in keys]
    return sum(cell for cell in cells if isinstance(cell, int | float) and not isinstance(cell, bool))


def written_total(
    field: Column, value: Any, language: str, row: str | None = None, column: str | None = None
) -> str:
    """Return a total as people read it; "" where the columns are not of one kind, or hold no number."""
    kinds = [c for c in field.columns if c.type in NUMBERS and column in (None, c.key)]
    if not kinds or len({(c.type == "money", c.currency) for c in kinds}) > 1:
        return ""
    return _written(table_total(field, value, row, column), kinds[0], language)


def _written(number: int | float, column: Column, language: str | None = None) -> str:
    if column.type == "money":
        return wording.money(int(number), column.currency, language)
    return wording.number(round(number, 3), language)


def _over(cap: dict[str, Any], field: Column, value: dict) -> list[Issue]:
    """Return the remark of a cap that is passed: an amount (`max`), or a share of the total (`max_percent`)."""
    row, column = cap.get("row"), cap.get("column")
    sum_ = table_total(field, value, row, column)
    limit = cap.get("max")
    if cap.get("max_percent") is not None:
        limit = table_total(field, value, None, column) * cap["max_percent"] / 100
    if limit is None or sum_ <= limit:
        return []
    if cap.get("sentence"):
        return [Issue(field.key, "cap", ERROR, pick_pair(cap["sentence"]).plain)]
    kind = next(c for c in field.columns if c.type in NUMBERS and column in (None, c.key))
    written = [_written(each, kind) for each in (sum_, limit, sum_ - limit)]
    label = next((line.label for line in field.rows if line.code == row), None)
    label = label or next((c.label for c in field.columns if c.key == column), field.label)
    return [Issue(field.key, "cap", ERROR, sentences.over_the_cap(label, *written))]


def _cell(value: Any, column: Column, line: dict, place: tuple[str, str], facts: Facts) -> list[Issue]:
    name = cell_key(*place, column.key)
    if column.required and CELLS[column.type].empty(value):
        return [Issue(name, "required", ERROR, sentences.cell_of_to_fill(line, column.label))]
    return [
        replace(issue, key=name, sentence=_sentence(issue, line, column))
        for issue in CELLS[column.type].check(value, column, facts)
    ]


def _sentence(issue: Issue, line: dict, column: Column) -> str:
    """Name the line; the column too where the sentence is that of a reader, which knows none."""
    if issue.code == "unreadable":
        return sentences.cell_of_to_read(line, column.label, issue.sentence)
    return sentences.cell_of_to_correct(line, issue.sentence)
