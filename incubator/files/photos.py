"""Photos: turned upright, stripped of what the phone wrote in them, and reduced to fit."""

from io import BytesIO

import pillow_heif
from PIL import Image, ImageOps

pillow_heif.register_heif_opener()

UPLOAD_LIMIT = 10_000_000
PIXELS_LIMIT = 80_000_000
SIDES = (2400, 1800, 1400, 1000, 700)
QUALITIES = (85, 72, 60)


class Unreadable(Exception):
    """The image cannot be opened (cut, damaged or far too large)."""


def _open(data: bytes) -> Image.Image:
    """Return the image upright, in plain colours, at most as large as we ever keep."""
    try:
        image = Image.open(BytesIO(data))
        if image.width * image.height > PIXELS_LIMIT:
            raise Unreadable
        image.draft("RGB", (SIDES[0], SIDES[0]))  # a JPEG is decoded directly at a smaller size
        image = ImageOps.exif_transpose(image)
        image.thumbnail((SIDES[0], SIDES[0]))
        if image.has_transparency_data:
            image = image.convert("RGBA")
            paper = Image.new("RGB", image.size, "white")
            paper.paste(image, mask=image.getchannel("A"))
            return paper
        return image.convert("RGB")
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, Image.DecompressionBombError) as error:
        raise Unreadable from error
    except Image.DecompressionBombWarning as error:
        raise Unreadable from error


def _saved(image: Image.Image, form: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def _smaller(image: Image.Image, side: int) -> Image.Image:
    copy = image.copy()
    copy.thumbnail((side, side))
    return copy


def as_jpeg(data: bytes, *, max_bytes: int) -> bytes:
    """Return the photo as a JPEG of at most `max_bytes`, as fine as that allows. Raise Unreadable."""
    image = _open(data)
    for side in SIDES:
        copy = _smaller(image, side)
        for quality in QUALITIES:
            kept = _saved(copy, "JPEG", quality=quality, optimize=True)
            if len(kept) <= max_bytes:
                return kept
    raise Unreadable


def as_png(data: bytes, *, max_bytes: int) -> bytes | None:
    """Return the image as a clean PNG if it fits in `max_bytes`, None when it does not. Raise Unreadable."""
    kept = _saved(_open(data), "PNG")
    return kept if len(kept) <= max_bytes else None


def as_pdf(photos: list[bytes], *, max_bytes: int) -> bytes:
    """Return one PDF, one page a photo, of at most `max_bytes`. Raise Unreadable."""
    images = [_open(data) for data in photos]
    for side in SIDES:
        pages = [_smaller(image, side) for image in images]
        for quality in QUALITIES[1:]:
            kept = _saved(
                pages[0], "PDF", save_all=True, append_images=pages[1:], resolution=150.0, quality=quality
            )
            if len(kept) <= max_bytes:
                return kept
    raise Unreadable
