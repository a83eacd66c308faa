"""Reads a table that somebody made in a spreadsheet: XLSX (first sheet) or CSV. Nothing in it is ever run.

CSV is UTF-8 (with its mark or without), UTF-16 with its mark, or Windows-1252, parted by what makes its first lines
even (";", ",", "|" or tabs), or by what a line "sep=;" says. The headings may stand under a title. Lines are counted as
a spreadsheet counts them, the headings included.
"""

import codecs
import csv
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO
from itertools import chain, islice
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from incubator.exports.formulas import would_run
from incubator.files.sniffing import kind_of
from incubator.workflow.refusals import Refused

MOST_BYTES, MOST_ROWS, MOST_COLUMNS = 10_000_000, 5_000, 250
# A sheet may skip lines, up to the last that a spreadsheet has; one that claims more is no sheet.
MOST_LINES = 1_048_576
# What a workbook of 10 MB weighs once unpacked, at most.
MOST_UNPACKED = 120_000_000
WRITTEN = ("text", "unknown", "html", "svg")
CSV_ENDINGS = (".csv", ".tsv", ".txt")
DELIMITERS = ";,\t|"
SEP = re.compile(r"sep=([;,|\t])[ \t]*\r?\n?", re.IGNORECASE)
# So many first lines tell the delimiter, and where the headings stand under a title.
LOOKED_AT = 30
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class SheetRefused(Refused):
    """The table cannot be read; the sentence says why and what to send instead."""

    status = 422
    code = "sheet_refused"


class Formula:
    """Stands for a cell that holds a formula: its result is not ours to compute, nor to believe."""


FORMULA = Formula()


@dataclass(frozen=True)
class Sheet:
    """A table: its headings, and its lines that hold something, each with its number."""

    headings: list[str]
    rows: list[tuple[int, list[Any]]]


def read(data: bytes, name: str, *, first: int | None = None) -> Sheet:
    """Return the table of a file, or only its `first` rows. Cells are texts, numbers, booleans, days, instants, None or
    FORMULA.

    Raises SheetRefused: another kind of file, damaged, without headings, too many rows or columns.
    """
    if not data:
        raise _refused(name, _("it is empty"))
    if len(data) > MOST_BYTES:
        raise _refused(name, _("it weighs more than 10 MB"))
    kind = kind_of(data)
    if kind.slug == "xlsx":
        lines = _of_workbook(data, name)
    elif kind.slug in WRITTEN and (kind.slug == "text" or name.lower().endswith(CSV_ENDINGS)):
        lines = _of_text(data, name)
    else:
        raise _refused(name, kind.words)
    return _table(lines, name, first)


def letter(column: int) -> str:
    """Return what a spreadsheet calls a column: 0 is A."""
    return get_column_letter(column + 1)


def _refused(name: str, why: object) -> SheetRefused:
    told = _(
        '"%(name)s" was not read: %(why)s. Send an XLSX or CSV table of at most 10 MB, without password.'
    )
    return SheetRefused(told % {"name": name, "why": why})


def _table(lines: Iterator[list[Any]], name: str, first: int | None) -> Sheet:
    """Find the line of headings among the first that hold something, and take what follows as rows."""
    held = _held(lines, name)
    looked_at = list(islice(held, LOOKED_AT))
    place = _heading_place([cells for _number, cells in looked_at])
    rows = list(islice(chain(looked_at[place + 1 :], held), first if first is not None else MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise _refused(name, _("it has more than 5 000 rows: part it in several files"))
    if not rows:
        raise _refused(name, _("it holds no row under its headings"))
    return Sheet(_named(looked_at[place][1], max(len(cells) for _n, cells in rows)), rows)


def _held(lines: Iterator[list[Any]], name: str) -> Iterator[tuple[int, list[Any]]]:
    """Yield the lines that hold something, with their numbers."""
    for number, cells in enumerate(islice(lines, MOST_LINES), start=1):
        kept = _trimmed(cells)
        if len(kept) > MOST_COLUMNS:
            raise _refused(name, _("it has more than %(n)s columns") % {"n": MOST_COLUMNS})
        if kept:
            yield number, kept


def _heading_place(lines: list[list[Any]]) -> int:
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


def _named(headings: list[Any], width: int) -> list[str]:
    """Give a name to every column that holds something: its heading, or its letter."""
    texts = [" ".join(str(cell).split())[:200] if cell not in (None, FORMULA) else "" for cell in headings]
    texts += [""] * (width - len(texts))
    return [text or letter(place) for place, text in enumerate(texts)]


def _trimmed(cells: Iterable[Any]) -> list[Any]:
    """Drop the empty cells at the end of a line; a text of blanks is empty."""
    kept = [None if isinstance(cell, str) and not cell.strip() else cell for cell in cells]
    while kept and kept[-1] is None:
        kept.pop()
    return kept


def _of_workbook(data: bytes, name: str) -> Iterator[list[Any]]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise _refused(name, _("once opened, it would weigh far too much"))
        book = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        # The size that a sheet declares may be wrong: its rows tell.
        sheet.reset_dimensions()
        for row in sheet.iter_rows():
            yield [_cell(cell) for cell in row]
        book.close()
    except SheetRefused:
        raise
    except Exception as error:
        # The library raises whatever a damaged part makes it raise; to the person it is one thing.
        raise _refused(name, _("this workbook is damaged or cannot be opened")) from error


def _cell(cell: Any) -> Any:
    return FORMULA if cell.data_type in ("f", "e") else cell.value


def _of_text(data: bytes, name: str) -> Iterator[list[Any]]:
    told, text = _told(_decoded(data, name))
    delimiter = told or max(DELIMITERS, key=lambda one: _evenness(text, one))
    try:
        for cells in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
            yield [_bare(cell) for cell in cells]
    except csv.Error as error:
        raise _refused(name, _("one of its cells is far too long, or its quotes do not close")) from error


def _told(text: str) -> tuple[str, str]:
    """Return the delimiter that a first line "sep=;" tells, and the text without that line."""
    found = SEP.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def _decoded(data: bytes, name: str) -> str:
    told = next((encoding for mark, encoding in BOMS if data.startswith(mark)), "")
    for encoding in [told] if told else ["utf-8", "cp1252"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise _refused(name, _("its letters cannot be read"))


def _evenness(text: str, delimiter: str) -> tuple[bool, float, int]:
    """Tell how much a delimiter makes a table of the first lines: several columns, as many in each line, and many."""
    try:
        lines = islice(csv.reader(StringIO(text, newline=""), delimiter=delimiter), LOOKED_AT)
        widths = [len(cells) for cells in lines if any(cell.strip() for cell in cells)]
    except csv.Error:
        widths = []
    several = [width for width in widths if width > 1]
    if not several:
        return False, 0.0, 0
    usual = max(several, key=several.count)
    return True, several.count(usual) / len(widths), usual


def _bare(cell: str) -> str:
    """Take off the apostrophe that our own exports put before what a spreadsheet would run."""
    return cell[1:] if cell.startswith("'") and would_run(cell[1:]) else cell
