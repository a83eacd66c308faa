"""Tables for spreadsheets: CSV that streams and XLSX written row by row, formulas defused.

A text that a spreadsheet would run (it begins with = + - @, a tab or a return) gets an apostrophe in CSV,
unless it is a plain number or a telephone number (+228…): those stay exact. In XLSX every text is typed as
text.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from incubator.ui.typography import local

BOM = "\ufeff"
# The separator that a French spreadsheet expects; quotes mark every text as text.
DELIMITER = ";"
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
PLAIN_NUMBER = re.compile(r"[+-]?\d[\d \u00a0\u202f]*([.,]\d+)?")
CELL_LIMIT = 32_767
CHUNK = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Row = Sequence[Any]


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(rows: Iterable[Row], headings: Sequence[object]) -> Iterator[str]:
    """Yield the table as CSV text, the mark of UTF-8 first, a few hundred rows at a time."""
    writer = csv.writer(_Echo(), delimiter=DELIMITER, quoting=csv.QUOTE_NONNUMERIC)
    yield BOM + writer.writerow([defused(_plain(heading)) for heading in headings])
    chunk: list[str] = []
    for row in rows:
        chunk.append(writer.writerow([defused(_plain(value)) for value in row]))
        if len(chunk) == CHUNK:
            yield "".join(chunk)
            chunk = []
    if chunk:
        yield "".join(chunk)


def csv_response(rows: Iterable[Row], headings: Sequence[object], name: str) -> StreamingHttpResponse:
    """Return the table as a download `<name>.csv`: UTF-8 with its mark, streamed, formulas defused."""
    answer = StreamingHttpResponse(csv_lines(rows, headings), content_type="text/csv; charset=utf-8")
    return _as_download(answer, f"{name}.csv")


def xlsx_response(rows: Iterable[Row], headings: Sequence[object], name: str) -> FileResponse:
    """Return the table as a download `<name>.xlsx`: numbers and dates as such, every text as text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", name)[:31])
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, heading) for heading in headings])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    out = TemporaryFile()  # noqa: SIM115 - the response closes it
    book.save(out)
    out.seek(0)
    return _as_download(FileResponse(out, content_type=XLSX), f"{name}.xlsx")


def defused(value: Any) -> Any:
    """Return a CSV value that no spreadsheet runs; numbers and telephone numbers are left exact."""
    if isinstance(value, str) and value.startswith(RISKY) and not PLAIN_NUMBER.fullmatch(value):
        return f"'{value}"
    return value


def _plain(value: Any) -> Any:
    """Return a value as a table holds it: numbers as numbers, instants in local time, the rest as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (int, float, Decimal)):
        return value
    if isinstance(value, datetime):
        return local(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace("\x00", "")


def _cell(sheet: Any, value: Any) -> WriteOnlyCell:
    if isinstance(value, datetime):
        value = local(value).replace(tzinfo=None, microsecond=0)
    elif not isinstance(value, date):
        value = _plain(value)
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value=value)
    cell = WriteOnlyCell(sheet, value="")
    # Set past the library's guess, which would make a formula of "=…" and an error of "#N/A".
    cell._value, cell.data_type = ILLEGAL_CHARACTERS_RE.sub("", value)[:CELL_LIMIT], "s"
    return cell


def _as_download(answer: Any, name: str) -> Any:
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
