"""Which kind of file this is, read from its content: the name and the browser's word are not believed."""

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext_lazy as _

from incubator.files import confined, packages
from incubator.files.libraries import guarded
from incubator.workflow.refusals import Sentence

# A PDF may begin anywhere in its first kilobyte, says its own specification.
HEAD = 1024


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its identity, what it is served as, its endings, and its words ("it is …")."""

    slug: str
    content_type: str = "application/octet-stream"
    endings: tuple[str, ...] = ()
    words: Sentence = ""
    is_photo: bool = False


OFFICE = "application/vnd.openxmlformats-officedocument."
DOCUMENT = _("it is a document of a word processor")
SLIDES = _("it is a presentation")
SHEET = _("it is a spreadsheet")
KINDS = {
    kind.slug: kind
    for kind in (
        Kind("pdf", "application/pdf", ("pdf",), _("it is a PDF")),
        Kind("jpg", "image/jpeg", ("jpg", "jpeg"), _("it is a photo"), True),
        Kind("png", "image/png", ("png",), _("it is an image"), True),
        Kind("heic", "image/heic", ("heic", "heif"), _("it is a photo"), True),
        Kind("webp", "image/webp", ("webp",), _("it is an image"), True),
        Kind("odp", "application/vnd.oasis.opendocument.presentation", ("odp",), SLIDES),
        Kind("odt", "application/vnd.oasis.opendocument.text", ("odt",), DOCUMENT),
        Kind("ods", "application/vnd.oasis.opendocument.spreadsheet", ("ods",), SHEET),
        Kind("pptx", f"{OFFICE}presentationml.presentation", ("pptx",), _("it is a PowerPoint presentation")),
        Kind("docx", f"{OFFICE}wordprocessingml.document", ("docx",), _("it is a Word document")),
        Kind("xlsx", f"{OFFICE}spreadsheetml.sheet", ("xlsx",), _("it is an Excel spreadsheet")),
        Kind("m4a", "audio/mp4", ("m4a",), _("it is a sound recording")),
        Kind("mp3", "audio/mpeg", ("mp3",), _("it is a sound recording")),
        Kind("ogg", "audio/ogg", ("ogg", "oga", "opus"), _("it is a sound recording")),
        Kind("3gp", "audio/3gpp", ("3gp",), _("it is a sound recording")),
        # What follows is recognised only to be refused by its name.
        Kind("video", words=_("it is a video")),
        Kind("picture", words=_("it is an image of another type")),
        Kind("sound", words=_("it is a sound recording of another type")),
        Kind("template", words=_("it is a template of an office program: save it as a document first")),
        Kind("rich_text", words=_("it is an RTF document")),
        Kind("svg", words=_("it is an SVG drawing")),
        Kind("html", words=_("it is a web page")),
        Kind("archive", words=_("it is a compressed folder")),
        Kind("program", words=_("it is a program")),
        Kind("macros", words=_("it is a document that holds a program (macros)")),
        Kind("old_office", words=_("it is a document of an old version of Office")),
        Kind("text", words=_("it is a plain text")),
        Kind("double", words=_("it holds two files in one")),
        Kind("locked", words=_("it is protected by a password or a restriction")),
        Kind("bomb", words=_("once opened, it would weigh far too much")),
        Kind("cut", words=_("its end is missing")),
        Kind("unknown", words=_("its type is not recognised")),
    )
}
STARTS = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"ID3", "mp3"),
    (b"OggS", "ogg"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_office"),
    (b"{\\rtf", "rich_text"),
    (b"8BPS", "picture"),
    (b"\x00\x00\x00\x0cjP  ", "picture"),
    (b"fLaC", "sound"),
    (b"#!AMR", "sound"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"#!", "program"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"\x1aE\xdf\xa3", "video"),
)
PHOTO_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}
LOCKED = re.compile(rb"/Encrypt\s+\d+\s+\d+\s+R")  # nobody at the desk or in the jury has its password
# Word and its kin keep a document under a password in the container of their old versions.
LOCKED_OFFICE = "EncryptedPackage".encode("utf-16-le")
RIFFS = {b"WEBP": "webp", b"WAVE": "sound"}
MARKUP = re.compile(rb"<\s*(script|html|body|iframe|!doctype\s+html|\?php)", re.IGNORECASE)


class _Damaged(Exception):
    """A library could not read it to its end."""


def kind_of(data: bytes) -> Kind:
    """Return the kind of a whole file from its bytes; never raises."""
    try:
        with guarded("a file to recognise", _Damaged):
            return KINDS[_slug(data)]
    except _Damaged:
        return KINDS["cut"]


def promise_of(head: bytes) -> Kind:
    """Return what a file begins as, from its first octets: the whole may turn out otherwise."""
    if head.startswith(b"PK"):
        return KINDS["archive"]
    return KINDS["pdf"] if _slug_by_start(head) is None and _pdf_at(head) >= 0 else kind_of(head)


def _slug(data: bytes) -> str:
    if data.startswith(b"PK"):
        return "double" if b"%PDF-" in data[:HEAD] else _inside_zip(data)
    slug = _slug_by_start(data)
    if slug is not None:
        return slug
    return _written(data[:HEAD]) if (begins := _pdf_at(data)) < 0 else _pdf(data, begins)


def _slug_by_start(data: bytes) -> str | None:
    """Return the kind that the first octets tell, None where they tell none (a PDF, a text)."""
    if data[4:8] == b"ftyp":
        return _inside_boxes(data)
    if data[:4] == b"RIFF":
        return RIFFS.get(data[8:12], "video")
    for start, slug in STARTS:
        if data.startswith(start):
            if slug == "old_office" and LOCKED_OFFICE in data:
                return "locked"
            return "double" if slug in ("jpg", "png") and _is_double(data) else slug
    is_mp3 = len(data) > 2 and data[0] == 0xFF and data[1] in (0xFB, 0xFA, 0xF3, 0xF2)
    return "mp3" if is_mp3 else None


def _pdf_at(data: bytes) -> int:
    """Return where a PDF begins, -1 where none does; a text that speaks of PDF begins none."""
    begins = data[: HEAD + 4].find(b"%PDF-")
    before = data[: max(begins, 0)].strip(b"\xef\xbb\xbf\x00 \r\n\t")
    speaks = before and len(data) <= HEAD and b"%%EOF" not in data and _written(before) == "text"
    return -1 if speaks else begins


def _pdf(data: bytes, begins: int) -> str:
    if MARKUP.search(data[:HEAD]) or _also_zip(data):
        return "double"
    ends = data.rfind(b"%%EOF")
    # What follows the end may be anything but a part of the document: padding, a line of a mail server.
    if ends < begins or b" obj" in data[ends:]:
        return "cut"
    return "locked" if LOCKED.search(data) else "pdf"


def _is_double(data: bytes) -> bool:
    return b"%PDF-" in data[:HEAD] or bool(MARKUP.search(data[:HEAD])) or _also_zip(data)


def _also_zip(data: bytes) -> bool:
    return b"PK\x03\x04" in data and zipfile.is_zipfile(BytesIO(data))


def _written(head: bytes) -> str:
    lowered = head.lower()
    if b"<svg" in lowered:
        return "svg"
    if MARKUP.search(head) or lowered.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return "html"
    try:
        text = head.decode("utf-8", errors="strict" if len(head) < HEAD else "ignore")
    except UnicodeDecodeError:
        return "unknown"
    return "text" if text.isprintable() or not re.search(r"[\x00-\x08\x0e-\x1f]", text) else "unknown"


def _inside_boxes(data: bytes) -> str:
    """A phone's photo, sound and video share one container: the brand tells, else the tracks inside."""
    brand, brands = data[8:12], _brands(data)
    if b"avif" in brands or b"avis" in brands:
        return "picture"
    if brands & PHOTO_BRANDS:
        return "heic"
    if brand[:3] == b"3gp" and b"vide" not in data:
        return "3gp"
    if brand in (b"M4A ", b"M4B ") or (b"soun" in data and b"vide" not in data):
        return "m4a"
    return "video"


def _brands(data: bytes) -> set[bytes]:
    """Return every brand that the container's own first box declares, the main one and those it agrees with."""
    box = data[: min(int.from_bytes(data[:4], "big"), HEAD)]
    return {data[8:12]} | {box[place : place + 4] for place in range(16, len(box) - 3, 4)}


def _inside_zip(data: bytes) -> str:
    """Recognise an office document by its inner declarations, without unpacking it."""
    with guarded("an archive", _Damaged):
        return confined.run(_family, data, refusal=_Damaged)


def _family(data: bytes) -> str:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return packages.family_of(archive)
