"""Photos: turned upright, stripped of what the phone wrote in them, reduced to fit, and looked at before they are kept.

Pictures are opened in a confined child process, once their size has been read.
"""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pillow_heif
from PIL import Image, ImageChops, ImageStat

from incubator.files import confined
from incubator.files.libraries import guarded

pillow_heif.register_heif_opener()

UPLOAD_LIMIT = 10_000_000
PIXELS_LIMIT = 80_000_000
# A JPEG is decoded at the size it is kept in; any other kind as it is, whole.
WHOLE_LIMIT = 40_000_000
# What the pages of one PDF may have together: the more there are, the smaller each.
PAGES_LIMIT = 60_000_000
SIDES = (2400, 1800, 1400, 1000, 700)
QUALITIES = (85, 72, 60)
ORIENTATION = 0x0112
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
DEEP = ("I", "F", "I;16", "I;16B", "I;16L", "I;16N")
# White where a deep picture has 8, 10, 12 or 16 bits; a picture whose levels are fewer than these is stretched.
WHITES = (255, 1023, 4095, 65535)
FEW_LEVELS = 32
# Shades of grey by which a copy may differ from its picture, on the average of its parts.
MOST_DIFFERENCE = 24
LOOK = (64, 64)


class Unreadable(Exception):
    """The image cannot be opened (cut, damaged or far too large), or its copy would not show what it shows."""


def _open(data: bytes) -> Image.Image:
    """Return the image upright, in plain colours, at most as large as we ever keep; its properties left behind."""
    with guarded("a photo", Unreadable):
        image = Image.open(BytesIO(data))
        if image.width * image.height > (PIXELS_LIMIT if image.format == "JPEG" else WHOLE_LIMIT):
            raise Unreadable
        turn = UPRIGHT.get(_orientation(image))
        image.draft("RGB", (SIDES[0], SIDES[0]))  # a JPEG is decoded directly at a smaller size
        plain = _plain(image)
        if _was_darkened(data, plain):
            raise Unreadable
        plain.thumbnail((SIDES[0], SIDES[0]))
        plain = plain.transpose(turn) if turn else plain
        plain.info = {}
        return plain


def _was_darkened(data: bytes, plain: Image.Image) -> bool:
    """Tell whether a colour PNG of 16 bits came out black: the library keeps the upper half of each level alone."""
    is_deep_colour = data.startswith(b"\x89PNG") and data[24:25] == b"\x10" and data[25:26] != b"\x00"
    return is_deep_colour and all(high < 2 for _low, high in _extrema(plain))


def _orientation(image: Image.Image) -> int:
    """Return how the camera was held, 0 where its note of it cannot be read."""

    class Unwritten(Exception):
        """The note is damaged; the picture may be whole."""

    try:
        with guarded("the properties of a photo", Unwritten):
            found = image.getexif().get(ORIENTATION, 0)
            return found if isinstance(found, int) else 0
    except Unwritten:
        return 0


def _plain(image: Image.Image) -> Image.Image:
    """Return the image in colours that every kind of file holds, with all that it shows. Raise Unreadable."""
    if image.mode in DEEP:
        return _from_deep(image)
    if image.has_transparency_data:
        return _on_paper(image.convert("RGBA"))
    shown = any(low != high for low, high in _extrema(image))
    plain = image.convert("RGB")
    if shown and image.mode != "P" and _contrast(plain) == 0:
        raise Unreadable
    return plain


def _from_deep(image: Image.Image) -> Image.Image:
    """Return a grey of more than 8 bits in 8: by its number of bits, stretched where too little would be seen."""
    grey = image.convert("F")
    low, high = grey.getextrema()
    white = next((top for top in WHITES if high <= top), high)
    dark = min(low, 0)
    if low < high and (high - low) * 255 / (white - dark) < FEW_LEVELS:
        white, dark = high, low
    scale = 255 / ((white - dark) or 1)
    plain = grey.point(lambda level: level * scale + (-dark * scale)).convert("L").convert("RGB")
    if low < high and _contrast(plain) == 0:
        raise Unreadable
    return plain


def _on_paper(image: Image.Image) -> Image.Image:
    """Lay a picture with transparent parts on white paper; on grey where white would swallow what is drawn."""
    alpha, colours = image.getchannel("A"), image.convert("RGB")
    white = _laid(colours, alpha, "white")
    if alpha.getextrema()[0] == 255 or _contrast(white) >= FEW_LEVELS:
        return white
    # Where nothing at all is opaque, what lies under it is the picture.
    others = [colours] if alpha.getextrema()[1] == 0 else [_laid(colours, alpha, "dimgrey")]
    return next((each for each in others if _contrast(each) >= FEW_LEVELS), white)


def _laid(colours: Image.Image, alpha: Image.Image, shade: str) -> Image.Image:
    paper = Image.new("RGB", colours.size, shade)
    paper.paste(colours, mask=alpha)
    return paper


def _extrema(image: Image.Image) -> list[tuple[float, float]]:
    found = image.getextrema()
    return [found] if not isinstance(found[0], tuple) else list(found)


def _contrast(image: Image.Image) -> float:
    return max(high - low for low, high in _extrema(image))


def _saved(image: Image.Image, form: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def _smaller(image: Image.Image, side: int) -> Image.Image:
    copy = image.copy()
    copy.thumbnail((side, side))
    return copy


def _looked_at(kept: bytes, image: Image.Image) -> bytes:
    """Open the copy again and compare it with the picture, before the original goes. Raise Unreadable."""
    with guarded("the copy of a photo", Unreadable):
        copy = Image.open(BytesIO(kept)).convert("L").resize(LOOK)
        difference = ImageChops.difference(copy, image.convert("L").resize(LOOK))
        if ImageStat.Stat(difference).mean[0] > MOST_DIFFERENCE:
            raise Unreadable
    return kept


def as_jpeg(data: bytes, *, max_bytes: int) -> bytes:
    """Return the photo as a JPEG of at most `max_bytes`, as fine as that allows. Raise Unreadable."""
    return _confined(_jpeg, data, max_bytes)


def as_png(data: bytes, *, max_bytes: int) -> bytes | None:
    """Return the image as a clean PNG if it fits in `max_bytes`, None when it does not. Raise Unreadable."""
    return _confined(_png, data, max_bytes)


def as_pdf(photos: list[bytes], *, max_bytes: int) -> bytes:
    """Return one PDF, one page a photo, of at most `max_bytes`. Raise Unreadable."""
    return _confined(_pdf, photos, max_bytes)


def pixels(data: bytes) -> int:
    """Return how many pixels a picture says it has, without decoding it; 0 for one that cannot be opened."""
    try:
        return _confined(_pixels, data)
    except Unreadable:
        return 0


def _confined(work: Callable[..., Any], *given: Any) -> Any:
    with guarded("a photo", Unreadable):
        return confined.run(work, *given, refusal=Unreadable)


def _pixels(data: bytes) -> int:
    image = Image.open(BytesIO(data))
    return image.width * image.height


def _jpeg(data: bytes, max_bytes: int) -> bytes:
    image = _open(data)
    with guarded("a photo to reduce", Unreadable):
        for side in SIDES:
            copy = _smaller(image, side)
            for quality in QUALITIES:
                kept = _saved(copy, "JPEG", quality=quality, optimize=True)
                if len(kept) <= max_bytes:
                    return _looked_at(kept, image)
        raise Unreadable


def _png(data: bytes, max_bytes: int) -> bytes | None:
    image = _open(data)
    with guarded("an image to reduce", Unreadable):
        kept = _saved(image, "PNG")
        return _looked_at(kept, image) if len(kept) <= max_bytes else None


def _pdf(photos: list[bytes], max_bytes: int) -> bytes:
    sides = [side for side in SIDES if side * side * len(photos) <= PAGES_LIMIT] or SIDES[-1:]
    images = [_smaller(_open(data), sides[0]) for data in photos]
    with guarded("photos to join", Unreadable):
        for side in sides:
            pages = [_smaller(image, side) for image in images]
            for quality in QUALITIES[1:]:
                kept = _saved(
                    pages[0], "PDF", save_all=True, append_images=pages[1:], resolution=150.0, quality=quality
                )
                if len(kept) <= max_bytes:
                    return kept
        raise Unreadable


def without_properties(data: bytes) -> bytes:
    """Return a JPEG without EXIF, XMP, comments and what programs noted; its pixels stay as they were. Raise Unreadable."""
    with guarded("a photo's properties", Unreadable):
        Image.open(BytesIO(data)).verify()
        kept, place = bytearray(data[:2]), 2
        while data[place] == 0xFF and data[place + 1] != 0xDA:
            marker, size = data[place + 1], int.from_bytes(data[place + 2 : place + 4], "big")
            # APP0 (its density) and APP14 (how its colours are written) are needed to show it.
            if not (0xE1 <= marker <= 0xEF and marker != 0xEE) and marker != 0xFE:
                kept += data[place : place + 2 + size]
            place += 2 + size
        return bytes(kept + data[place:])
