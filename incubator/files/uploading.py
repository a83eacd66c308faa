"""A file that arrives in pieces of 256 KB over a bad line: begun, continued from where it stopped, put together.

What arrived whole goes through `storing` like any upload. Nothing is kept in the phone: the server knows a file that
was begun by its fingerprint (sha256), so choosing it again continues it, on any device of the same person.
"""

import hashlib
import logging
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incubator.core.holding import hold
from incubator.files import naming, storing
from incubator.files.models import UploadPart, UploadSession
from incubator.people.models import User
from incubator.workflow.acting import an_act
from incubator.workflow.refusals import Refused

log = logging.getLogger(__name__)
CHUNK = 256 * 1024
LIFE = timedelta(hours=24)
MOST_OPEN = 20
MOST_BYTES = 60_000_000
MOST_AN_HOUR = 200
A_ROUND = 200


class TooManyUploads(Refused):
    """One person has too many files on their way."""

    status = 429
    code = "too_many_uploads"
    default = gettext_lazy(
        "Too many files are on their way at once. Wait for those to arrive, or try again in an hour."
    )


class WrongPiece(Refused):
    """The piece does not follow what has arrived; `data["received"]` tells from where to go on."""

    code = "wrong_piece"
    default = gettext_lazy("This part of the file does not follow what has arrived.")


class Gone(Refused):
    """The file was never begun, has expired, or is not whole."""

    status = 410
    code = "upload_gone"
    default = gettext_lazy(
        "The file did not arrive whole. Choose it again: what has arrived is not sent twice."
    )


@an_act
def begin(
    *, record: str, record_id: int, purpose: str, name: str, size: int, sha256: str = "",
    formats: Sequence[str], max_bytes: int, by: User, at: datetime,
) -> UploadSession:  # fmt: skip
    """Announce a file of `size` octets for one document; return its session, or the one begun before for the same file.

    The caller has asked the policy of the act that will take the file. `sha256` is its fingerprint in hexadecimal,
    or "" from a browser that cannot make one: then only the open page can continue it. Raises `storing.FileRefused`
    (empty, too heavy) and TooManyUploads.
    """
    storing.require_size(name, size, formats=formats, max_bytes=max_bytes)
    hold(by)
    mine = UploadSession.objects.filter(owner=by)
    fingerprint = sha256.lower() if len(sha256) == 64 else ""
    if fingerprint:
        same = (
            mine.alive(at).towards(record, record_id).filter(purpose=purpose, sha256=fingerprint, size=size)
        )
        if (found := same.order_by("-received", "pk").first()) is not None:
            return found
    _require_room(mine, size, at)
    return UploadSession.objects.create(
        owner=by, record=record, record_id=record_id, purpose=purpose, name=naming.clean(name), size=size,
        sha256=fingerprint, formats=list(formats), max_bytes=max_bytes, created_at=at, expires_at=at + LIFE,
    )  # fmt: skip


def _require_room(mine: object, size: int, at: datetime) -> None:
    waiting = mine.alive(at)  # type: ignore[attr-defined]
    if waiting.count() >= MOST_OPEN or (waiting.aggregate(all=Sum("size"))["all"] or 0) + size > MOST_BYTES:
        raise TooManyUploads()
    if mine.filter(created_at__gt=at - timedelta(hours=1)).count() >= MOST_AN_HOUR:  # type: ignore[attr-defined]
        raise TooManyUploads()


def receive(session: UploadSession, offset: int, data: bytes, *, at: datetime) -> int:
    """Keep the piece that starts at `offset`; return how many octets have arrived. The same piece twice counts once.

    Every piece has 256 KB but the last. The first one is looked at: what will surely be refused is refused now, and
    not after ten megabytes of somebody's data plan. Raises WrongPiece, Gone and `storing.FileRefused`.
    """
    end = offset + len(data)
    if data and end <= session.received:
        return session.received
    if not data or offset != session.received or len(data) != min(CHUNK, session.size - offset):
        raise WrongPiece(data={"received": session.received})
    if offset == 0:
        _look_at(session, data)
    key = f"parts/{at:%Y/%m}/{secrets.token_hex(20)}"
    try:
        storages["private"].save(key, ContentFile(data))
        _add(session, offset, end, key, at)
    except OSError as error:
        log.exception("The private storage refused a piece of a file.")
        remove_keys([key])
        raise storing.not_kept(error, session.name, session.formats, session.max_bytes) from error
    except (WrongPiece, IntegrityError):
        remove_keys([key])
        session.refresh_from_db()
        if end <= session.received:  # the same piece came twice at once
            return session.received
        raise
    return end


def _add(session: UploadSession, offset: int, end: int, key: str, at: datetime) -> None:
    """Count the piece if nobody has meanwhile: the row of the session is its own guard."""
    with transaction.atomic():
        open_ = UploadSession.objects.alive(at).filter(pk=session.pk, received=offset)
        if not open_.update(received=end, expires_at=at + LIFE):
            raise WrongPiece(data={"received": session.received})
        UploadPart.objects.create(session=session, offset=offset, key=key)
    session.received = end


def _look_at(session: UploadSession, head: bytes) -> None:
    try:
        storing.require_promising(
            session.name, head, session.size, formats=session.formats, max_bytes=session.max_bytes
        )
    except storing.FileRefused:
        forget([session])
        raise


@contextmanager
def arrived(
    refs: Sequence[str], *, record: str, record_id: int, purpose: str, by: User, at: datetime
) -> Iterator[list[UploadedFile]]:
    """Give the files of these sessions, whole, in their order; once stored (or refused for good) they are forgotten.

    Any other refusal (the call has closed, the file is read-only) leaves them: they need not be sent again. Raises Gone.
    """
    mine = UploadSession.objects.visible_to(by).alive(at).towards(record, record_id).filter(purpose=purpose)
    found = {each.public_id: each for each in mine.filter(public_id__in=refs).prefetch_related("parts")}
    sessions = [found[ref] for ref in dict.fromkeys(refs) if ref in found]
    if len(sessions) != len(set(refs)):
        raise Gone()
    files = [whole(session) for session in sessions]
    try:
        yield files
    except storing.FileRefused:
        forget(sessions)
        raise
    except Refused:
        raise
    except Exception:
        # Nothing that breaks here may leave the same octets to break it again: the file is to be sent anew.
        forget(sessions)
        raise
    forget(sessions)


def whole(session: UploadSession) -> UploadedFile:
    """Read the pieces back. Raises Gone: what is not whole, or not what was announced, is to be sent again."""
    if session.received != session.size:
        raise Gone()
    storage, content = storages["private"], bytearray()
    try:
        for part in session.parts.all():
            with storage.open(part.key) as stream:
                content += stream.read()
    except FileNotFoundError as error:
        forget([session])
        raise Gone() from error
    if session.sha256 and hashlib.sha256(content).hexdigest() != session.sha256:
        forget([session])
        raise Gone(_('"%(name)s" arrived damaged. Choose it again.') % {"name": session.name})
    return SimpleUploadedFile(session.name or "file", bytes(content))


def forget(sessions: Sequence[UploadSession]) -> None:
    """Remove what has arrived, rows first; pieces follow once the act is sure."""
    ids = [each.pk for each in sessions]
    keys = list(UploadPart.objects.filter(session__in=ids).values_list("key", flat=True))
    UploadSession.objects.filter(pk__in=ids).delete()
    if keys:
        transaction.on_commit(lambda: remove_keys(keys))


def expire(*, at: datetime) -> int:
    """Forget what nobody continued for a day, and what a refused form held; return how many files that was."""
    forgotten = 0
    while old := list(UploadSession.objects.filter(expires_at__lte=at).order_by("pk")[:A_ROUND]):
        forget(old)
        forgotten += len(old)
    return forgotten


def remove_keys(keys: Sequence[str]) -> None:
    """Delete pieces from the storage; one that cannot be is left to the sweep."""
    for key in keys:
        try:
            storages["private"].delete(key)
        except OSError:
            log.exception("A piece of a file could not be removed.")
