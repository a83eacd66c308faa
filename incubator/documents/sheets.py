"""Reads a table that somebody made in a spreadsheet: one sheet of an XLSX, or CSV. Nothing in it is ever run.

How it is read (sheet, encoding, separator, line of headings) is told by its data, or chosen by a person
(`table_shape`). Lines are counted as a spreadsheet counts them, the headings included.
"""

import csv
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import time
from decimal import Decimal
from io import BytesIO, StringIO
from itertools import chain, islice
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from incubator.documents import table_shape
from incubator.documents.formulas import would_run
from incubator.documents.table_shape import LOOKED_AT, Shape
from incubator.files import confined, packages
from incubator.files.sniffing import kind_of
from incubator.workflow.refusals import Refused

MOST_BYTES, MOST_ROWS, MOST_COLUMNS = 10_000_000, 5_000, 250
# A sheet may skip lines, up to the last that a spreadsheet has; one that claims more is no sheet.
MOST_LINES = 1_048_576
# What a workbook of 10 MB weighs once unpacked, at most.
MOST_UNPACKED = 120_000_000
# Cells looked at in all its sheets, the empty ones included: a line whose last cell stands in XFD has 16 384.
MOST_CELLS = 1_500_000
LIMITS = confined.Limits(processor=25, clock=40)
WRITTEN = ("text", "unknown", "html", "svg")
# What stands between quotation marks in the format of a cell is a word, not a sign.
QUOTED = re.compile(r"\"[^\"]*\"|\\.")
MOST_DECIMALS = 3
END = "end of the table"
CSV_ENDINGS = (".csv", ".tsv", ".txt")


class SheetRefused(Refused):
    """The table cannot be read; the sentence says why and what to send instead."""

    status = 422
    code = "sheet_refused"


class _Unread(Exception):
    """Why the table cannot be read as it is, or the way that was chosen."""


class Formula:
    """Stands for a cell that holds a formula: its result is not ours to compute, nor to believe. There is one."""

    only: "Formula | None" = None

    def __new__(cls) -> "Formula":
        cls.only = cls.only or super().__new__(cls)
        return cls.only


FORMULA = Formula()


@dataclass(frozen=True)
class Sheet:
    """A table: its headings, its lines that hold something, each with its number, and how it was read.

    `names` are the sheets of its workbook, none of a CSV.
    """

    headings: list[str]
    rows: list[tuple[int, list[Any]]]
    shape: Shape = field(default_factory=Shape)
    names: list[str] = field(default_factory=list)


def read(data: bytes, name: str, *, shape: Shape | None = None, first: int | None = None) -> Sheet:
    """Return the table of a file, or only its `first` rows. Cells are texts, numbers, booleans, days, instants, None or
    FORMULA. What `shape` does not choose is told by the data; the answer says how the table was read.

    Raises SheetRefused: another kind of file, damaged, without headings, too many rows or columns, or not to be read
    the way that was chosen.
    """
    chosen = shape or Shape()
    try:
        return confined.run(
            _sheet, data, name, chosen, first, refusal=_Unread, answers=(Sheet, Shape, Formula), limits=LIMITS
        )
    except (_Unread, confined.NotMade) as error:
        if chosen.chosen():
            told = _('"%(name)s" cannot be read this way: %(why)s. Choose otherwise; nothing has changed.')
        else:
            told = _(
                '"%(name)s" was not read: %(why)s. Send an XLSX or CSV table of at most 10 MB, without password.'
            )
        why = error if isinstance(error, _Unread) else _("it takes too long to read, or cannot be opened")
        raise SheetRefused(told % {"name": name, "why": why}) from error


def letter(column: int) -> str:
    """Return what a spreadsheet calls a column: 0 is A."""
    return get_column_letter(column + 1)


def _sheet(data: bytes, name: str, shape: Shape, first: int | None) -> Sheet:
    if not data:
        raise _Unread(_("it is empty"))
    if len(data) > MOST_BYTES:
        raise _Unread(_("it weighs more than 10 MB"))
    kind = kind_of(data)
    if kind.slug == "xlsx":
        return _of_workbook(data, shape, first)
    if kind.slug in WRITTEN and (kind.slug == "text" or name.lower().endswith(CSV_ENDINGS)):
        return _of_text(data, shape, first)
    raise _Unread(kind.words)


def _table(lines: Iterator[list[Any]], shape: Shape, first: int | None) -> Sheet:
    """Take the line of headings, chosen or found among the first that hold something, and what follows as rows."""
    held = _held(lines)
    if shape.heading:
        heading, cells = next(((n, cells) for n, cells in held if n >= shape.heading), (0, []))
        if heading != shape.heading:
            raise _Unread(_("its line %(n)s holds nothing") % {"n": shape.heading})
    else:
        looked_at = list(islice(held, LOOKED_AT))
        place = table_shape.heading_place([cells for _number, cells in looked_at])
        heading, cells = looked_at[place] if looked_at else (1, [])
        held = chain(looked_at[place + 1 :], held)
    rows = list(islice(held, first if first is not None else MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise _Unread(_("it has more than 5 000 rows: part it in several files"))
    if not rows:
        raise _Unread(_("it holds no row under its headings"))
    width = max(len(kept) for _n, kept in rows)
    return Sheet(_named(cells, width), rows, replace(shape, heading=heading))


def _held(lines: Iterator[list[Any]]) -> Iterator[tuple[int, list[Any]]]:
    """Yield the lines that hold something, with their numbers."""
    for number, cells in enumerate(islice(lines, MOST_LINES), start=1):
        kept = _trimmed(cells)
        if len(kept) > MOST_COLUMNS:
            raise _Unread(_("it has more than %(n)s columns") % {"n": MOST_COLUMNS})
        if kept:
            yield number, kept


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


def _of_workbook(data: bytes, shape: Shape, first: int | None) -> Sheet:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if packages.is_bomb(archive, MOST_UNPACKED):
                raise _Unread(_("once opened, it would weigh far too much"))
        book = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
        names, cells = [sheet.title for sheet in book.worksheets], _Cells()
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        likely = (
            shape.sheet
            or table_shape.likely_sheet((one.title, _lines(one, cells)) for one in shown)
            or names[0]
        )
        if likely not in names:
            raise _Unread(_('it has no sheet "%(sheet)s"') % {"sheet": likely})
        found = _table(_lines(book[likely], cells), Shape(sheet=likely, heading=shape.heading), first)
        book.close()
    except _Unread:
        raise
    except Exception as error:
        # The library raises whatever a damaged part makes it raise; to the person it is one thing.
        raise _Unread(_("this workbook is damaged or cannot be opened")) from error
    return replace(found, names=names)


class _Cells:
    """Counts the cells of a workbook that were looked at."""

    def __init__(self) -> None:
        self.left = MOST_CELLS

    def take(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise _Unread(_("its lines are far too wide: delete the empty columns at its right"))


def _lines(sheet: Any, cells: _Cells) -> Iterator[list[Any]]:
    # The size that a sheet declares may be wrong: its rows tell.
    sheet.reset_dimensions()
    for row in sheet.iter_rows():
        cells.take(len(row))
        yield [_cell(cell) for cell in row]


def _cell(cell: Any) -> Any:
    """Return what a cell holds, as its author sees it: a share as "7.5 %", an hour as "14:30"."""
    value = cell.value
    if cell.data_type in ("f", "e"):
        return FORMULA
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, int | float) and not isinstance(value, bool) and _is_share(cell.number_format):
        share = round(Decimal(str(value)) * 100, MOST_DECIMALS)
        return f"{share.normalize():f} %"
    return value


def _is_share(number_format: str | None) -> bool:
    return "%" in QUOTED.sub("", number_format or "")


def _of_text(data: bytes, shape: Shape, first: int | None) -> Sheet:
    encoding = shape.encoding or table_shape.encoding_of(data)
    text = table_shape.decoded(data, encoding)
    if text is None:
        raise _Unread(_("its letters cannot be read"))
    told, text = table_shape.told_separator(text)
    separator = shape.separator or told or table_shape.likely_separator(text)
    if shape.separator and separator not in text:
        raise _Unread(_("this separator is nowhere in it"))
    try:
        if line := _left_open(text, separator):
            raise _Unread(_("the quotation mark that opens on its line %(n)s never closes") % {"n": line})
        return _table(_parted(text, separator), Shape("", encoding, separator, shape.heading), first)
    except csv.Error as error:
        raise _Unread(_("one of its cells is far too long, or its quotes do not close")) from error


def _parted(text: str, separator: str) -> Iterator[list[Any]]:
    for cells in csv.reader(StringIO(text, newline=""), delimiter=separator):
        yield [_bare(cell) for cell in cells]


def _left_open(text: str, separator: str) -> int:
    """Return the line on which a cell opens that swallows all that follows, 0 when every quotation mark closes."""
    lines = csv.reader(StringIO(f"{text}\n{END}", newline=""), delimiter=separator)
    begins, following, closes = 1, 1, False
    for cells in lines:
        begins, following, closes = following, lines.line_num + 1, cells == [END]
    return 0 if closes else begins


def _bare(cell: str) -> str:
    """Take off the apostrophe that our own exports put before what a spreadsheet would run."""
    return cell[1:] if cell.startswith("'") and would_run(cell[1:]) else cell
