"""The rows of an import that are left, and the background work that enters them or takes them back."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from incubator.applications.models import ImportBatch, ImportRow
from incubator.applications.states import ImportOutcome, State
from incubator.exports import asking
from incubator.exports.models import Job
from incubator.exports.states import JobState
from incubator.people.models import User
from incubator.workflow import deciding

ENTERING, UNDOING = "applications.import", "applications.import_undo"
OVER = (JobState.DONE, JobState.DELETED, JobState.EXPIRED)


def left(batch: ImportBatch) -> QuerySet[ImportRow]:
    """Return the rows that are still to enter, or to take back once the import is undone, in their order."""
    if batch.undone_at:
        made = batch.rows.filter(application__isnull=False, kept="")
        return made.exclude(application__state=State.WITHDRAWN).order_by("line")
    wanted = [ImportOutcome.GOOD] + ([ImportOutcome.INCOMPLETE] if batch.as_drafts else [])
    return batch.rows.filter(outcome__in=wanted, application=None).order_by("line")


def ask(batch: ImportBatch, *, by: User, at: datetime) -> Job:
    """Put the rows that are left to the background work."""
    kind, word = (UNDOING, _("Undo the import")) if batch.undone_at else (ENTERING, _("Import"))
    job = asking.ask(
        kind, title=" · ".join([word, batch.call.reference, str(batch)]),
        keys=list(left(batch).values_list("pk", flat=True)), params={"batch": batch.pk}, by=by, at=at,
    )  # fmt: skip
    batch.job = job
    batch.save()
    return job


def go_on(batch: ImportBatch, *, by: User, at: datetime) -> bool:
    """Work on the rows that are left for some seconds, inside the page; return whether more is left.

    What was stopped or deleted is asked for again, by whoever goes on. Raises NotAllowed.
    """
    deciding.require("application.import", by, batch.call, at)
    if batch.confirmed_at is None or not left(batch).exists():
        return False
    job = batch.job
    if job is None or job.state in OVER or (job.state == JobState.FAILED and job.asked_by_id != by.pk):
        with transaction.atomic():
            job = ask(batch, by=by, at=at)
    if job.asked_by_id != by.pk:
        return True
    job = asking.retry(job, by=by, at=at) if job.state == JobState.FAILED else job
    return asking.make_now(job, by=by, at=at)
