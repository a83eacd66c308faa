"""The table of an import as it came: kept in the private storage, and read again from there."""

from datetime import datetime
from io import BytesIO

from django.core.files.storage import storages
from django.utils.translation import gettext as _

from incubator.applications.models import ImportBatch
from incubator.exports import sheets
from incubator.files import keeping, storing
from incubator.files.models import StoredFile
from incubator.files.sniffing import KINDS, kind_of
from incubator.people.models import User
from incubator.workflow.refusals import Refused

RECORD = "import"


class ImportRefused(Refused):
    """The import cannot go on as it stands; the sentence says what to do."""

    status = 422
    code = "import_refused"


def keep(batch: ImportBatch, data: bytes, name: str, scan: str, *, by: User, at: datetime) -> StoredFile:
    """Keep the table as it came. Raises ImportRefused where the storage cannot."""
    kind = kind_of(data).content_type or KINDS["text"].content_type
    try:
        return keeping.keep(
            BytesIO(data), name=name, content_type=kind, record=RECORD, record_id=batch.pk, by=by, at=at,
            purpose="source", scan=scan,
        )  # fmt: skip
    except OSError as error:
        if storing.is_full(error):
            sentence = _("Our storage has no room for this table at the moment. Try again later.")
        else:
            sentence = _("Our storage is out of order and did not keep this table. The centre must mend it.")
        raise ImportRefused(sentence) from error


def sheet_of(batch: ImportBatch, *, first: int | None = None) -> sheets.Sheet:
    """Read the table again, or no further than its `first` rows. Raises ImportRefused when it is no longer kept."""
    if batch.source is None:
        raise ImportRefused(_("The table itself is no longer kept: bring it in again."))
    try:
        with storages["private"].open(batch.source.key) as stream:
            return sheets.read(stream.read(), batch.source.name, first=first)
    except FileNotFoundError as error:
        raise ImportRefused(_("The table itself is no longer kept: bring it in again.")) from error
