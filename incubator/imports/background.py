"""The rows of an import that are left, and the background work that checks them, enters them or takes them back."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from incubator.imports.kinds import Kind
from incubator.imports.models import Batch
from incubator.jobs import requests, runner
from incubator.jobs.models import Job
from incubator.jobs.states import JobState
from incubator.people.models import User
from incubator.workflow import deciding
from incubator.workflow.refusals import IllegalMove

# A page that checks rows itself reads the table first: it answers within five seconds.
IN_A_PAGE = timedelta(seconds=4)
OVER = (JobState.DONE, JobState.DELETED, JobState.EXPIRED)


def checking(kind: Kind) -> str:
    """Return the kind of work that checks its rows; `kind.name` itself enters them."""
    return f"{kind.name}_check"


def undoing(kind: Kind) -> str:
    return f"{kind.name}_undo"


def left(kind: Kind, batch: Batch) -> QuerySet[Any]:
    """Return the rows that are still to enter, or to take back once the import is undone, in their order."""
    rows = batch.rows.order_by("line")
    if batch.undone_at:
        return rows.filter(**{f"{kind.made}__isnull": False}, kept="").exclude(kind.gone)
    return rows.filter(**{kind.made: None}, outcome__in=kind.wanted(batch))


def waits(kind: Kind, batch: Batch) -> bool:
    """Tell whether rows are still to check, to enter or to take back."""
    if batch.confirmed_at is None:
        return batch.is_named and batch.checked_at is None
    return left(kind, batch).exists()


def locked(kind: Kind, batch: Batch) -> Batch:
    """Hold a batch until the transaction ends, and return it as it stands now."""
    joined = ("source", "job", kind.place) if kind.place else ("source", "job")
    held: Batch = (
        kind.batches.objects.select_for_update(of=("self",)).select_related(*joined).get(pk=batch.pk)
    )
    return held


def ask(kind: Kind, batch: Batch, *, by: User, at: datetime) -> Job:
    """Put the rows that are left to the background work. The caller holds the batch."""
    params = {"batch": batch.pk}
    if batch.confirmed_at is None:
        work, word, params["attempt"] = checking(kind), _("Check of an import"), batch.attempt
        # Rows are checked in their order: those that are kept are the first ones.
        keys = list(range(batch.rows.count(), batch.rows_count))
    else:
        work, word = (undoing(kind), _("Undo the import")) if batch.undone_at else (kind.name, _("Import"))
        keys = list(left(kind, batch).values_list("pk", flat=True))
    title = " · ".join([word, *kind.facts(kind.place_of(batch)).values(), str(batch)])
    batch.job = requests.ask(work, title=title, keys=keys, params=params, by=by, at=at)
    batch.save(update_fields=["job"])
    return batch.job


def drop(job: Job | None, *, by: User, at: datetime) -> None:
    """Delete the check of columns that changed, where it is one's own and waits: elsewhere it ends by itself."""
    if job is not None and job.asked_by_id == by.pk and job.state in (JobState.QUEUED, JobState.FAILED):
        with suppress(IllegalMove):
            requests.discard(job, by=by, at=at)


def go_on(kind: Kind, batch: Batch, *, by: User, at: datetime) -> bool:
    """Work on the rows that are left for some seconds, inside the page; return whether more is left.

    What was stopped or deleted is asked for again, by whoever goes on. Raises NotAllowed.
    """
    deciding.require(kind.policy, by, kind.place_of(batch), at)
    if not waits(kind, batch):
        return False
    job = _asked(kind, batch, by=by, at=at)
    if job is None or job.asked_by_id != by.pk:
        return waits(kind, batch)
    job = requests.retry(job, by=by, at=at) if job.state == JobState.FAILED else job
    lasts = IN_A_PAGE if job.kind == checking(kind) else runner.IN_A_PAGE
    return requests.make_now(job, by=by, at=at, lasts=lasts)


@transaction.atomic
def _asked(kind: Kind, batch: Batch, *, by: User, at: datetime) -> Job | None:
    """Return the work of a batch as it stands now, asked for again where nobody has it; None when nothing is left."""
    held = locked(kind, batch)
    if not waits(kind, held):
        return None
    job = held.job
    if job is None or job.state in OVER or (job.state == JobState.FAILED and job.asked_by_id != by.pk):
        return ask(kind, held, by=by, at=at)
    return job
