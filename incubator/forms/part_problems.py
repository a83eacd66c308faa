"""What is wrong with the lines and caps of a table, and with the parts of a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from incubator.forms.composites import PERSON

NUMBERS = ("integer", "decimal", "money")


@dataclass(frozen=True)
class Problem:
    """One fault of the definition: where it is (a JSON path) and what it is."""

    path: str
    message: str


def table_problems(field: Mapping[str, Any], path: str) -> list[Problem]:
    """Return what is wrong with the lines, the totals and the caps of a table."""
    codes = [row["code"] for row in field.get("rows") or []]
    if not codes:
        return [Problem(f"{path}.rows", _("A table has at least one line."))]
    found = [
        Problem(f"{path}.rows[{i}].code", _('The line "%(code)s" is there twice.') % {"code": code})
        for i, code in enumerate(codes)
        if code in codes[:i]
    ]
    found += [
        Problem(f"{path}.rows[{i}].code", _("A code is made of letters, digits and _."))
        for i, code in enumerate(codes)
        if not (code.isascii() and code.replace("_", "a").isalnum()) or code == "raw"
    ]
    columns = {column.get("key"): column.get("type") for column in field.get("columns") or []}
    if field.get("totals") and not _sums(columns):
        found.append(Problem(f"{path}.totals", _("Totals need a column of numbers or amounts.")))
    for i, cap in enumerate(field.get("caps") or []):
        found += _cap(cap, f"{path}.caps[{i}]", codes, columns)
    return found


def _sums(columns: Mapping[str, str]) -> bool:
    return any(type_ in NUMBERS for type_ in columns.values())


def _cap(cap: Mapping[str, Any], path: str, codes: list[str], columns: Mapping[str, str]) -> list[Problem]:
    row, column = cap.get("row"), cap.get("column")
    if row and row not in codes:
        return [Problem(f"{path}.row", _('The line "%(code)s" is not in the table.') % {"code": row})]
    if (column and columns.get(column) not in NUMBERS) or not _sums(columns):
        return [Problem(f"{path}.column", _("A cap holds a column of numbers or amounts."))]
    given = [cap[name] for name in ("max", "max_percent") if cap.get(name) is not None]
    if len(given) != 1 or isinstance(given[0], bool) or not isinstance(given[0], int) or given[0] < 0:
        return [Problem(f"{path}.max", _("A cap is one whole number: an amount, or a share in percent."))]
    if cap.get("max_percent") is not None and not row:
        return [Problem(f"{path}.row", _("A share of the total is that of one line: name the line."))]
    return []


def person_problems(field: Mapping[str, Any], path: str) -> list[Problem]:
    """Return the parts of a person that do not exist."""
    return [
        Problem(f"{path}.{name}", _('The part "%(part)s" is not known.') % {"part": part})
        for name in ("parts", "needed")
        for part in field.get(name) or []
        if part not in PERSON
    ]
