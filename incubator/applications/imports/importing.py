"""Brings in a table of files received on paper: kept, matched, checked without changing anything, then confirmed.

Rows are checked (`dry_run`), then become applications (`entering`), in the background or in the page
that follows; one act undoes them (`undoing`).
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from incubator.applications.filling.definitions import definition_of
from incubator.applications.imports import background, columns, dry_run, uploaded_table
from incubator.applications.imports.uploaded_table import ImportRefused
from incubator.applications.models import ImportBatch
from incubator.applications.states import ImportOutcome
from incubator.documents import sheets
from incubator.documents.table_shape import Shape
from incubator.files import keeping, naming, scanning
from incubator.files.states import Scan
from incubator.notifications import staff_actions
from incubator.people.models import User
from incubator.programmes.models import Call, FormVersion
from incubator.workflow import audit, deciding
from incubator.workflow.refusals import IllegalMove, NotAllowed

# So many rows are checked inside the request that names the columns: about a third of a second with 50 columns.
AT_ONCE = 150


class NotConfirmable(IllegalMove):
    """The batch was confirmed or undone meanwhile."""

    default = gettext_lazy("This import was confirmed already. Reload the page to see where it stands.")


def begin(call: Call, upload: UploadedFile, *, by: User, at: datetime) -> ImportBatch:
    """Keep a table as it came; read it and match its columns as last time, or by its data. Audited as `import.begin`.

    Raises `sheets.SheetRefused`, ImportRefused, NotAllowed.
    """
    deciding.require("application.import", by, call, at)
    if call.form_version_id is None:
        raise NotAllowed(_("The form of this call is not ready yet."))
    name = naming.clean(upload.name or "")
    upload.seek(0)
    data = upload.read(sheets.MOST_BYTES + 1)
    sheet = sheets.read(data, name)
    shape = uploaded_table.as_last_time(data, name, sheet, columns.shapes(call))
    if shape.chosen():
        sheet = sheets.read(data, name, shape=shape)
    scan = scanning.verdict(data)
    if scan == Scan.FOUND:
        raise ImportRefused(_("Our check found a virus in this file: it was not kept."))
    version = FormVersion.objects.get(pk=call.form_version_id)
    targets = columns.targets_of(definition_of(version))
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            call=call, form_version=version, by=by, created_at=at, headings=sheet.headings, shape=shape.chosen(),
            targets=columns.matched(call, sheet.headings, targets), rows_count=len(sheet.rows),
        )  # fmt: skip
        batch.source = uploaded_table.keep(batch, data, name, scan, by=by, at=at)
        batch.save(update_fields=["source"])
        audit.record("import.begin", batch, by=by, at=at, call=call.reference, rows=len(sheet.rows))
    return batch


def match(
    batch: ImportBatch, targets: Sequence[str], *, received_on: date | None, by: User, at: datetime
) -> ImportBatch:
    """Say what each column is, and have the table tried from its first row: nothing but the result is written.

    A small table is checked at once, a larger one in the background; a check of other columns writes nothing more.
    `received_on` is for the rows whose date is in no column. The matching is remembered. Raises NotConfirmable,
    ImportRefused, NotAllowed.
    """
    deciding.require("application.import", by, batch.call, at)
    with transaction.atomic():
        locked = _open(batch)
        before = locked.job
        locked.targets, locked.received_on = list(targets), received_on
        locked.checked_at, locked.job, locked.reread = None, None, False
        locked.form_version = locked.call.form_versions.get(pk=locked.call.form_version_id)
        locked.attempt += 1
        locked.save()
        locked.rows.all().delete()
        columns.remember(locked, at=at)
        background.drop(before, by=by, at=at)
        if locked.rows_count > AT_ONCE:
            background.ask(locked, by=by, at=at)
        else:
            dry_run.at_once(locked, by=by, at=at)
            locked.refresh_from_db(fields=["checked_at"])
    return locked


def read_so(batch: ImportBatch, shape: Shape, *, by: User, at: datetime) -> ImportBatch:
    """Read the table another way: its columns are to name again, what was found of its rows is forgotten.

    Columns keep what they were said to be where the headings stay. Raises `sheets.SheetRefused`, ImportRefused,
    NotConfirmable, NotAllowed; nothing has changed then.
    """
    deciding.require("application.import", by, batch.call, at)
    sheet = uploaded_table.sheet_of(batch, shape=shape)
    with transaction.atomic():
        locked = _open(batch)
        before = locked.job
        if sheet.headings != locked.headings:
            version = FormVersion.objects.get(pk=locked.call.form_version_id)
            targets = columns.targets_of(definition_of(version))
            locked.headings = sheet.headings
            locked.targets = columns.matched(locked.call, sheet.headings, targets)
        locked.shape, locked.rows_count = shape.chosen(), len(sheet.rows)
        locked.checked_at, locked.job = None, None
        if locked.attempt:
            # A check that is under way finds another number, and writes nothing more.
            locked.attempt, locked.reread = locked.attempt + 1, True
        locked.save()
        locked.rows.all().delete()
        background.drop(before, by=by, at=at)
    return locked


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
        if locked.checked_at is None:
            raise ImportRefused(
                _("Not every row was checked with these columns yet: wait until the check is finished.")
            )
        if locked.form_version_id != locked.call.form_version_id:
            raise ImportRefused(_("The form of the call has changed: look at the columns and check again."))
        _require_importable(counts(locked), only_good=only_good, as_drafts=as_drafts)
        locked.as_drafts, locked.tells, locked.confirmed_at = as_drafts, tells, at
        locked.save()
        audit.record(
            "import.confirm", locked, by=by, at=at, call=locked.call.reference, as_drafts=as_drafts,
            only_good=only_good, tells=tells,
        )  # fmt: skip
        background.ask(locked, by=by, at=at)
    return locked


def _open(batch: ImportBatch) -> ImportBatch:
    """Lock a batch that nobody has confirmed yet."""
    locked = (
        ImportBatch.objects.select_for_update(of=("self",))
        .select_related("call", "source", "job")
        .get(pk=batch.pk)
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
            locked.save()
            stopped = staff_actions.cancel_batch(letters_of(locked), by=by, at=at) if locked.tells else 0
            audit.record("import.undo", locked, by=by, at=at, call=locked.call.reference, messages=stopped)
            background.ask(locked, by=by, at=at)
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
        source, job = locked.source, locked.job
        locked.delete()
        background.drop(job, by=by, at=at)
        if source is not None:
            keeping.drop(source)
