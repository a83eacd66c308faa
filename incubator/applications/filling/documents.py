"""The documents of a file: one per line asked for, several photos made into one, and a limit for all
together.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incubator.applications.filling import correcting
from incubator.applications.filling.answer_set import RECORD
from incubator.applications.filling.definitions import definition_of
from incubator.applications.filling.saving import NotWritable
from incubator.applications.models import Application
from incubator.applications.states import WRITABLE
from incubator.files import several, storing, uploading
from incubator.files.models import StoredFile, UploadSession
from incubator.forms.completeness import APPLICATION
from incubator.forms.definition import Definition, Document, Field
from incubator.people.models import User
from incubator.ui.typography import filesize
from incubator.workflow import audit, deciding
from incubator.workflow.acting import acting, an_act
from incubator.workflow.refusals import Refused

MEGABYTE = 1_000_000
MOST_TOGETHER = 15 * MEGABYTE
DEFAULT_MB = 2
DEFAULT_FORMATS = ("pdf", "jpg", "png")


class NotAsked(Refused):
    """The form asks for no such document, or the correction does not open it."""

    status = 404
    code = "document_not_asked"
    default = gettext_lazy("This document is not asked for.")


class NothingChosen(Refused):
    """The form was sent without a file."""

    status = 400
    code = "nothing_chosen"
    default = gettext_lazy("Choose a file or take a photo first, then add it.")


class TooMuchTogether(storing.FileRefused):
    """The documents of the file weigh too much together."""

    code = "too_much_together"


def asked(definition: Definition, slug: str) -> Document | Field | None:
    """Return the document or the file field of that name, None when the form has none."""
    documents = [document for document in definition.documents_for(APPLICATION) if document.slug == slug]
    field = definition.fields_by_key.get(slug)
    return documents[0] if documents else field if field is not None and field.type == "file" else None


def attach(
    application: Application,
    slug: str,
    uploads: Sequence[UploadedFile],
    *,
    by: User,
    at: datetime,
    arrived: Sequence[str] = (),
) -> list[StoredFile]:
    """Keep the uploads as the document `slug`: in place of the one that was there, several photos made into one
    PDF; or beside those that are there, where the question takes several.

    `arrived` names files that came in pieces (`begin`); they stand before the others. Audited. Raises NotAllowed,
    NotAsked, NothingChosen, NotWritable, `uploading.Gone`, and `storing.FileRefused` (TooMuchTogether among them),
    which names each file that was not kept: the others are, and what was there stays unless one replaced it.
    """
    wanted = _expected(application, slug, by, at)
    if not uploads and not arrived:
        raise NothingChosen()
    with uploading.arrived(
        arrived, record=RECORD, record_id=application.pk, purpose=slug, by=by, at=at
    ) as pieced:
        sent = _add(application, slug, [*pieced, *uploads], wanted, by=by, at=at)
        sent.require_all()
    return sent.kept


@an_act
def begin(
    application: Application, slug: str, *, name: str, size: int, sha256: str, by: User, at: datetime
) -> UploadSession:
    """Announce a file that will come in pieces for the document `slug`, on the terms of `attach`.

    Raises NotAllowed, NotAsked, `storing.FileRefused` and `uploading.TooManyUploads`.
    """
    wanted = _expected(application, slug, by, at)
    return uploading.begin(
        record=RECORD, record_id=application.pk, purpose=slug, name=name, size=size, sha256=sha256,
        by=by, at=at, **_terms(wanted),
    )  # fmt: skip


def _expected(application: Application, slug: str, by: User, at: datetime) -> Document | Field:
    """Return the document asked for, if the person may add it now."""
    deciding.require("application.attach", by, application, at)
    definition = definition_of(application.form_version)
    wanted = asked(definition, slug)
    if wanted is None or slug not in correcting.open_keys(application, definition):
        raise NotAsked()
    return wanted


def _terms(wanted: Document | Field) -> dict[str, Any]:
    return {
        "formats": wanted.formats or DEFAULT_FORMATS,
        "max_bytes": (wanted.max_mb or DEFAULT_MB) * MEGABYTE,
    }


def _add(
    application: Application, slug: str, uploads: Sequence[UploadedFile], wanted: Document | Field, *,
    by: User, at: datetime,
) -> several.Sent:  # fmt: skip
    """Keep the good ones of the uploads; nothing has changed when none is."""
    most = wanted.most_files
    with acting(by):
        deciding.require("application.attach", by, application, at)
        _hold(application, at)
        before = list(StoredFile.objects.of(RECORD, application.pk).filter(purpose=slug).order_by("pk"))
        replaced = before if most == 1 else []
        for old in replaced:
            storing.discard(old, by=by, at=at)
        sent = several.keep(
            uploads, most=most, there=[] if replaced else before, check=partial(_together, application),
            record=RECORD, record_id=application.pk, purpose=slug, by=by, at=at, **_terms(wanted),
        )  # fmt: skip
        if not sent.kept:
            sent.require_all()
        for file in sent.kept:
            audit.record("application.attach", application, by=by, at=at, document=slug, file=file.public_id)
    return sent


@an_act
def detach(application: Application, file: StoredFile, *, by: User, at: datetime) -> None:
    """Take a document away. Audited; raises NotAllowed, NotAsked and NotWritable."""
    deciding.require("application.attach", by, application, at)
    opened = correcting.open_keys(application, definition_of(application.form_version))
    mine = file.record == RECORD and file.record_id == application.pk
    if not mine or file.purpose not in opened:
        raise NotAsked()
    _hold(application, at)
    storing.discard(file, by=by, at=at)
    audit.record("application.detach", application, by=by, at=at, document=file.purpose, file=file.public_id)


def _hold(application: Application, at: datetime) -> None:
    held = Application.objects.filter(pk=application.pk, state=application.state, state__in=WRITABLE)
    if not held.update(changed_at=at):
        raise NotWritable()


def _together(application: Application, file: StoredFile) -> None:
    total = sum(StoredFile.objects.of(RECORD, application.pk).values_list("size", flat=True))
    if total > MOST_TOGETHER:
        raise TooMuchTogether(
            _(
                '"%(name)s" was not added: the documents of this file would weigh %(total)s together, for'
                " %(most)s at most. Send a lighter one, or a photo. Your other files are saved."
            )
            % {"name": file.name, "total": filesize(total), "most": filesize(MOST_TOGETHER)}
        )
