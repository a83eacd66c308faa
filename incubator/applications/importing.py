"""Brings in a table of files received on paper: kept, matched, checked without changing anything, then confirmed.

The rows become applications in the background (`importing_rows`), or in the page that follows; one act undoes them
(`importing_undone`).
"""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO

from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from incubator.applications import importing_columns, importing_work
from incubator.applications.definitions import definition_of
from incubator.applications.importing_check import RowChecker
from incubator.applications.importing_known import KnownFiles
from incubator.applications.models import ImportBatch, ImportRow
from incubator.applications.states import ImportOutcome
from incubator.exports import sheets
from incubator.files import keeping, naming, scanning
from incubator.files.models import StoredFile
from incubator.files.sniffing import KINDS, kind_of
from incubator.files.states import Scan
from incubator.notifications import handling
from incubator.people.models import User
from incubator.programmes.models import Call, FormVersion
from incubator.workflow import audit, deciding
from incubator.workflow.refusals import IllegalMove, NotAllowed, Refused

RECORD = "import"
AT_ONCE = 500


class ImportRefused(Refused):
    """The import cannot go on as it stands; the sentence says what to do."""

    status = 422
    code = "import_refused"


class NotConfirmable(IllegalMove):
    """The batch was confirmed or undone meanwhile."""

    default = gettext_lazy("This import was confirmed already. Reload the page to see where it stands.")


def begin(call: Call, upload: UploadedFile, *, by: User, at: datetime) -> ImportBatch:
    """Keep a table as it came, and match its columns as last time, or by their headings. Audited as `import.begin`.

    Raises `sheets.SheetRefused`, ImportRefused, NotAllowed.
    """
    deciding.require("application.import", by, call, at)
    if call.form_version_id is None:
        raise NotAllowed(_("The form of this call is not ready yet."))
    name = naming.clean(upload.name or "")
    upload.seek(0)
    data = upload.read(sheets.MOST_BYTES + 1)
    sheet = sheets.read(data, name)
    scan = scanning.verdict(data)
    if scan == Scan.FOUND:
        raise ImportRefused(_("Our check found a virus in this file: it was not kept."))
    version = FormVersion.objects.get(pk=call.form_version_id)
    targets = importing_columns.targets_of(definition_of(version))
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            call=call, form_version=version, by=by, created_at=at, headings=sheet.headings,
            targets=importing_columns.matched(call, sheet.headings, targets), rows_count=len(sheet.rows),
        )  # fmt: skip
        batch.source = _kept(batch, data, name, scan, by=by, at=at)
        batch.save(update_fields=["source"])
        audit.record("import.begin", batch, by=by, at=at, call=call.reference, rows=len(sheet.rows))
    return batch


def _kept(batch: ImportBatch, data: bytes, name: str, scan: str, *, by: User, at: datetime) -> StoredFile:
    """Keep the table as it came, in the private storage."""
    kind = kind_of(data).content_type or KINDS["text"].content_type
    try:
        return keeping.keep(
            BytesIO(data), name=name, content_type=kind, record=RECORD, record_id=batch.pk, by=by, at=at,
            purpose="source", scan=scan,
        )  # fmt: skip
    except OSError as error:
        raise ImportRefused(
            _("Our storage has no room for this table at the moment. Try again later.")
        ) from error


def sheet_of(batch: ImportBatch, *, first: int | None = None) -> sheets.Sheet:
    """Read the table again (or its `first` rows), from the file as it came. Raises ImportRefused when it is no longer
    kept.
    """
    if batch.source is None:
        raise ImportRefused(_("The table itself is no longer kept: bring it in again."))
    try:
        with storages["private"].open(batch.source.key) as stream:
            return sheets.read(stream.read(), batch.source.name, first=first)
    except FileNotFoundError as error:
        raise ImportRefused(_("The table itself is no longer kept: bring it in again.")) from error


def match(
    batch: ImportBatch, targets: Sequence[str], *, received_on: date | None, by: User, at: datetime
) -> ImportBatch:
    """Say what each column is, and try the table: every row is checked, nothing but the result is written.

    `received_on` is for the rows whose date is in no column. The matching is remembered. Raises NotConfirmable,
    NotAllowed.
    """
    deciding.require("application.import", by, batch.call, at)
    batch.targets, batch.received_on = list(targets), received_on
    rows = tried(batch, at)
    with transaction.atomic():
        _open(batch)
        batch.checked_at = at
        batch.save(update_fields=["targets", "received_on", "checked_at", "form_version"])
        batch.rows.all().delete()
        ImportRow.objects.bulk_create(rows, batch_size=AT_ONCE)
        importing_columns.remember(batch.call, batch.headings, batch.targets, at=at)
    return batch


def tried(batch: ImportBatch, at: datetime) -> list[ImportRow]:
    """Return the rows of a batch as they would be kept, with what is wrong in each (none is saved)."""
    batch.form_version = batch.call.form_versions.get(pk=batch.call.form_version_id)
    checker = RowChecker(batch, at)
    checked = [checker.check(line, cells) for line, cells in sheet_of(batch).rows]
    KnownFiles(batch.call, at).mark(checked)
    return [
        ImportRow(
            batch=batch,
            line=row.line,
            outcome=row.outcome,
            problems=row.problems,
            paper_reference=row.paper_reference,
        )
        for row in checked
    ]


def counts(batch: ImportBatch) -> dict[str, int]:
    """Return how many rows are of each outcome."""
    told = batch.rows.order_by().values_list("outcome").annotate(n=Count("pk"))
    return dict.fromkeys(ImportOutcome.values, 0) | dict(told)


def confirm(
    batch: ImportBatch, *, only_good: bool, as_drafts: bool, tells: bool, by: User, at: datetime
) -> ImportBatch:
    """Begin to enter the rows. All or nothing, unless `only_good`; incomplete rows become drafts with `as_drafts`.

    `tells` writes to each person. Audited as `import.confirm`. Raises ImportRefused, NotConfirmable, NotAllowed.
    """
    deciding.require("application.import", by, batch.call, at)
    with transaction.atomic():
        locked = _open(batch)
        if locked.checked_at is None or locked.form_version_id != locked.call.form_version_id:
            raise ImportRefused(_("The form of the call has changed: look at the columns and check again."))
        _require_importable(counts(locked), only_good=only_good, as_drafts=as_drafts)
        locked.as_drafts, locked.tells, locked.confirmed_at = as_drafts, tells, at
        audit.record(
            "import.confirm", locked, by=by, at=at, call=locked.call.reference, as_drafts=as_drafts,
            only_good=only_good, tells=tells,
        )  # fmt: skip
        importing_work.ask(locked, by=by, at=at)
    return locked


def _open(batch: ImportBatch) -> ImportBatch:
    """Lock a batch that nobody has confirmed yet."""
    locked = (
        ImportBatch.objects.select_for_update(of=("self",)).select_related("call", "source").get(pk=batch.pk)
    )
    if locked.confirmed_at is not None:
        raise NotConfirmable()
    return locked


def _require_importable(found: dict[str, int], *, only_good: bool, as_drafts: bool) -> None:
    bad = found[ImportOutcome.WRONG] + (0 if as_drafts else found[ImportOutcome.INCOMPLETE])
    if found[ImportOutcome.GOOD] + (found[ImportOutcome.INCOMPLETE] if as_drafts else 0) == 0:
        raise ImportRefused(_("No row can be imported: correct the table, then bring it in again."))
    if bad and not only_good:
        told = ngettext(
            "%(n)s row has an error: correct the table, or tick to import only the good rows.",
            "%(n)s rows have errors: correct the table, or tick to import only the good rows.",
            bad,
        )
        raise ImportRefused(told % {"n": bad})


def undo(batch: ImportBatch, *, by: User, at: datetime) -> ImportBatch:
    """Take back every file of the batch that nobody has touched since; no further row is entered.

    Letters that have not left are called back. Audited as `import.undo`. Done twice, it is done once. Raises NotAllowed.
    """
    deciding.require("application.import", by, batch.call, at)
    with transaction.atomic():
        locked = (
            ImportBatch.objects.select_for_update(of=("self",))
            .select_related("call", "source")
            .get(pk=batch.pk)
        )
        if locked.confirmed_at is None:
            raise ImportRefused(_("Nothing was imported yet: there is nothing to undo."))
        if locked.undone_at is None:
            locked.undone_at, locked.undone_by = at, by
            stopped = handling.cancel_batch(letters_of(locked), by=by, at=at) if locked.tells else 0
            audit.record("import.undo", locked, by=by, at=at, call=locked.call.reference, messages=stopped)
            importing_work.ask(locked, by=by, at=at)
    return locked


def letters_of(batch: ImportBatch) -> str:
    """Return the name under which the letters of a batch can be called back."""
    return f"import {batch.public_id}"


def discard(batch: ImportBatch, *, by: User, at: datetime) -> None:
    """Forget a table that was never confirmed, with its file. Audited as `import.discard`. Raises NotConfirmable."""
    deciding.require("application.import", by, batch.call, at)
    with transaction.atomic():
        locked = _open(batch)
        audit.record("import.discard", locked, by=by, at=at, call=locked.call.reference)
        source = locked.source
        locked.delete()
        if source is not None:
            keeping.drop(source)
