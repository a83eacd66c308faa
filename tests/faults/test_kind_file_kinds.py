"""A file's kind is read where its own format writes it: no fixed name, no fixed place."""

import pytest

from incubator.files.sniffing import kind_of, promise_of
from tests.faults.inputs import read
from tests.incubator.files.samples import M4A, PDF, image, packed

MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"
WORD, SLIDES, SHEET = (
    MAIN.format(kind)
    for kind in ("wordprocessingml.document", "presentationml.presentation", "spreadsheetml.sheet")
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
    'Type="{}/officeDocument" Target="{}"/></Relationships>'
)
TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
    'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/></manifest:manifest>'
)


def open_xml(part, kind, *, relations=TRANSITIONAL, target=None, types=None, encoding="utf-8", names=str):
    told = types or f'<Override PartName="/{part}" ContentType="{kind}"/>'
    return packed({
        names("[Content_Types].xml"): TYPES.format(told).encode(encoding),
        names("_rels/.rels"): RELATIONS.format(relations, target or part).encode(encoding),
        names(part): "<x/>",
    })  # fmt: skip


def declared(text, encoding):
    return f'<?xml version="1.0" encoding="{encoding}"?>{text}'


KINDS = {
    "a Word document saved by Outlook": (lambda: read("word_main_part_document2.docx"), "docx"),
    "a sheet under another name": (lambda: open_xml("xl/workbook2.xml", SHEET), "xlsx"),
    "slides at the root": (lambda: open_xml("presentation.xml", SLIDES), "pptx"),
    "an absolute target": (lambda: open_xml("word/document.xml", WORD, target="/word/document.xml"), "docx"),
    "a target with a dot": (lambda: open_xml("word/document.xml", WORD, target="./word/document.xml"), "docx"),
    "strict": (lambda: open_xml("word/document.xml", WORD, relations=STRICT), "docx"),
    "kind by ending": (lambda: open_xml("w/d.xml", "", types=f'<Default Extension="xml" ContentType="{WORD}"/>'), "docx"),
    "names in capitals": (lambda: open_xml("Word/Document.xml", WORD, names=str.upper), "docx"),
    "names with backslashes": (lambda: open_xml("word/document.xml", WORD, names=lambda n: n.replace("/", "\\")), "docx"),
    "tables in UTF-16": (lambda: open_xml("word/document.xml", WORD, encoding="utf-16"), "docx"),
    "slides that show themselves": (lambda: open_xml("ppt/p.xml", MAIN.format("presentationml.slideshow")), "pptx"),
    "a template": (lambda: open_xml("word/d.xml", MAIN.format("wordprocessingml.template")), "template"),
    "macros": (lambda: open_xml("word/d.xml", "application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
    "a document whose parts hold a sheet": (
        lambda: open_xml("word/d.xml", "", types=f'<Override PartName="/xl/b.xml" ContentType="{SHEET}"/>'
                         f'<Override PartName="/word/d.xml" ContentType="{WORD}"/>'), "docx"),
    "no office package": (lambda: packed({"[Content_Types].xml": TYPES.format(""), "a.txt": "a"}), "archive"),
    "a table of contents that is none": (lambda: packed({"[Content_Types].xml": "<"}), "cut"),
    "OpenDocument without its first entry": (lambda: packed({"META-INF/manifest.xml": MANIFEST}), "odt"),
    "OpenDocument, its kind last": (
        lambda: packed({"content.xml": "<x/>", "mimetype": "application/vnd.oasis.opendocument.spreadsheet\n"}), "ods"),
    "a PDF after a mark": (lambda: read("pdf_utf8_mark_before_header.pdf"), "pdf"),
    "a PDF after a kilobyte less a little": (lambda: b"\n" * 1019 + PDF, "pdf"),
    "a PDF padded": (lambda: read("pdf_padding_after_end.pdf"), "pdf"),
    "a PDF padded with spaces": (lambda: PDF + b" " * 100_000, "pdf"),
    "a PDF signed by a mail server": (lambda: PDF + b"\r\n-- \r\nScanned by mail.example\r\n" + b"-" * 5_000, "pdf"),
    "a PDF cut after its first end": (lambda: PDF + b"7 0 obj << /Length 9000 >> stream" + bytes(5_000), "cut"),
    "a PDF cut": (lambda: b"\xef\xbb\xbf" + PDF[:20], "cut"),
    "a page before a PDF": (lambda: b"<!DOCTYPE html><p>" + PDF, "double"),
    "a text that speaks of PDF": (lambda: b"Le fichier commence par %PDF-1.7, dit-il.", "text"),
    "a JPEG with a PDF in its head": (lambda: image()[:20] + b"%PDF-1.4" + image()[20:], "double"),
    "a photo of another maker": (lambda: b"\x00\x00\x00\x18ftypMiHB\x00\x00\x00\x00mif1heic" + bytes(90), "heic"),
    "AVIF called mif1": (lambda: b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00avifmiaf" + bytes(90), "picture"),
    "a voice": (lambda: M4A, "m4a"),
    "WAV": (lambda: b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(40), "sound"),
    "AMR": (lambda: b"#!AMR\n" + bytes(40), "sound"),
    "RTF": (lambda: b"{\\rtf1\\ansi Bonjour}", "rich_text"),
    "Word under a password": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le"), "locked"),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_the_kind(name):
    make, slug = KINDS[name]

    assert kind_of(make()).slug == slug


@pytest.mark.parametrize(
    "name",
    [name for name in KINDS if KINDS[name][1] in ("pdf", "docx", "xlsx", "pptx", "odt", "ods", "heic")],
)
def test_the_first_piece_promises_as_much(name):
    make, slug = KINDS[name]

    assert promise_of(make()[: 256 * 1024]).slug in (slug, "archive")
