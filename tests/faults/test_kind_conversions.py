"""A conversion is looked at: whatever the picture's own way of writing colours, its copy shows what it shows, or it is refused."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageDraw

from incubator.files import photos
from tests.faults.inputs import read

SIZE, BOX = (400, 300), (50, 50, 200, 200)


def drawn(mode, paper, ink):
    picture = Image.new(mode, SIZE, paper)
    ImageDraw.Draw(picture).rectangle(BOX, fill=ink)
    return picture


def palette(paper, ink):
    picture = drawn("P", 0, 1)
    picture.putpalette([*paper, *ink])
    return picture


def sent(picture, form="PNG", **options):
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


WHITE, BLACK = (255, 255, 255), (0, 0, 0)
PICTURES = {
    "1 bit": lambda: sent(drawn("1", 1, 0)),
    "grey": lambda: sent(drawn("L", 255, 0)),
    "grey with transparency": lambda: sent(drawn("LA", (255, 0), (0, 255))),
    "white ink on nothing": lambda: sent(drawn("RGBA", (0, 0, 0, 0), (255, 255, 255, 255))),
    "nothing opaque": lambda: sent(drawn("RGBA", (255, 255, 255, 0), (0, 0, 0, 0))),
    "palette": lambda: sent(palette(WHITE, BLACK)),
    "palette, white ink on nothing": lambda: sent(palette(BLACK, WHITE), transparency=0),
    "palette, black ink on nothing": lambda: sent(palette(WHITE, BLACK), transparency=0),
    "CMYK": lambda: sent(drawn("CMYK", (0, 0, 0, 0), (0, 0, 0, 255)), "JPEG"),
    "WebP with transparency": lambda: sent(
        drawn("RGBA", (0, 0, 0, 0), (0, 0, 0, 255)), "WEBP", lossless=True
    ),
    "16 bits": lambda: sent(drawn("I;16", 65535, 0)),
    "12 bits in 16": lambda: sent(drawn("I;16", 4095, 0)),
    "16 bits, all of it pale": lambda: sent(drawn("I;16", 65000, 60000)),
    "16 bits, all of it dark": lambda: sent(drawn("I;16", 110, 100)),
}


def contrast(content):
    x, y = 125, 125
    opened = Image.open(io.BytesIO(content)).convert("L")
    return abs(opened.getpixel((x, y)) - opened.getpixel((10, 10)))


@pytest.mark.parametrize("make", [photos.as_jpeg, photos.as_png], ids=["jpg", "png"])
@pytest.mark.parametrize("name", PICTURES)
def test_what_the_picture_shows_is_in_its_copy(name, make):
    assert contrast(make(PICTURES[name](), max_bytes=2_000_000)) >= 100


@pytest.mark.parametrize("make", [photos.as_jpeg, photos.as_png], ids=["jpg", "png"])
def test_the_receipt_scanned_in_16_bits_is_read(make):
    copy = Image.open(io.BytesIO(make(read("scan_16_bit_grey.png"), max_bytes=2_000_000))).convert("L")

    assert copy.size == (900, 640)
    assert copy.getextrema()[1] - copy.getextrema()[0] > 150
    # The words of the first line: dark letters on a pale paper.
    line = copy.crop((60, 70, 270, 110))
    dark = sum(line.histogram()[:110])
    assert 500 < dark < line.width * line.height / 2


def deep_colour(*levels):
    """A PNG of 16 bits a colour, one column a level."""
    line = b"\0" + b"".join(struct.pack(">HHH", level, level, level) for level in levels)
    header = struct.pack(">IIBBBBB", len(levels), 40, 16, 2, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(line * 40)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


def test_colours_of_16_bits_that_the_library_would_make_black_are_refused():
    for make in (photos.as_jpeg, photos.as_png):
        with pytest.raises(photos.Unreadable):
            make(deep_colour(*[0, 200] * 30), max_bytes=2_000_000)
        copy = Image.open(io.BytesIO(make(deep_colour(*[0, 60_000] * 30), max_bytes=2_000_000)))
        assert copy.convert("L").getextrema()[1] > 150


@pytest.mark.parametrize("shade", ["white", "black", "green"])
def test_an_even_picture_stays_even(shade):
    copy = Image.open(io.BytesIO(photos.as_png(sent(Image.new("RGB", SIZE, shade)), max_bytes=2_000_000)))

    assert copy.getpixel((3, 3)) == Image.new("RGB", (1, 1), shade).getpixel((0, 0))


def test_a_copy_that_shows_something_else_is_refused(monkeypatch):
    monkeypatch.setattr(photos, "_saved", lambda *_a, **_o: sent(Image.new("RGB", SIZE, "white")))

    with pytest.raises(photos.Unreadable):
        photos.as_jpeg(sent(drawn("RGB", WHITE, BLACK)), max_bytes=2_000_000)


def test_no_property_of_the_picture_travels():
    exif = Image.Exif()
    exif[0x010F] = "Telephone de Kossi"
    whole = sent(
        Image.new("RGB", SIZE, "green"), "JPEG", exif=exif, comment=b"Kossi", icc_profile=b"Kossi" * 40
    )

    for make in (photos.as_jpeg, photos.as_png):
        assert b"Kossi" not in make(whole, max_bytes=2_000_000)
