"""Small files of every kind, made when asked."""

import io
import zipfile

import pillow_heif
from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
CONTENT_TYPES = (
    '<?xml version="1.0"?><Types><Override ContentType="application/vnd.openxmlformats-officedocument.{}.main+xml"/>'
    "</Types>"
)


def image(form="JPEG", size=(60, 40), orientation=None, mode="RGB", noise=False):
    picture = Image.effect_noise(size, 120).convert(mode) if noise else Image.new(mode, size, "green")
    exif = Image.Exif()
    exif[0x010F] = "Telephone de Kossi"
    if orientation:
        exif[0x0112] = orientation
    out = io.BytesIO()
    picture.save(out, form, exif=exif, **({"quality": 95} if form == "JPEG" else {}))
    return out.getvalue()


def heic():
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 64), "green")).save(out)
    return out.getvalue()


def packed(entries, first=None):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if first:
            archive.writestr(zipfile.ZipInfo("mimetype"), first)
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def odp():
    return packed({"content.xml": "<x/>"}, first="application/vnd.oasis.opendocument.presentation")


def office(part, kind):
    return packed({"[Content_Types].xml": CONTENT_TYPES.format(kind), part: "<x/>"})


def pptx():
    return office("ppt/presentation.xml", "presentationml.presentation")


def docx():
    return office("word/document.xml", "wordprocessingml.document")


def docm():
    return packed(
        {"[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled.main+xml", "word/document.xml": "<x/>",
         "word/vbaProject.bin": "x"}
    )  # fmt: skip


def bomb():
    return packed(
        {f"{n}.xml": b"\0" * 50_000_000 for n in range(5)},
        first="application/vnd.oasis.opendocument.presentation",
    )


def polyglot():
    return PDF + packed({"a.html": "<script>alert(1)</script>"})


M4A = b"\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00M4A mp42isom" + b"\x00" * 100
MP4 = b"\x00\x00\x00\x20ftypmp42\x00\x00\x00\x00mp42isom" + b"hdlr\x00vide" + b"\x00" * 100
VOICE = b"\x00\x00\x00\x20ftypmp42\x00\x00\x00\x00mp42isom" + b"hdlr\x00soun" + b"\x00" * 100
