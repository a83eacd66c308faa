"""The rows of an import that are left, and the background work that checks them, enters them or takes them back."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from incubator.applications.models import ImportBatch, ImportRow
from incubator.applications.states import ImportOutcome, State
from incubator.jobs import requests, runner
from incubator.jobs.models import Job
from incubator.jobs.states import JobState
from incubator.people.models import User
from incubator.workflow import deciding
from incubator.workflow.refusals import IllegalMove

CHECKING, ENTERING, UNDOING = "applications.import_check", "applications.import", "applications.import_undo"
# A page that checks rows itself reads the table first: it answers within five seconds.
IN_A_PAGE = timedelta(seconds=4)
OVER = (JobState.DONE, JobState.DELETED, JobState.EXPIRED)


def left(batch: ImportBatch) -> QuerySet[ImportRow]:
    """Return the rows that are still to enter, or to take back once the import is undone, in their order."""
    if batch.undone_at:
        made = batch.rows.filter(application__isnull=False, kept="")
        return made.exclude(application__state=State.WITHDRAWN).order_by("line")
    wanted = [ImportOutcome.GOOD] + ([ImportOutcome.INCOMPLETE] if batch.as_drafts else [])
    return batch.rows.filter(outcome__in=wanted, application=None).order_by("line")


def waits(batch: ImportBatch) -> bool:
    """Tell whether rows are still to check, to enter or to take back."""
    if batch.confirmed_at is None:
        return batch.is_named and batch.checked_at is None
    return left(batch).exists()


def ask(batch: ImportBatch, *, by: User, at: datetime) -> Job:
    """Put the rows that are left to the background work. The caller holds the batch."""
    params = {"batch": batch.pk}
    if batch.confirmed_at is None:
        kind, word, params["attempt"] = CHECKING, _("Check of an import"), batch.attempt
        # Rows are checked in their order: those that are kept are the first ones.
        keys = list(range(batch.rows.count(), batch.rows_count))
    else:
        kind, word = (UNDOING, _("Undo the import")) if batch.undone_at else (ENTERING, _("Import"))
        keys = list(left(batch).values_list("pk", flat=True))
    title = " · ".join([word, batch.call.reference, str(batch)])
    batch.job = requests.ask(kind, title=title, keys=keys, params=params, by=by, at=at)
    batch.save(update_fields=["job"])
    return batch.job


def drop(job: Job | None, *, by: User, at: datetime) -> None:
    """Delete the check of columns that changed, where it is one's own and waits: elsewhere it ends by itself."""
    if job is not None and job.asked_by_id == by.pk and job.state in (JobState.QUEUED, JobState.FAILED):
        with suppress(IllegalMove):
            requests.discard(job, by=by, at=at)


def go_on(batch: ImportBatch, *, by: User, at: datetime) -> bool:
    """Work on the rows that are left for some seconds, inside the page; return whether more is left.

    What was stopped or deleted is asked for again, by whoever goes on. Raises NotAllowed.
    """
    deciding.require("application.import", by, batch.call, at)
    if not waits(batch):
        return False
    job = _asked(batch, by=by, at=at)
    if job is None or job.asked_by_id != by.pk:
        return waits(batch)
    job = requests.retry(job, by=by, at=at) if job.state == JobState.FAILED else job
    lasts = IN_A_PAGE if job.kind == CHECKING else runner.IN_A_PAGE
    return requests.make_now(job, by=by, at=at, lasts=lasts)


@transaction.atomic
def _asked(batch: ImportBatch, *, by: User, at: datetime) -> Job | None:
    """Return the work of a batch as it stands now, asked for again where nobody has it; None when nothing is left."""
    held = (
        ImportBatch.objects.select_for_update(of=("self",))
        .select_related("call", "source", "job")
        .get(pk=batch.pk)
    )
    if not waits(held):
        return None
    job = held.job
    if job is None or job.state in OVER or (job.state == JobState.FAILED and job.asked_by_id != by.pk):
        return ask(held, by=by, at=at)
    return job
