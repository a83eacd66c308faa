"""Tables for spreadsheets and for machines: CSV that streams and XLSX written row by row.

In XLSX every text is typed as text. In a CSV for people only a text that a spreadsheet would run gets an apostrophe
(`formulas.would_run`). A CSV for a machine holds every value as it is: one that the machine would take for something
else is refused.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from tempfile import TemporaryFile
from typing import Any

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from incubator.core.reading import one_line
from incubator.documents import workbook
from incubator.documents.formulas import would_run
from incubator.ui.typography import local
from incubator.workflow.refusals import Refused

BOM = "\ufeff"
# The separator that a French spreadsheet expects; quotes mark every text as text.
DELIMITER = ";"
# A cell that begins otherwise is never run: nearly all are told by their first sign.
HARMLESS = re.compile(r"[A-Za-z0-9]")
# What parts the cells and lines of a machine's file.
PARTING = re.compile('[;"\x00-\x1f\x7f]')
CHUNK = 200

Row = Sequence[Any]


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _writer() -> Any:
    return csv.writer(_Echo(), delimiter=DELIMITER, quoting=csv.QUOTE_NONNUMERIC)


def csv_lines(rows: Iterable[Row], headings: Sequence[object]) -> Iterator[str]:
    """Yield the table as CSV text, the mark of UTF-8 first, a few hundred rows at a time."""
    yield csv_head(headings)
    yield from csv_pieces(rows)


def csv_response(rows: Iterable[Row], headings: Sequence[object], name: str) -> StreamingHttpResponse:
    """Return the table as a download `<name>.csv`: UTF-8 with its mark, streamed, formulas defused."""
    return csv_download(csv_lines(rows, headings), name)


def response(rows: Iterable[Row], headings: Sequence[object], name: str, form: str) -> HttpResponseBase:
    """Return the table as a download in the form asked: "csv" or "xlsx"."""
    return (xlsx_response if form == "xlsx" else csv_response)(rows, headings, name)


def csv_download(pieces: Iterable[str], name: str) -> StreamingHttpResponse:
    """Return pieces of CSV text as a download `<name>.csv`, streamed."""
    answer = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    return _as_download(answer, f"{name}.csv")


def xlsx_response(rows: Iterable[Row], headings: Sequence[object], name: str) -> FileResponse:
    """Return the table as a download `<name>.xlsx`: numbers and dates as such, every text as text."""
    out = TemporaryFile()  # noqa: SIM115 - the response closes it
    workbook.save(workbook.cells(rows), headings, out, name)
    out.seek(0)
    return _as_download(FileResponse(out, content_type=workbook.CONTENT_TYPE), f"{name}.xlsx")


def csv_head(headings: Sequence[object]) -> str:
    """Return the first line of a CSV table, the mark of UTF-8 before it."""
    return BOM + _writer().writerow([_csv_cell(heading) for heading in headings])


def csv_pieces(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the lines of a CSV table, a few hundred rows at a time."""
    write = _writer().writerow
    for many in batched(rows):
        yield "".join([write([_csv_cell(value) for value in row]) for row in many])


def batched(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield rows a few hundred at a time."""
    source = iter(rows)
    while many := list(islice(source, CHUNK)):
        yield many


def defused(value: Any) -> Any:
    """Return a CSV value that no spreadsheet runs; every other text is left as it was typed."""
    return f"'{value}" if isinstance(value, str) and would_run(value) else value


def machine_csv(rows: Iterable[Row], headings: Sequence[object], name: str) -> HttpResponse:
    """Return a download `<name>.csv` for a machine (a bank, an operator): no value is marked.

    Raises Refused, which names the value, for a text that would part a cell or be run where somebody opens the file.
    """
    kept = [[_plain(value) for value in row] for row in rows]
    for value in (value for row in kept for value in row if isinstance(value, str)):
        require_for_machine(value)
    text = "".join(_writer().writerow(row) for row in [[str(heading) for heading in headings], *kept])
    return _as_download(HttpResponse(BOM + text, content_type="text/csv; charset=utf-8"), f"{name}.csv")


def require_for_machine(value: str) -> None:
    """Refuse a text that a machine's file cannot hold as it is. Raises Refused with a sentence."""
    if PARTING.search(value) or would_run(value):
        told = _(
            '"%(value)s" cannot stand in a file for the bank: write it with letters, figures and blanks only.'
        )
        raise Refused(told % {"value": one_line(value)[:80]})


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


def _csv_cell(value: Any) -> Any:
    """Return what the CSV holds for a value. Nearly all are harmless texts and whole numbers: they go first."""
    if type(value) is str:
        if not value or (HARMLESS.match(value) and "\x00" not in value):
            return value
    elif type(value) is int:
        return value
    return defused(_plain(value))


def _as_download(answer: Any, name: str) -> Any:
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
