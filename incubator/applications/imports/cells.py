"""What a cell of a table answers: turned into what the form engine reads, with labels back to their codes."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any

from incubator.core.text_search import plain
from incubator.forms.definition import COMMUNES, Column, Definition
from incubator.programmes import facts

ROWS = ("repeat", "section", "budget")
PARTS = ("person", "gps")
CHOSEN = ("choice", "multichoice")
# A cell may hold the lines of a list, and each line its parts, as our own exports write them.
BETWEEN_PARTS = re.compile(r"[·|]")
BETWEEN_CHOICES = re.compile(r"[;|\n]")


class Cells:
    """Reads the cells of one table for one form; the words of its lists are learnt once."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self._codes: dict[int, Mapping[str, str]] = {}

    def raw(self, field: Column, cell: Any) -> Any:
        """Return what the engine parses for this field: codes for labels, days as ISO, lines as lists."""
        if cell is None or cell == "":
            return None
        if isinstance(cell, datetime | date):
            return _day(cell, field)
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        if not isinstance(cell, str | int) or isinstance(cell, bool):
            return cell
        if field.type in ROWS:
            return [
                self._parts(field, line)
                for line in str(cell).splitlines()
                if line.strip() and not _sums(line)
            ]
        if field.type in PARTS:
            return self._parts(field, str(cell))
        if field.type in CHOSEN or field.type == "commune":
            return self._chosen(field, str(cell))
        return cell

    def _chosen(self, field: Column, text: str) -> Any:
        is_place = field.type == "commune" or field.source == COMMUNES
        codes = self._communes if is_place else self._words(field)
        if field.type != "multichoice":
            return codes.get(plain(text), text)
        parts = [text] if plain(text) in codes else BETWEEN_CHOICES.split(text)
        if len(parts) == 1 and plain(text) not in codes:
            parts = text.split(",")
        return [codes.get(plain(part), part.strip()) for part in parts if part.strip()]

    def _words(self, field: Column) -> Mapping[str, str]:
        """Return the code of each answer of a list, by its code and by its words in both languages."""
        found = self._codes.get(id(field))
        if found is None:
            words = {plain(text): c.code for c in field.choices for text in c.label.values()}
            found = self._codes[id(field)] = words | {plain(c.code): c.code for c in field.choices}
        return found

    @cached_property
    def _communes(self) -> Mapping[str, str]:
        """Return the slug of each municipality, by its slug, its name, its chief town, and both in either order."""
        found: dict[str, str] = {}
        for slug, parts in facts.divisions().items():
            name, _dash, town = parts["name"].partition(" – ")
            for words in (slug, parts["name"], name, town, f"{town} – {name}" if town else ""):
                if words:
                    found.setdefault(plain(words), slug)
        return found

    def _parts(self, field: Column, line: str) -> dict[str, Any]:
        """Read "Label: text · Label: text", or the texts alone in the order of the columns."""
        labels = {plain(word): c.key for c in field.columns for word in (c.key, *c.label.values())}
        by_key, columns, found = {c.key: c for c in field.columns}, iter(field.columns), {}
        for piece in BETWEEN_PARTS.split(line.strip()):
            label, _colon, text = piece.partition(":")
            key = labels.get(plain(label)) if _colon else None
            column = by_key[key] if key else next(columns, None)
            if column is not None:
                found[column.key] = self.raw(column, text.strip() if key else piece.strip())
        return found


def _sums(line: str) -> bool:
    """Tell whether a line is the total that our exports write under a budget."""
    return plain(line).startswith("total ") and "·" not in line and "|" not in line


def _day(cell: date, field: Column) -> str:
    day = cell.date() if isinstance(cell, datetime) else cell
    return day.isoformat() if field.type == "date" else f"{day:%d/%m/%Y}"
