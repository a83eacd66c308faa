"""What the slice holds of people (`core/personal_data.py`)."""

from functools import partial

from django.core.files.storage import storages
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incubator.core.column_words import name
from incubator.core.forgetting import BEFORE, Subject, erase_rows, goes_with
from incubator.core.personal_data import (
    Erasure,
    Ground,
    Kept,
    Processing,
    Section,
    Since,
    declare,
    impersonal,
    of_person,
)

MY_FILES = Section("files", _("my files"))

FILES = Processing(
    "files",
    title=_("Files received"),
    purpose=_("To keep the documents that a file, a report or a payment needs."),
    ground=Ground.CONTRACT,
    people=_("whoever sends a document, and whoever it names"),
    data=_("the document, its name, its size, its fingerprint"),
    recipients=_("those who may read the record it belongs to"),
    kept=Kept(12, Since.RESULTS, _("A document lives as long as the record it belongs to.")),
)

declare(
    "files.StoredFile",
    FILES,
    personal="name sha256",
    internal="purpose content_type size",
    erase=Erasure.DELETED,
    section=MY_FILES,
    whose=of_person("uploaded_by"),
    beside="public_id created_at replaced_at",
)
declare(
    "files.StoredFile",
    FILES,
    sensitive="key",
    erase=Erasure.DELETED,
    withheld=_(
        "The place of the document in the storage; the document itself is in the copy of its application."
    ),
)
impersonal("files.StoredFile", "record record_id scan")
declare(
    "files.UploadSession",
    FILES,
    personal="name sha256",
    internal="purpose size received",
    erase=Erasure.DELETED,
    section=MY_FILES,
    whose=of_person("owner"),
    beside="created_at expires_at",
)
impersonal("files.UploadSession", "record record_id formats max_bytes")
declare(
    "files.UploadPart",
    FILES,
    sensitive="key",
    erase=Erasure.DELETED,
    withheld=_("A piece of a document on its way, deleted within a day."),
)
impersonal("files.UploadPart", "offset")
name(
    "files.StoredFile",
    pgettext_lazy("paper of a file", "Document"),
    purpose=_("Which document it is"),
    content_type=_("Kind of file"),
    replaced_at=_("Replaced on"),
)
name(
    "files.UploadSession",
    _("Document on its way"),
    purpose=_("Which document it is"),
    received=_("Octets received"),
)


def remove_bytes(files: QuerySet) -> None:
    """Delete from the storage, once the rows are gone for good, what stands under their keys."""
    for key in files.values_list("key", flat=True):
        transaction.on_commit(partial(storages["private"].delete, key))


def goes_with_its_file(model: str, link: str) -> None:
    """Say that the file a row points to is deleted with the row."""

    def delete_file(rows: QuerySet) -> None:
        files = list(rows.exclude(**{link: None}).values_list(link, flat=True))
        rows.update(**{link: None})
        erase_rows("files.StoredFile", files)

    BEFORE[model] = delete_file


goes_with(Subject.PERSON, "files.UploadSession", "owner")
goes_with(Subject.PERSON, "files.UploadPart", "session__owner")
BEFORE["files.StoredFile"] = BEFORE["files.UploadPart"] = remove_bytes
