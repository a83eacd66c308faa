"""Archives, workbooks and PDFs made by an attacker, through the doors that take them, with their ceilings."""

import io
import struct
import zipfile
import zlib

import pikepdf
import pytest

from incubator.applications.models import ImportBatch
from incubator.documents.sheets import MOST_CELLS
from incubator.files import neutral
from incubator.files.models import StoredFile
from tests.corpora.conftest import browser_of_founder, draft, private
from tests.corpora.test_uploads import in_pieces, plainly
from tests.corpora.uploads import DECK, SCAN, Case, Kept
from tests.security import hostile
from tests.security.ceilings import within
from tests.world.applications import pdf
from tests.world.imports import xlsx
from tests.world.programmes import small_call

__all__ = ["browser_of_founder", "draft", "private"]
pytestmark = pytest.mark.django_db
SHEET = "xl/worksheets/sheet1.xml"


def renamed(data: bytes, **more: bytes) -> bytes:
    """Return a workbook with further entries, or with another content for some."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            target.writestr(entry.filename, more.pop(entry.filename, None) or source.read(entry))
        for name, content in more.items():
            target.writestr(name, content)
    return out.getvalue()


def archive(*names: str, content: bytes = b"x") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def nested(depth: int = 8) -> bytes:
    """A document whose entry is a document whose entry is one, down to a hundred megabytes of nothing."""
    data = b"\0" * 100_000_000
    for _level in range(depth):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr("[Content_Types].xml", hostile.TYPES)
            made.writestr("word/document.xml", data)
        data = out.getvalue()
    return data


def overlapping(count: int = 3_000) -> bytes:
    """An archive all of whose entries are the same octets: small to send, large to open."""
    packed = archive("a", content=b"\0" * 1_000_000)
    start = packed.index(b"PK\1\2")
    one, end = packed[start : packed.index(b"PK\5\6")], packed[packed.index(b"PK\5\6") :]
    table = one * count
    return packed[:start] + table + end[:8] + struct.pack("<HHII", count, count, len(table), start) + end[20:]


def lying() -> bytes:
    """A document that announces one octet and holds a hundred megabytes."""
    data = bytearray(hostile.bomb(100_000_000))
    for sign, place in ((b"PK\1\2", 24), (b"PK\3\4", 22)):
        at = data.rindex(sign)
        data[at + place : at + place + 4] = struct.pack("<I", 1)
    return bytes(data)


def entities() -> bytes:
    """A workbook whose cells are a word of words of words."""
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 20}">' for n in range(1, 12))
    return (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "m">{lines}]><worksheet xmlns="http://schemas.openxmlformats.org/'
        'spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&e11;</t></is></c></row></sheetData></worksheet>'
    ).encode()


def outside() -> bytes:
    return (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet xmlns="http://schemas.'
        b'openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c>'
        b"</row></sheetData></worksheet>"
    )


def deep_xml() -> bytes:
    return b"<worksheet>" + b"<a>" * 1_000_000 + b"</a>" * 1_000_000 + b"</worksheet>"


# name → file, seconds of a processor (ours and the child's), megabytes (ours; the child's are kept by its own limit)
ARCHIVES = {
    "bomb.docx": (hostile.bomb, 4, 60),
    "nested.docx": (nested, 4, 60),
    "overlapping.docx": (overlapping, 6, 60),
    "lying.docx": (lying, 6, 60),
    "many.docx": (hostile.many_entries, 12, 120),
    "long names.docx": (lambda: archive("[Content_Types].xml", *(f"{n}{'a' * 60_000}" for n in range(100))), 8, 120),
    "up.docx": (lambda: archive("../../../etc/passwd", "/etc/cron.d/a", "..\\..\\a", "C:\\a", "a/../../b"), 4, 60),
    "names that are none.docx": (lambda: archive("\u202ea", "a\nb", " ", "é" * 1_000, "CON"), 4, 60),
    "one name twice.docx": (lambda: archive(*["word/document.xml"] * 50, "[Content_Types].xml"), 4, 60),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("send", [plainly, in_pieces], ids=["whole", "pieces"])
@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_is_answered_at_the_doors_of_files(draft, browser_of_founder, send, name, private):
    make, seconds, megabytes = ARCHIVES[name]
    data = make()
    case = Case(name.replace(".docx", ".pptx"), lambda: data, Kept(name), DECK)
    with within(seconds, megabytes):
        status, page = send(browser_of_founder, f"/portal/applications/{draft.ref}/documents/", case, data)
    assert status == 400 and "n’a pas été ajouté" in page
    assert not StoredFile.objects.exists() and not [
        path for path in private.rglob("*") if "passwd" in path.name
    ]


WORKBOOKS = {
    "wide.xlsx": (hostile.wide, 6, 60),
    "bomb.xlsx": (lambda: renamed(xlsx(), **{SHEET: b"<worksheet>" + b" " * 150_000_000}), 5, 60),
    "words of words.xlsx": (lambda: renamed(xlsx(), **{SHEET: entities()}), 5, 60),
    "a word from outside.xlsx": (lambda: renamed(xlsx(), **{SHEET: outside()}), 5, 60),
    "deep.xlsx": (lambda: renamed(xlsx(), **{SHEET: deep_xml()}), 12, 60),
    "up.xlsx": (lambda: archive("../../../etc/passwd", "/etc/cron.d/a", "xl/workbook.xml"), 4, 60),
    "many.xlsx": (hostile.many_entries, 12, 120),
    "overlapping.xlsx": (overlapping, 6, 60),
    "lying.xlsx": (lying, 6, 60),
    "nested.xlsx": (nested, 4, 60),
    "one line.csv": (lambda: b";" * 3_000_000, 12, 120),
    "one quote.csv": (lambda: b'a;b\n"' + b"x;" * 1_500_000, 12, 120),
    "many lines.csv": (lambda: b"a;b\n" + b"\n" * 3_000_000, 12, 120),
    "no text.csv": (lambda: b"\xff\xfe\x00\xd8" * 500_000, 12, 120),
}  # fmt: skip


@pytest.fixture
def desk(centre, officer, director, client_for, private):
    call = small_call(officer, director)
    return client_for(officer), f"/desk/calls/{call.reference}/imports/"


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_table_is_answered_at_the_page_of_imports(desk, name):
    make, seconds, megabytes = WORKBOOKS[name]
    browser, place = desk
    sent = pdf(name)
    sent.file, sent.size = io.BytesIO(data := make()), len(data)
    with within(seconds, megabytes):
        answer = browser.post(place, {"table": sent})
    page = answer.content.decode()
    assert answer.status_code in (302, 422), page[:400]
    assert "root:" not in page
    if answer.status_code == 302:
        with within(seconds, megabytes):
            page = browser.get(answer.url).content.decode()
        assert "root:" not in page and len(page) < 3_000_000
    else:
        assert not ImportBatch.objects.exists()


def test_the_wide_workbook_says_what_is_wrong_with_it(desk):
    browser, place = desk
    sent = pdf("wide.xlsx")
    sent.file, sent.size = io.BytesIO(data := hostile.wide()), len(data)
    page = browser.post(place, {"table": sent}).content.decode()

    assert "beaucoup trop larges" in page and MOST_CELLS < 16_384 * 2_000


# --- PDFs ------------------------------------------------------------------------------------------------------------


def page_of(**more) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        for name, value in more.items():
            made.Root[f"/{name}"] = value
        made.save(out)
    return out.getvalue()


def deep(depth: int = 20_000) -> bytes:
    """A PDF of one thing in another, as deep as one likes."""
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/A "
        + b"[" * depth
        + b"]" * depth
        + (
            b">>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
            b"trailer<</Root 1 0 R>>\n%%EOF\n"
        )
    )


def tables_without_end(count: int = 20_000) -> bytes:
    """Tables of contents that each name the one before, the first naming the last."""
    out, at = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n", []
    for n in range(count):
        at.append(len(out))
        out += b"xref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 2/Prev %d>>\n" % at[max(0, n - 1)]
    return (
        out.replace(b"/Prev %d>>" % at[0], b"/Prev %d>>" % at[-1], 1) + b"startxref\n%d\n%%%%EOF\n" % at[-1]
    )


def kids_without_end() -> bytes:
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 9999999/Kids[2 0 R 2 0 R]>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )


def stream_of_nothing() -> bytes:
    """Two hundred megabytes of blanks, packed three times over."""
    data = zlib.compress(zlib.compress(b" " * 200_000_000, 9), 9)
    return (
        b"%%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%%%EOF\n"
        % (len(data), data)
    )


SCRIPT = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
# name → file, whether it is taken, seconds, megabytes
PDFS = {
    "deep.pdf": (deep, None, 6, 60),
    "tables.pdf": (tables_without_end, None, 8, 80),
    "kids.pdf": (kids_without_end, None, 6, 60),
    "stream.pdf": (stream_of_nothing, None, 6, 60),
    "script.pdf": (lambda: page_of(OpenAction=SCRIPT), True, 4, 60),
    "script with names.pdf": (
        lambda: page_of(Names=pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=[pikepdf.String("a"), SCRIPT]))),
        True, 4, 60,
    ),
    "launch.pdf": (
        lambda: page_of(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("/bin/sh"))), True, 4, 60,
    ),
    "huge page.pdf": (
        lambda: page_of().replace(b"/MediaBox [ 0 0 612 792 ]", b"/MediaBox [ 0 0 1e9 1e9 ]"), None, 4, 60,
    ),
    "things.pdf": (hostile.pdf, None, 12, 80),
}  # fmt: skip


@pytest.mark.parametrize("name", PDFS)
def test_a_pdf_is_answered_at_the_door_of_files(draft, browser_of_founder, name):
    make, taken, seconds, megabytes = PDFS[name]
    data = make()
    case = Case(name, lambda: data, Kept(name), SCAN)
    with within(seconds, megabytes):
        status, page = plainly(browser_of_founder, f"/portal/applications/{draft.ref}/documents/", case, data)
    assert status in (302, 400)
    assert status == 302 or not taken, page[:200]
    if status == 302:
        with within(seconds, megabytes):
            answer = browser_of_founder.get(f"/files/{StoredFile.objects.get().public_id}/")
            given = b"".join(answer.streaming_content)
            answer.close()
        assert given.startswith(b"%PDF") and answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", PDFS)
def test_the_copy_for_blind_eyes_is_made_or_is_not(name):
    """What a juror's page asks of each file: a library opens it whole, in its child."""
    make, _taken, seconds, megabytes = PDFS[name]
    data = make()
    with within(seconds * 2, megabytes):
        try:
            copy = neutral.copy(data)
        except neutral.NotCleaned:
            return
    assert copy.startswith(b"%PDF") and len(copy) < 10 * len(data) + 300_000
