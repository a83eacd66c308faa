"""Copies for eyes that must not know who wrote: the properties, authors and attachments of a file taken out."""

import re
import zipfile
from io import BytesIO

import pikepdf
from defusedxml.ElementTree import fromstring

from incubator.files import confined, packages, photos
from incubator.files.libraries import guarded
from incubator.files.sniffing import kind_of

OFFICE = ("docx", "pptx", "xlsx", "odt", "odp", "ods")
# Parts that say who wrote: properties of the package, lists of people, pictures of its first page.
TELLING = re.compile(
    r"(^|/)docprops/(custom\.xml|thumbnail\.\w+)$|^thumbnails/|(^|/)(people|persons/person\d*)\.xml$"
    r"|^meta-inf/documentsignatures\.xml$|^_xmlsignatures/"
)
EMPTIED = re.compile(r"^docprops/(core|app)\.xml$|^docprops/meta\d*/.*$|^meta\.xml$")
TEXTS = re.compile(r"\.(xml|rels)$")
# Who commented, who changed: attributes of Open XML, elements of OpenDocument.
AUTHORS = re.compile(
    rb"(?i)((?:\b|:)(?:author|initials|lastModifiedBy|userId|userName|displayName|lastIdx)=)"
    rb"(\"[^\"]*\"|'[^']*')"
)
INITIALED = re.compile(rb"(<(?:\w+:)?cmAuthor\b[^>]*?\bname=)(\"[^\"]*\"|'[^']*')")
CREATORS = re.compile(
    rb"(<((?:dc:creator|meta:initial-creator|meta:creator-initials|loext:sender-initials|text:author-name"
    rb"|text:author-initials|text:creator|text:initial-creator|dc:publisher|meta:printed-by"
    rb"|(?:\w+:)?author))(?:\s[^>]*)?>)[^<]*(</\2>)"
)
CHILDREN = re.compile(
    rb"(<(?:\w+:)?(?:coreProperties|Properties|meta)\b[^>]*?)"
    rb"(?:/>|>.*</((?:\w+:)?(?:coreProperties|Properties|meta))>)",
    re.S,
)

# The parts of a PNG that draw it.
DRAWING = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT"}
# Who signed: in the value of a signature, and in the name of its field.
OF_A_SIGNATURE = ("/Name", "/ContactInfo", "/Location", "/Reason", "/Contents", "/Cert", "/Reference", "/M")


class NotCleaned(Exception):
    """A copy without the author's traces could not be made: the file is not to be shown to blind eyes."""


def copy(data: bytes) -> bytes:
    """Return the file without what tells its author: a PDF's properties, XMP and attachments; an office document's
    properties, and the names beside its comments and changes; a picture's properties.

    Sounds are returned as they are but for the tags at their ends. Raises NotCleaned.
    """
    kind = kind_of(data)
    with guarded("a file to make neutral", NotCleaned):
        if kind.slug == "png":
            return _drawn(data)
        if kind.content_type.startswith("audio/"):
            return _sound(data) if kind.slug == "mp3" else data
        works = {"pdf": _pdf, "jpg": photos.without_properties, **dict.fromkeys(OFFICE, _package)}
        if kind.slug in works:
            return confined.run(works[kind.slug], data, refusal=NotCleaned)
    raise NotCleaned


def _drawn(data: bytes) -> bytes:
    """Return a PNG with the chunks that draw it: not its texts, not its properties, not its hour."""
    kept, at = [data[:8]], 8
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4])
        if data[at + 4 : at + 8] in DRAWING:
            kept.append(data[at:end])
        at = end
    return b"".join(kept)


def _pdf(data: bytes) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        for name in ("/Info", "/ID"):
            if name in pdf.trailer:
                del pdf.trailer[name]
        for name in ("/Metadata", "/PieceInfo", "/AF", "/Perms", "/Collection"):
            if name in pdf.Root:
                del pdf.Root[name]
        if "/Names" in pdf.Root and "/EmbeddedFiles" in pdf.Root.Names:
            del pdf.Root.Names["/EmbeddedFiles"]
        for thing in pdf.objects:
            if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
                _untold(thing)
        pdf.save(out, fix_metadata_version=False, static_id=True)
    return out.getvalue()


def _untold(thing: pikepdf.Object) -> None:
    """Take out of one object its own metadata, what a program noted for itself, and who annotated."""
    for name in ("/Metadata", "/PieceInfo", "/LastModified", "/AF"):
        if name in thing:
            del thing[name]
    is_signature = thing.get("/Type") in ("/Sig", "/DocTimeStamp") or "/ByteRange" in thing
    for name in OF_A_SIGNATURE if is_signature else ("/V", "/T", "/TU") if thing.get("/FT") == "/Sig" else ():
        if name in thing:
            del thing[name]
    if "/Annots" in thing and isinstance(thing.Annots, pikepdf.Array):
        for note in thing.Annots:
            for name in ("/T", "/NM") if note.get("/Subtype") != "/Widget" else ():
                if name in note:
                    del note[name]
        kept = [note for note in thing.Annots if note.get("/Subtype") != "/FileAttachment"]
        thing.Annots = pikepdf.Array(kept)


def _package(data: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        if packages.family_of(source) not in OFFICE:
            raise NotCleaned
        gone = {part for part in packages.parts_of(source) if TELLING.search(part)}
        for entry in source.infolist():
            part = entry.filename.replace("\\", "/").lstrip("/").lower()
            if part in gone or entry.is_dir():
                continue
            bare = zipfile.ZipInfo(entry.filename)
            bare.compress_type = entry.compress_type
            target.writestr(bare, _part(part, source.read(entry), gone))
    return out.getvalue()


def _part(part: str, content: bytes, gone: set[str]) -> bytes:
    """Return one part without authors, and without mention of the parts that are gone."""
    if not TEXTS.search(part):
        return _picture(content)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16")
        content = re.sub(r"encoding=([\"'])[^\"']*\1", 'encoding="UTF-8"', text, count=1).encode()
    if EMPTIED.search(part):
        content = CHILDREN.sub(_emptied, content, count=1)
    content = INITIALED.sub(rb'\1""', AUTHORS.sub(rb'\1""', content))
    content = CREATORS.sub(rb"\1\3", content)
    for name in gone:
        named = re.escape(name.encode())
        content = re.sub(
            rb"(?i)<(?:\w+:)?(?:Override|Relationship|file-entry)\b[^>]*[\"'/]" + named + rb"[\"'][^>]*/>",
            b"",
            content,
        )
    if content.strip():
        fromstring(content)  # what is no longer XML is not shown
    return content


def _emptied(found: re.Match[bytes]) -> bytes:
    if found[2] is None:
        return found[0]
    return found[1] + b"></" + found[2] + b">"


def _picture(content: bytes) -> bytes:
    """Return a picture inside a document without its properties; anything else as it is."""
    kind = kind_of(content)
    if kind.slug == "jpg":
        return photos.without_properties(content)
    return content


def _sound(data: bytes) -> bytes:
    """Return an MP3 without the tags before and after its sound."""
    if data.startswith(b"ID3") and len(data) > 10:
        size = 0
        for octet in data[6:10]:
            size = size << 7 | octet & 0x7F
        data = data[10 + size :]
    return data[:-128] if data[-128:-125] == b"TAG" else data
