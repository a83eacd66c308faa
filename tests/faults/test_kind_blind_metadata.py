"""What travels to blind eyes tells nobody's name: properties, authors of comments and changes, attachments, cameras."""

import io
import zipfile

import pikepdf
import pytest
from PIL import Image

from incubator.files import neutral
from incubator.files.sniffing import kind_of
from tests.faults.inputs import read
from tests.incubator.files.samples import MP4, packed

NAME = "Akossiwa Mensah"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
    'ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/docProps/custom.xml" '
    'ContentType="x"/><Override PartName="/word/people.xml" ContentType="x"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/><Relationship Id="2" Type="custom" Target="docProps/custom.xml"/></Relationships>'
)


def word():
    return packed({
        "[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS,
        "word/document.xml": '<w:document xmlns:w="w"><w:ins w:id="1" w:author="Akossiwa Mensah" w:date="2027"><w:t>Le '
                             "projet</w:t></w:ins></w:document>",
        "word/comments.xml": '<w:comments xmlns:w="w"><w:comment w:author=\'Akossiwa Mensah\' w:initials="AM"/></w:comments>',
        "word/people.xml": f'<w15:people xmlns:w15="w"><w15:person w15:author="{NAME}"/></w15:people>',
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:creator>{NAME}</dc:creator><cp:lastModifiedBy>'
                             f"{NAME}</cp:lastModifiedBy><dc:title>{NAME}</dc:title></cp:coreProperties>",
        "docProps/app.xml": f'<Properties xmlns="p"><Company>{NAME}</Company></Properties>',
        "docProps/custom.xml": f"<Properties><p>{NAME}</p></Properties>",
    })  # fmt: skip


def slides():
    return packed({
        "content.xml": '<o:c xmlns:o="o" xmlns:dc="d"><o:annotation><dc:creator>Akossiwa Mensah</dc:creator></o:annotation>'
                       "<o:t>Le projet</o:t></o:c>",
        "meta.xml": f'<o:document-meta xmlns:o="o" xmlns:m="m" xmlns:dc="d"><o:meta><m:initial-creator>{NAME}</m:initial-creator>'
                    f"<m:user-defined>{NAME}</m:user-defined></o:meta></o:document-meta>",
    }, first="application/vnd.oasis.opendocument.presentation")  # fmt: skip


def pdf():
    with pikepdf.new() as made:
        page = made.add_blank_page()
        made.docinfo["/Author"] = NAME
        with made.open_metadata() as xmp:
            xmp["dc:creator"] = [NAME]
        made.attachments["a.txt"] = pikepdf.AttachedFileSpec(made, NAME.encode(), filename=f"{NAME}.txt")
        page.Annots = made.make_indirect([
            pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=NAME, Contents="Note")
        ])  # fmt: skip
        out = io.BytesIO()
        made.save(out)
        return out.getvalue()


def photo():
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x013B] = NAME
    Image.new("RGB", (60, 40), "green").save(out, "JPEG", exif=exif, comment=NAME.encode())
    return out.getvalue()


def everything_in(data):
    """Return all that a curious reader finds, unpacked."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return b"".join(name.encode() + archive.read(name) for name in archive.namelist())
    if data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as opened:
            parts = [repr(each).encode() for each in opened.objects]
            parts += [each.read_bytes() for each in opened.objects if isinstance(each, pikepdf.Stream)]
            return b"".join([repr(opened.trailer).encode(), *parts])
    return data


FILES = {"docx": word, "odp": slides, "pdf": pdf, "jpg": photo}


@pytest.mark.parametrize("kind", FILES)
def test_no_name_is_in_the_copy(kind):
    data = FILES[kind]()
    assert NAME.encode() in everything_in(data)

    copy = neutral.copy(data)

    assert NAME.encode() not in everything_in(copy)
    assert kind_of(copy).slug == kind


def test_what_the_document_says_is_in_the_copy():
    assert b"Le projet" in everything_in(neutral.copy(word()))
    assert b"Le projet" in everything_in(neutral.copy(slides()))
    assert Image.open(io.BytesIO(neutral.copy(photo()))).getpixel((9, 9)) == Image.open(
        io.BytesIO(photo())
    ).getpixel((9, 9))


def test_the_author_of_the_pdf_that_was_tried():
    with pikepdf.open(io.BytesIO(read("pdf_author_in_properties.pdf"))) as opened:
        author, pages = str(opened.docinfo["/Author"]), len(opened.pages)

    copy = neutral.copy(read("pdf_author_in_properties.pdf"))

    with pikepdf.open(io.BytesIO(copy)) as opened:
        assert (dict(opened.docinfo), len(opened.pages)) == ({}, pages)
    assert author.encode() not in everything_in(copy)


@pytest.mark.parametrize(
    "data", [b"%PDF-1.4 %%EOF", b"PK\x03\x04", MP4, b""], ids=["pdf", "zip", "video", "nothing"]
)
def test_what_cannot_be_cleaned_is_not_shown(data):
    with pytest.raises(neutral.NotCleaned):
        neutral.copy(data)
