"""The one way in: checks a file by its content, keeps it in the private storage and writes its row."""

import errno
import hashlib
import logging
import secrets
from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from incubator.files import naming, photos, scanning
from incubator.files.models import StoredFile
from incubator.files.sniffing import KINDS, Kind, kind_of, promise_of
from incubator.files.states import Scan
from incubator.people.models import Actor, person_or_none
from incubator.ui.typography import filesize
from incubator.workflow.refusals import Refused, Sentence

log = logging.getLogger(__name__)
PHOTO_FORMATS = ("jpg", "png")


class FileRefused(Refused):
    """A file was not added; the sentence says which one, why, and what to send instead."""

    status = 400
    code = "file_refused"


def store(
    upload: UploadedFile,
    *,
    record: str,
    record_id: int,
    purpose: str,
    formats: Sequence[str],
    max_bytes: int,
    by: Actor,
    at: datetime,
) -> StoredFile:
    """Keep an upload for one record, if its content is one of `formats` ("pdf", "jpg", "odp"…).

    A photo of up to 10 MB is reduced to `max_bytes` (HEIC and WebP become JPEG); what a phone wrote in it is
    removed. Sizes count a million octets to the megabyte. The slice of the record writes the audit. Raises
    FileRefused.
    """
    refused = _Refusing(upload.name or "", formats, max_bytes)
    data = _read(upload, refused)
    scan = scanning.Told()
    kind, data = _accepted(data, refused, formats, max_bytes, scan)
    name = naming.named_as(upload.name or "", kind)
    return _keep(
        data, kind, name, refused, scan, record=record, record_id=record_id, purpose=purpose, by=by, at=at
    )


def look_at(upload: UploadedFile, *, formats: Sequence[str], max_bytes: int) -> None:
    """Refuse what `store` would refuse, and keep nothing. Raises FileRefused."""
    refused = _Refusing(upload.name or "", formats, max_bytes)
    _accepted(_read(upload, refused), refused, formats, max_bytes, scanning.Told())


def pixels_of(upload: UploadedFile) -> int:
    """Return how many pixels a picture says it has, 0 for anything else."""
    if (upload.size or 0) > photos.UPLOAD_LIMIT:
        return 0
    upload.seek(0)
    data = upload.read()
    return photos.pixels(data) if kind_of(data).is_photo else 0


def page_of(upload: UploadedFile, *, formats: Sequence[str], max_bytes: int, scan: scanning.Told) -> bytes:
    """Return a photo as a page to bind with others. Raises FileRefused."""
    refused = _Refusing(upload.name or "", formats, max_bytes)
    data = _read(upload, refused)
    kind = kind_of(data)
    if not kind.is_photo:
        raise refused(_("several files are joined only when all of them are photos"))
    _scan(data, refused, scan)
    try:
        return photos.as_jpeg(data, max_bytes=photos.UPLOAD_LIMIT)
    except photos.Unreadable as error:
        raise refused(_("this image cannot be opened")) from error


def bind_pages(
    name: str, pages: list[bytes], *, scan: scanning.Told, record: str, record_id: int, purpose: str,
    formats: Sequence[str], max_bytes: int, by: Actor, at: datetime,
) -> StoredFile:  # fmt: skip
    """Keep several photos (`page_of`) as one PDF, a page each, in their order. Raises FileRefused."""
    refused = _Refusing(name, formats, max_bytes)
    try:
        data = photos.as_pdf(pages, max_bytes=max_bytes)
    except photos.Unreadable as error:
        raise refused(_("these photos together weigh too much")) from error
    return _keep(
        data, KINDS["pdf"], naming.named_as(name, KINDS["pdf"]), refused, scan,
        record=record, record_id=record_id, purpose=purpose, by=by, at=at,
    )  # fmt: skip


def discard(file: StoredFile, *, by: Actor, at: datetime) -> None:
    """Take a file away from its record: the row stays, marked as replaced. The record's slice audits it."""
    StoredFile.objects.filter(pk=file.pk, replaced_at=None).update(replaced_at=at)
    file.refresh_from_db(fields=["replaced_at"])


def require_size(name: str, size: int, *, formats: Sequence[str], max_bytes: int) -> None:
    """Refuse a file by the size it announces, before it leaves. Raises FileRefused."""
    refused = _Refusing(name, formats, max_bytes)
    if size <= 0:
        raise refused(_("it is empty"))
    if size > max(photos.UPLOAD_LIMIT, max_bytes):
        raise refused(_weighs(size))


def require_promising(name: str, head: bytes, size: int, *, formats: Sequence[str], max_bytes: int) -> None:
    """Refuse by its first octets a file that will surely be refused whole. Raises FileRefused."""
    refused, kind = _Refusing(name, formats, max_bytes), promise_of(head)
    # An archive may be an office document, and a video a sound whose tracks are told at its end.
    may_turn_out = kind.slug == "archive" or (kind.slug == "video" and "m4a" in formats)
    if not may_turn_out and not _is_wanted(kind, formats):
        raise refused(kind.words)
    if not kind.is_photo and size > max_bytes:
        raise refused(_weighs(size))


def refused(name: str, why: Sentence, *, formats: Sequence[str], max_bytes: int) -> FileRefused:
    """Make the refusal of one file for a reason of its record's ("three files at most…")."""
    return _Refusing(name, formats, max_bytes)(why)


def not_kept(error: OSError, name: str, formats: Sequence[str], max_bytes: int) -> FileRefused:
    """Make the refusal of a storage that could not write: it is full, or out of order."""
    return _Refusing(name, formats, max_bytes)(_why_not_kept(error))


def is_full(error: OSError) -> bool:
    """Tell whether a storage could not write for want of room, and not for another reason."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def _why_not_kept(error: OSError) -> str:
    if is_full(error):
        return _("our storage has no room for it at the moment")
    return _("our storage is out of order; the centre must mend it, call it if this lasts")


class _Refusing:
    """Makes the refusal of one file: "« carte.docx » was not added: … Send … Your other files are saved."."""

    def __init__(self, name: str, formats: Sequence[str], max_bytes: int) -> None:
        self.name, self.formats, self.max_bytes = naming.clean(name), formats, max_bytes

    def __call__(self, why: Sentence) -> FileRefused:
        told = _('"%(name)s" was not added: %(why)s. %(way_out)s Your other files are saved.')
        way_out = wanted(self.formats, self.max_bytes)
        sentence = told % {"name": self.name, "why": why, "way_out": way_out}
        return FileRefused(sentence, data={"name": self.name})


def wanted(formats: Sequence[str], max_bytes: int) -> str:
    """Say what to send: "Take a photo, or send a PDF of at most 2 MB."."""
    size = filesize(max_bytes)
    others = [slug.upper() for slug in formats if slug not in PHOTO_FORMATS]
    has_photo = any(slug in PHOTO_FORMATS for slug in formats)
    if has_photo and not others:
        return _("Take a photo, or send an image (JPG or PNG).")
    listed = _(" or ").join(filter(None, [", ".join(others[:-1]), others[-1]]))
    if has_photo:
        return _("Take a photo, or send a %(kinds)s of at most %(size)s.") % {"kinds": listed, "size": size}
    if len(others) == 1:
        return _("Send a %(kinds)s of at most %(size)s.") % {"kinds": listed, "size": size}
    return _("Send a %(kinds)s file of at most %(size)s.") % {"kinds": listed, "size": size}


def _read(upload: UploadedFile, refused: _Refusing) -> bytes:
    heavy = max(photos.UPLOAD_LIMIT, refused.max_bytes)
    if (upload.size or 0) > heavy:
        raise refused(_weighs(upload.size or 0))
    upload.seek(0)
    data = upload.read(heavy + 1)
    if not data:
        raise refused(_("it is empty"))
    if len(data) > heavy:
        raise refused(_weighs(len(data)))
    return data


def _weighs(size: int) -> str:
    return _("it weighs %(size)s") % {"size": filesize(size)}


def _is_wanted(kind: Kind, formats: Sequence[str]) -> bool:
    has_photo = any(slug in PHOTO_FORMATS for slug in formats)
    return kind.slug in formats or (kind.is_photo and has_photo)


def _accepted(
    data: bytes, refused: _Refusing, formats: Sequence[str], max_bytes: int, scan: scanning.Told
) -> tuple[Kind, bytes]:
    """Return the kind and the bytes to keep; raise the refusal that fits."""
    kind = kind_of(data)
    if not _is_wanted(kind, formats):
        raise refused(kind.words)
    if not kind.is_photo and len(data) > max_bytes:
        raise refused(_weighs(len(data)))
    _scan(data, refused, scan)
    return _reduced(data, kind, refused, formats, max_bytes) if kind.is_photo else (kind, data)


def _reduced(
    data: bytes, kind: Kind, refused: _Refusing, formats: Sequence[str], max_bytes: int
) -> tuple[Kind, bytes]:
    if len(data) > photos.UPLOAD_LIMIT:
        raise refused(_weighs(len(data)))
    try:
        if "jpg" not in formats or (kind.slug == "png" and "png" in formats):
            kept = photos.as_png(data, max_bytes=max_bytes)
            if kept:
                return KINDS["png"], kept
            if "jpg" not in formats:
                raise refused(_weighs(len(data)))
        return KINDS["jpg"], photos.as_jpeg(data, max_bytes=max_bytes)
    except photos.Unreadable as error:
        raise refused(_("this image cannot be opened")) from error


def _scan(data: bytes, refused: _Refusing, scan: scanning.Told) -> None:
    if scan.listen(data) == Scan.FOUND:
        raise refused(_("our check found a virus in it"))


def _keep(
    data: bytes, kind: Kind, name: str, refused: _Refusing, scan: scanning.Told, *,
    record: str, record_id: int, purpose: str, by: Actor, at: datetime,
) -> StoredFile:  # fmt: skip
    """Write the file, then its row; a failure leaves neither (an act undone later: see `orphans`)."""
    storage = storages["private"]
    key = f"{at:%Y/%m}/{secrets.token_hex(20)}"
    try:
        storage.save(key, ContentFile(data))
        with transaction.atomic():
            return StoredFile.objects.create(
                record=record, record_id=record_id, purpose=purpose, name=name, key=key, size=len(data),
                content_type=kind.content_type, sha256=hashlib.sha256(data).hexdigest(),
                uploaded_by=person_or_none(by), created_at=at, scan=scan.verdict,
            )  # fmt: skip
    except OSError as error:
        log.exception("The private storage refused a file.")
        _remove(key)
        raise refused(_why_not_kept(error)) from error
    except Exception:
        _remove(key)
        raise


def _remove(key: str) -> None:
    try:
        storages["private"].delete(key)
    except OSError:
        log.exception("A file without a row could not be removed.")
