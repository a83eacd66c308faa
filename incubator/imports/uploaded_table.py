"""The table of an import as it came: kept in the private storage, and read again from there, as a person chose."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from django.core.files.storage import storages
from django.utils.translation import gettext as _

from incubator.documents import sheets
from incubator.documents.table_shape import UTF8, UTF16, Shape
from incubator.files import keeping, storing
from incubator.files.models import StoredFile
from incubator.files.sniffing import KINDS, kind_of
from incubator.imports import columns
from incubator.imports.kinds import Kind
from incubator.imports.models import Batch
from incubator.people.models import User
from incubator.workflow.refusals import Refused

# So many rows tell the headings of a table that may be read as another one was.
TELLING = 100


class ImportRefused(Refused):
    """The import cannot go on as it stands; the sentence says what to do."""

    status = 422
    code = "import_refused"


def keep(
    kind: Kind, batch: Batch, data: bytes, name: str, scan: str, *, by: User, at: datetime
) -> StoredFile:
    """Keep the table as it came. Raises ImportRefused where the storage cannot."""
    content_type = kind_of(data).content_type or KINDS["text"].content_type
    try:
        return keeping.keep(
            BytesIO(data), name=name, content_type=content_type, record=kind.record, record_id=batch.pk, by=by, at=at,
            purpose="source", scan=scan,
        )  # fmt: skip
    except OSError as error:
        if storing.is_full(error):
            sentence = _("Our storage has no room for this table at the moment. Try again later.")
        else:
            sentence = _("Our storage is out of order and did not keep this table. The centre must mend it.")
        raise ImportRefused(sentence) from error


def sheet_of(batch: Batch, *, shape: Shape | None = None, first: int | None = None) -> sheets.Sheet:
    """Read the table again, as was chosen or another `shape`, or no further than its `first` rows.

    Raises ImportRefused when it is no longer kept, `sheets.SheetRefused` when it cannot be read so.
    """
    if batch.source is None:
        raise ImportRefused(_("The table itself is no longer kept: bring it in again."))
    try:
        with storages["private"].open(batch.source.key) as stream:
            data = stream.read()
    except FileNotFoundError as error:
        raise ImportRefused(_("The table itself is no longer kept: bring it in again.")) from error
    return sheets.read(data, batch.source.name, shape=shape or Shape(**batch.shape), first=first)


def as_last_time(
    data: bytes, name: str, proposed: sheets.Sheet, kept: Sequence[tuple[dict[str, Any], str]]
) -> Shape:
    """Return what a person chose for a table whose headings this one has too, once read so; nothing, or else.

    `kept` are choices with the fingerprint of the headings that they gave, the last one first. Letters that are surely
    Unicode stay so.
    """
    sure = proposed.shape.encoding == UTF16 or (proposed.shape.encoding == UTF8 and not data.isascii())
    for chosen, fingerprint in kept:
        shape = Shape(**({**chosen, "encoding": ""} if sure else chosen))
        try:
            found = sheets.read(data, name, shape=shape, first=TELLING)
        except sheets.SheetRefused:
            continue
        if columns.fingerprint(found.headings) == fingerprint:
            return shape
    return Shape()
