"""How a table is read: its sheet, encoding, separator and line of headings, each chosen by hand or told by its data."""

import codecs
import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from io import StringIO
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

UTF8, UTF16 = "utf-8", "utf-16"
ENCODINGS: dict[str, Any] = {
    UTF8: _("Unicode (UTF-8)"),
    UTF16: _("Unicode (UTF-16)"),
    "cp1252": _("Windows (Western Europe)"),
    "cp850": _("MS-DOS (Western Europe)"),
    "mac_roman": _("Macintosh"),
}
SEPARATORS: dict[str, Any] = {
    ";": _("Semicolon ( ; )"),
    ",": _("Comma ( , )"),
    "\t": _("Tab"),
    "|": _("Vertical bar ( | )"),
}
MARKS = ((codecs.BOM_UTF8, UTF8), (codecs.BOM_UTF16_LE, UTF16), (codecs.BOM_UTF16_BE, UTF16))
SEP = re.compile(r"sep=([;,|\t])[ \t]*\r?\n?", re.IGNORECASE)
# So many first lines tell the separator, the sheet, and where the headings stand under a title.
LOOKED_AT = 30


@dataclass(frozen=True)
class Shape:
    """How a table is read; what is "" or 0 is told by the data. `heading` is a line as a spreadsheet counts it."""

    sheet: str = ""
    encoding: str = ""
    separator: str = ""
    heading: int = 0

    def chosen(self) -> dict[str, Any]:
        """Return what is chosen, as JSON keeps it: `Shape(**shape.chosen())` is the same shape."""
        return {name: value for name, value in asdict(self).items() if value}


def encoding_of(data: bytes) -> str:
    """Return how a text is most likely encoded: as its first mark says, or the first that can read it all."""
    told = next((encoding for mark, encoding in MARKS if data.startswith(mark)), "")
    likely = (one for one in (UTF8, "cp1252", "cp850") if decoded(data, one) is not None)
    return told or next(likely, UTF8)


def decoded(data: bytes, encoding: str) -> str | None:
    """Return the text of a file in one of ENCODINGS, None when it is not written so."""
    if encoding == UTF16 and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None
    try:
        text = data.decode("utf-8-sig" if encoding == UTF8 else encoding)
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text


def told_separator(text: str) -> tuple[str, str]:
    """Return the separator that a first line "sep=;" tells, or "", and the text without that line."""
    found = SEP.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def likely_separator(text: str) -> str:
    """Return the separator that makes the first lines most even."""
    return max(SEPARATORS, key=lambda one: _evenness(text, one))


def _evenness(text: str, separator: str) -> tuple[bool, float, int]:
    """Tell how much a separator makes a table of the first lines: several columns, as many in each line, and many."""
    try:
        lines = islice(csv.reader(StringIO(text, newline=""), delimiter=separator), LOOKED_AT)
        widths = [len(cells) for cells in lines if any(cell.strip() for cell in cells)]
    except csv.Error:
        widths = []
    several = [width for width in widths if width > 1]
    if not several:
        return False, 0.0, 0
    usual = max(several, key=several.count)
    return True, several.count(usual) / len(widths), usual


def likely_sheet(sheets: Iterable[tuple[str, Iterator[list[Any]]]]) -> str:
    """Return the name of the first sheet whose first lines look like a table, or else of the first that holds anything.

    `sheets` are names with lines of cells, the most likely first; "" when no sheet holds anything.
    """
    fallback = ""
    for name, lines in sheets:
        filled = [sum(cell is not None for cell in cells) for cells in islice(lines, LOOKED_AT)]
        if sum(n > 1 for n in filled) > 1:
            return name
        fallback = fallback or (name if any(filled) else "")
    return fallback


def heading_place(lines: list[list[Any]]) -> int:
    """Return which line holds the headings: the first of words that is about as wide as the table; a title is not."""
    if not lines:
        return 0
    filled = [sum(cell is not None for cell in cells) for cells in lines]
    usual = max(set(filled[1:] or filled), key=(filled[1:] or filled).count)
    for place, cells in enumerate(lines[:-1]):
        texts = all(cell is None or isinstance(cell, str) for cell in cells)
        if texts and filled[place] > 1 and filled[place] * 2 > usual:
            return place
    return 0
