"""Whatever a library raises on a stranger's file becomes our sentence, at every door; nothing else of the form is lost."""

import io

import pikepdf
import pytest
from PIL import Image, ImageOps

from incubator.files import photos, sniffing
from incubator.files.libraries import guarded
from incubator.files.models import StoredFile, UploadSession
from incubator.workflow.refusals import Refused
from tests.corpora.conftest import browser_of_founder, draft
from tests.corpora.test_uploads import in_pieces, plainly
from tests.corpora.uploads import Case, Kept
from tests.faults.inputs import read
from tests.incubator.files.conftest import private

__all__ = ["browser_of_founder", "draft", "private"]
PHOTO = Case("photo.jpg", lambda: read("photo_exif_text_for_number.jpg"), Kept("photo.jpg", "image/jpeg"))
# What libraries raised on damaged files, and what nobody has seen yet.
ERRORS = [
    OSError("broken data stream"), SyntaxError("not a TIFF file"), TypeError("bad operand type for abs(): 'str'"),
    KeyError("ColorSpace"), IndexError(), ZeroDivisionError(), AttributeError("_size"), OverflowError(), MemoryError(),
    RecursionError(), Image.DecompressionBombError(), Image.DecompressionBombWarning(), pikepdf.PdfError("xref"),
    AssertionError(), RuntimeError("codec"), UnicodeDecodeError("utf-8", b"a", 0, 1, "start"), StopIteration(),
]  # fmt: skip


class Ours(Exception):
    """What we say instead."""


@pytest.mark.parametrize("error", ERRORS, ids=lambda each: type(each).__name__)
def test_the_door_turns_every_error_into_ours(error):
    with pytest.raises(Ours) as told, guarded("a file", Ours):
        raise error

    assert told.value.__cause__ is error


def test_our_own_refusals_pass_through():
    with pytest.raises(Refused), guarded("a file", Ours):
        raise Refused("it is ours")


def test_a_note_of_the_camera_that_cannot_be_read_stops_nothing():
    kept = Image.open(io.BytesIO(photos.as_jpeg(read("photo_exif_text_for_number.jpg"), max_bytes=2_000_000)))

    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(turned_right()))).size
    assert kept.size == upright == (640, 900)


def turned_right():
    """The same picture and orientation without the damaged note."""
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x0112] = 6
    Image.new("RGB", (900, 640)).save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("send", [plainly, in_pieces], ids=["whole", "pieces"])
def test_the_photo_is_taken_and_nothing_stays_on_its_way(draft, browser_of_founder, send):
    address = f"/portal/applications/{draft.ref}/documents/"

    status, _told = send(browser_of_founder, address, PHOTO, PHOTO.make())

    kept = list(StoredFile.objects.of("application", draft.pk))
    assert (status, [file.name for file in kept], UploadSession.objects.count()) == (302, ["photo.jpg"], 0)


@pytest.mark.django_db
@pytest.mark.parametrize("send", [plainly, in_pieces], ids=["whole", "pieces"])
@pytest.mark.parametrize(
    "error", [TypeError("abs"), KeyError("x"), RecursionError()], ids=["type", "key", "depth"]
)
def test_a_library_that_breaks_is_a_sentence(draft, browser_of_founder, monkeypatch, send, error):
    monkeypatch.setattr(photos, "_plain", lambda _image: (_ for _ in ()).throw(error))
    address = f"/portal/applications/{draft.ref}/documents/"

    status, told = send(browser_of_founder, address, PHOTO, PHOTO.make())

    assert (status, "cette image ne s’ouvre pas" in told) == (400, True)
    assert not StoredFile.objects.exists()
    assert not UploadSession.objects.exists()


@pytest.mark.parametrize("error", ERRORS, ids=lambda each: type(each).__name__)
def test_a_kind_that_cannot_be_read_is_said_to_be_cut(monkeypatch, error):
    def broken(_archive):
        raise error

    monkeypatch.setattr(sniffing.packages, "family_of", broken)

    assert sniffing.kind_of(read("word_main_part_document2.docx")).slug == "cut"
