"""A blind juror reads no name that a file carries beside its words: each kind of document."""

import io
import zipfile

import pikepdf
import pytest
from PIL import Image, PngImagePlugin

from incubator.files import neutral
from incubator.files.sniffing import kind_of
from tests.faults.test_kind_blind_metadata import NAME, everything_in
from tests.incubator.files.samples import packed

MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def office(kind: str, main: str, **parts: str) -> bytes:
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/{main}" ContentType="{MAIN.format(kind)}"/></Types>'
    )
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="1" '
        f'Type="{OFFICE}" Target="{main}"/></Relationships>'
    )
    core = (
        f'<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:creator>{NAME}</dc:creator><cp:lastModifiedBy>{NAME}'
        "</cp:lastModifiedBy></cp:coreProperties>"
    )
    more = {name.replace("__", "/") + ".xml": text for name, text in parts.items()}
    return packed({
        "[Content_Types].xml": types, "_rels/.rels": links, main: "<main>Le projet</main>", "docProps/core.xml": core,
        "docProps/app.xml": f'<Properties xmlns="p"><Manager>{NAME}</Manager></Properties>', **more,
    })  # fmt: skip


def sheet() -> bytes:
    return office(
        "spreadsheetml.sheet", "xl/workbook.xml",
        xl__comments1=f"<comments><authors><author>{NAME}</author></authors></comments>",
        xl__persons__person=f'<personList><person displayName="{NAME}"/></personList>',
    )  # fmt: skip


def slides() -> bytes:
    return office(
        "presentationml.presentation", "ppt/presentation.xml",
        ppt__commentAuthors=f'<p:cmAuthorLst xmlns:p="p"><p:cmAuthor id="0" name="{NAME}" initials="AM"/></p:cmAuthorLst>',
    )  # fmt: skip


def words() -> bytes:
    return office("wordprocessingml.document", "word/document.xml")


def picture() -> bytes:
    notes, out = PngImagePlugin.PngInfo(), io.BytesIO()
    notes.add_text("Author", NAME)
    notes.add_itxt("Artist", NAME)
    exif = Image.Exif()
    exif[0x013B] = NAME
    Image.new("RGB", (60, 40), "green").save(out, "PNG", pnginfo=notes, exif=exif)
    return out.getvalue()


def signed() -> bytes:
    with pikepdf.new() as made:
        page = made.add_blank_page()
        value = made.make_indirect(pikepdf.Dictionary(
            Type=pikepdf.Name.Sig, Filter=pikepdf.Name("/Adobe.PPKLite"), Name=NAME, ContactInfo=NAME, Location=NAME,
            Contents=NAME.encode(),
        ))  # fmt: skip
        field = made.make_indirect(pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig, Rect=[0, 0, 0, 0], T=NAME, V=value,
        ))  # fmt: skip
        page.Annots = pikepdf.Array([field])
        made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]), SigFlags=3)
        out = io.BytesIO()
        made.save(out)
        return out.getvalue()


FILES = {"xlsx": sheet, "pptx": slides, "docx": words, "png": picture, "pdf": signed}


@pytest.mark.parametrize("kind", FILES)
def test_no_name_is_in_the_copy(kind):
    data = FILES[kind]()
    assert NAME.encode() in everything_in(data)

    copy = neutral.copy(data)

    assert NAME.encode() not in everything_in(copy)
    assert kind_of(copy).slug == kind
    if copy.startswith(b"PK"):
        assert zipfile.ZipFile(io.BytesIO(copy)).testzip() is None


def test_the_picture_is_the_same_picture():
    before, after = (Image.open(io.BytesIO(data)) for data in (picture(), neutral.copy(picture())))

    assert before.convert("RGB").tobytes() == after.convert("RGB").tobytes()
    assert after.info == {}
