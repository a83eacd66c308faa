"""Files made to cost much more than they weigh."""

import struct
import zipfile
import zlib
from io import BytesIO

import pikepdf
from openpyxl import Workbook

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, *, colour=2):
    """A picture of one colour: as many pixels as one likes in some kilobytes. `colour` 6 has an alpha channel."""
    packer, line = zlib.compressobj(9), b"\0" * (1 + width * {2: 3, 6: 4}[colour])
    lines = b"".join(packer.compress(line) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", lines) + _chunk(b"IEND", b"")


def bomb(size=150_000_000):
    """A Word document whose text is blanks without end."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", b" " * size)
    return out.getvalue()


def many_entries(count=100_000):
    """An archive of empty files."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for n in range(count):
            archive.writestr(zipfile.ZipInfo(f"{n}"), b"")
    return out.getvalue()


def pdf(count=60_000):
    """A PDF of things that nobody sees, each with an author."""
    out = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.Root.More = pikepdf.Array(
            document.make_indirect(pikepdf.Dictionary(LastModified=pikepdf.String("a"))) for _ in range(count)
        )
        document.save(out)
    return out.getvalue()


def wide(rows=2_000):
    """A workbook whose lines each end with an empty cell in the last column that a spreadsheet has."""
    book = Workbook(write_only=False)
    sheet = book.active
    sheet.append(["name", "amount"])
    out, mended = BytesIO(), BytesIO()
    book.save(out)
    lines = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>a</t></is></c><c r="XFD{n}"/></row>'
        for n in range(2, rows)
    )
    with zipfile.ZipFile(out) as source, zipfile.ZipFile(mended, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                content = content.replace(b"</sheetData>", lines.encode() + b"</sheetData>")
            target.writestr(entry.filename, content)
    return mended.getvalue()
