"""Brings in a table: kept, matched, checked without changing anything, then confirmed.

Rows are checked (`dry_run`), then entered (`entering`), in the background or in the page that follows; one act undoes
them (`undoing`). What a row is, its `Kind` says.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from incubator.documents import sheets
from incubator.documents.table_shape import Shape
from incubator.files import keeping, naming, scanning
from incubator.files.states import Scan
from incubator.imports import background, columns, dry_run, uploaded_table
from incubator.imports.kinds import Kind
from incubator.imports.models import Batch
from incubator.imports.states import ImportOutcome
from incubator.imports.uploaded_table import ImportRefused
from incubator.people.models import User
from incubator.workflow import audit, deciding
from incubator.workflow.acting import acting
from incubator.workflow.refusals import IllegalMove

# So many rows are checked inside the request that names the columns: about a third of a second with 50 columns.
AT_ONCE = 150


class NotConfirmable(IllegalMove):
    """The batch was confirmed or undone meanwhile."""

    default = gettext_lazy("This import was confirmed already. Reload the page to see where it stands.")


def begin(kind: Kind, place: Any, upload: UploadedFile, *, by: User, at: datetime) -> Batch:
    """Keep a table as it came; read it and match its columns as last time, or by its data. Audited as `import.begin`.

    Raises `sheets.SheetRefused`, ImportRefused, NotAllowed.
    """
    deciding.require(kind.policy, by, place, at)
    current = kind.current(place)
    name = naming.clean(upload.name or "")
    upload.seek(0)
    data = upload.read(sheets.MOST_BYTES + 1)
    sheet = sheets.read(data, name)
    shape = uploaded_table.as_last_time(data, name, sheet, columns.shapes(kind, place))
    if shape.chosen():
        sheet = sheets.read(data, name, shape=shape)
    scan = scanning.verdict(data)
    if scan == Scan.FOUND:
        raise ImportRefused(_("Our check found a virus in this file: it was not kept."))
    with acting(by):
        deciding.require(kind.policy, by, place, at)
        batch: Batch = kind.batches.objects.create(
            **kind.within(place), **current, by=by, created_at=at, headings=sheet.headings, shape=shape.chosen(),
            targets=columns.matched(kind, place, sheet.headings), rows_count=len(sheet.rows),
        )  # fmt: skip
        batch.source = uploaded_table.keep(kind, batch, data, name, scan, by=by, at=at)
        batch.save(update_fields=["source"])
        audit.record("import.begin", batch, by=by, at=at, **kind.facts(place), rows=len(sheet.rows))
    return batch


def match(
    kind: Kind, batch: Batch, targets: Sequence[str], *, by: User, at: datetime, **options: Any
) -> Batch:
    """Say what each column is, and have the table tried from its first row: nothing but the result is written.

    A small table is checked at once, a larger one in the background; a check of other columns writes nothing more.
    `options` are columns of the batch that say what no column does. The matching is remembered. Raises NotConfirmable,
    ImportRefused, NotAllowed.
    """
    place = kind.place_of(batch)
    with acting(by):
        deciding.require(kind.policy, by, place, at)
        locked = _open(kind, batch)
        before = locked.job
        for name, value in {**options, **kind.current(kind.place_of(locked))}.items():
            setattr(locked, name, value)
        locked.targets, locked.checked_at, locked.job, locked.reread = list(targets), None, None, False
        locked.attempt += 1
        locked.save()
        locked.rows.all().delete()
        columns.remember(kind, locked, at=at)
        background.drop(before, by=by, at=at)
        if locked.rows_count > AT_ONCE:
            background.ask(kind, locked, by=by, at=at)
        else:
            dry_run.at_once(kind, locked, by=by, at=at)
            locked.refresh_from_db(fields=["checked_at"])
    return locked


def read_so(kind: Kind, batch: Batch, shape: Shape, *, by: User, at: datetime) -> Batch:
    """Read the table another way: its columns are to name again, what was found of its rows is forgotten.

    Columns keep what they were said to be where the headings stay. Raises `sheets.SheetRefused`, ImportRefused,
    NotConfirmable, NotAllowed; nothing has changed then.
    """
    deciding.require(kind.policy, by, kind.place_of(batch), at)
    sheet = uploaded_table.sheet_of(batch, shape=shape)
    with acting(by):
        deciding.require(kind.policy, by, kind.place_of(batch), at)
        locked = _open(kind, batch)
        before = locked.job
        if sheet.headings != locked.headings:
            locked.headings = sheet.headings
            locked.targets = columns.matched(kind, kind.place_of(locked), sheet.headings)
        locked.shape, locked.rows_count = shape.chosen(), len(sheet.rows)
        locked.checked_at, locked.job = None, None
        if locked.attempt:
            # A check that is under way finds another number, and writes nothing more.
            locked.attempt, locked.reread = locked.attempt + 1, True
        locked.save()
        locked.rows.all().delete()
        background.drop(before, by=by, at=at)
    return locked


def counts(batch: Batch) -> dict[str, int]:
    """Return how many rows are of each outcome."""
    told = batch.rows.order_by().values_list("outcome").annotate(n=Count("pk"))
    return dict.fromkeys(ImportOutcome.values, 0) | dict(told)


def confirm(kind: Kind, batch: Batch, *, only_good: bool, by: User, at: datetime, **options: bool) -> Batch:
    """Begin to enter the rows: all that can be or nothing, unless `only_good`. `options` are columns of the batch.

    Audited as `import.confirm`. Raises ImportRefused, NotConfirmable, NotAllowed.
    """
    place = kind.place_of(batch)
    with acting(by):
        deciding.require(kind.policy, by, place, at)
        locked = _open(kind, batch)
        if locked.checked_at is None:
            raise ImportRefused(
                _("Not every row was checked with these columns yet: wait until the check is finished.")
            )
        current = kind.current(kind.place_of(locked))
        if any(getattr(locked, name) != value for name, value in current.items()):
            raise ImportRefused(kind.outdated)
        for name, value in options.items():
            setattr(locked, name, value)
        _require_importable(counts(locked), kind.wanted(locked), only_good=only_good)
        locked.confirmed_at = at
        locked.save()
        audit.record(
            "import.confirm", locked, by=by, at=at, **kind.facts(place), **options, only_good=only_good
        )
        background.ask(kind, locked, by=by, at=at)
    return locked


def _open(kind: Kind, batch: Batch) -> Batch:
    """Lock a batch that nobody has confirmed yet."""
    locked = background.locked(kind, batch)
    if locked.confirmed_at is not None:
        raise NotConfirmable()
    return locked


def _require_importable(found: dict[str, int], wanted: Sequence[str], *, only_good: bool) -> None:
    bad = sum(found[one] for one in (ImportOutcome.WRONG, ImportOutcome.INCOMPLETE) if one not in wanted)
    if not sum(found[one] for one in wanted):
        raise ImportRefused(_("No row can be imported: correct the table, then bring it in again."))
    if bad and not only_good:
        told = ngettext(
            "%(n)s row has an error: correct the table, or tick to import only the good rows.",
            "%(n)s rows have errors: correct the table, or tick to import only the good rows.",
            bad,
        )
        raise ImportRefused(told % {"n": bad})


def undo(kind: Kind, batch: Batch, *, by: User, at: datetime) -> Batch:
    """Take back what was made of the batch and nobody has touched since; no further row is entered.

    Audited as `import.undo`. Done twice, it is done once. Raises NotAllowed.
    """
    place = kind.place_of(batch)
    with acting(by):
        deciding.require(kind.policy, by, place, at)
        locked = background.locked(kind, batch)
        if locked.confirmed_at is None:
            raise ImportRefused(_("Nothing was imported yet: there is nothing to undo."))
        if locked.undone_at is None:
            locked.undone_at, locked.undone_by = at, by
            locked.save()
            done = kind.undone(locked, by=by, at=at)
            audit.record("import.undo", locked, by=by, at=at, **kind.facts(place), **done)
            background.ask(kind, locked, by=by, at=at)
    return locked


def discard(kind: Kind, batch: Batch, *, by: User, at: datetime) -> None:
    """Forget a table that was never confirmed, with its file. Audited as `import.discard`. Raises NotConfirmable."""
    place = kind.place_of(batch)
    with acting(by):
        deciding.require(kind.policy, by, place, at)
        locked = _open(kind, batch)
        audit.record("import.discard", locked, by=by, at=at, **kind.facts(place))
        source, job = locked.source, locked.job
        locked.delete()
        background.drop(job, by=by, at=at)
        if source is not None:
            keeping.drop(source)
