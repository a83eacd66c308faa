"""XLSX written row by row, in pieces that can be put together later: one sheet, numbers and dates as such, texts as texts.

The library's writer cannot stop in the middle of a sheet and go on in another process; what stands here is the part
of the format that a table needs (ECMA-376: SpreadsheetML with inline strings).
"""

import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from incubator.ui.typography import local

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CELL_LIMIT = 32_767
# What XML 1.0 cannot hold.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NEEDS_CARE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff&<>]")
DAY, INSTANT, HEAD = 1, 2, 3
FIRST_DAY = date(1899, 12, 30)
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
STYLES = (
    f'{HEADER}<styleSheet {MAIN}><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/>'
    '<name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill>'
    '<patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/>'
    '<diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    '</cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
    "</cellStyles></styleSheet>"
)
FIXED = {
    "[Content_Types].xml": f'{HEADER}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
    f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPES}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{TYPES}.styles+xml"/></Types>',
    "_rels/.rels": f'{HEADER}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'{HEADER}<Relationships xmlns="{PACKAGE}/relationships"><Relationship '
    f'Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
    f'Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": STYLES,
}


def row_of(values: Sequence[Any]) -> str:
    """Return one row of the sheet as XML."""
    return f"<row>{''.join([_cell(value) for value in values])}</row>"


def head_of(headings: Sequence[object]) -> str:
    """Return the first row, in bold."""
    cells = [f'<c s="{HEAD}" t="inlineStr"><is>{_text(str(heading))}</is></c>' for heading in headings]
    return f"<row>{''.join(cells)}</row>"


def save(rows: Iterable[bytes], out: BinaryIO, title: object) -> None:
    """Write the workbook around pieces of rows (UTF-8 XML, in their order), the first row frozen."""
    sheet_name = escape(re.sub(r"[\[\]:*?/\\]", " ", str(title))[:31].strip("' ") or "1", {'"': "&quot;"})
    book = (
        f'{HEADER}<workbook {MAIN} xmlns:r="{OFFICE}"><sheets><sheet name="{sheet_name}" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>"
    )
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for name, content in FIXED.items():
            archive.writestr(name, content)
        archive.writestr("xl/workbook.xml", book)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(
                f'{HEADER}<worksheet {MAIN}><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" '
                'topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'.encode()
            )
            for piece in rows:
                sheet.write(piece)
            sheet.write(b"</sheetData></worksheet>")


def _cell(value: Any) -> str:
    if value is None or value == "":
        return "<c/>"
    kind = type(value)
    if kind is str:
        return f'<c t="inlineStr"><is>{_text(value)}</is></c>'
    if kind is int or kind is float or kind is Decimal:
        return f"<c><v>{value}</v></c>"
    return _other(value)


def _other(value: Any) -> str:
    if isinstance(value, bool):
        return f'<c t="inlineStr"><is>{_text(_("yes") if value else _("no"))}</is></c>'
    if isinstance(value, datetime):
        moment = local(value)
        seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
        return f'<c s="{INSTANT}"><v>{(moment.date() - FIRST_DAY).days + seconds / 86400:.10f}</v></c>'
    if isinstance(value, date):
        # Before March 1900 spreadsheets do not agree on the count of days: the text is exact.
        days = (value - FIRST_DAY).days
        return f'<c s="{DAY}"><v>{days}</v></c>' if days > 60 else _cell(value.isoformat())
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    return _cell(str(value))


def _text(value: str) -> str:
    """Return a text as an inline string; what XML cannot hold is left out."""
    if NEEDS_CARE.search(value):
        value = escape(ILLEGAL.sub("", value)[:CELL_LIMIT])
    elif len(value) > CELL_LIMIT:
        value = value[:CELL_LIMIT]
    return f'<t xml:space="preserve">{value}</t>'
