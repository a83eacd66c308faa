"""XLSX written row by row in constant memory: one sheet, numbers and dates as such, every text as a text.

A sheet that was begun in one process cannot go on in another. Rows that are read in parts are packed as lines of JSON,
and the sheet is written in one pass once all of them are there.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from incubator.ui.typography import local

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CELL_LIMIT = 32_767
# What XML 1.0 cannot hold.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Before March 1900 spreadsheets do not agree on the count of days: the text is exact.
FIRST_DAY = date(1900, 3, 1)

Row = Sequence[Any]


def cells(rows: Iterable[Row]) -> Iterator[list[Any]]:
    """Yield what a sheet holds of each row: texts, numbers, days, instants in local time, None for nothing."""
    for row in rows:
        yield [_cell(value) for value in row]


def pack(rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield the cells of each row as a line of JSON."""
    for row in cells(rows):
        yield json.dumps(row, default=_dated).encode() + b"\n"


def unpack(lines: Iterable[bytes]) -> Iterator[list[Any]]:
    """Yield the rows of cells that were packed."""
    for line in lines:
        yield json.loads(line, object_hook=_undated)


def save(rows: Iterable[Row], headings: Iterable[object], out: BinaryIO, title: object) -> None:
    """Write rows of cells as a workbook of one sheet, the headings first, in bold and always in sight."""
    book = Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", str(title))[:31].strip("' ") or "1")
    sheet.freeze_panes(1, 0)
    bold = book.add_format({"bold": True})
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, _text(str(heading)), bold)
    day, instant = (book.add_format({"num_format": f}) for f in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm"))
    for line, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(line, place, cell)
            elif isinstance(cell, date):
                sheet.write_datetime(line, place, cell, instant if isinstance(cell, datetime) else day)
            elif cell is not None:
                sheet.write_number(line, place, cell)
    book.close()


def _cell(value: Any) -> Any:
    """Return what a cell holds. Nearly all are texts and whole numbers: they go first."""
    if value is None or value == "":
        return None
    if type(value) is str:
        return _text(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return value
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return local(value).replace(tzinfo=None, microsecond=0)
    if isinstance(value, date):
        return value if value >= FIRST_DAY else value.isoformat()
    return _text(str(value))


def _text(value: str) -> str:
    """Return a text without what a sheet cannot hold; a line ends in one way."""
    return ILLEGAL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))[:CELL_LIMIT]


def _dated(value: date) -> dict[str, str]:
    return {"instant" if isinstance(value, datetime) else "day": value.isoformat()}


def _undated(found: dict[str, str]) -> date:
    return (
        datetime.fromisoformat(found["instant"]) if "instant" in found else date.fromisoformat(found["day"])
    )
