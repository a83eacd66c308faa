"""Asking for background work, and what its asker does with it: try again, read, delete."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incubator.core.bilingual import current_language
from incubator.core.holding import hold
from incubator.files import keeping
from incubator.files.models import StoredFile
from incubator.jobs import parts, runner, tasks
from incubator.jobs.kinds import UnknownKind
from incubator.jobs.models import Job
from incubator.jobs.states import LIFECYCLE, JobState
from incubator.notifications import dispatch
from incubator.people.models import User
from incubator.workflow import audit, deciding
from incubator.workflow.acting import acting
from incubator.workflow.refusals import Refused, once

MOST_WAITING = 10


class TooMany(Refused):
    """The person has many pieces of work on their way already."""

    status = 429
    code = "too_many_jobs"
    default = _("Ten of your exports are being prepared already. Wait for one to be ready, or delete one.")


class NoFile(Refused):
    """There is no file: not yet, or no more."""

    code = "not_ready"
    default = _("This file is not ready, or its time is over. Prepare it again from the list of exports.")


def ask(
    kind: str, *, title: str, keys: list[int], params: dict[str, Any], by: User, at: datetime, **facts: Any
) -> Job:
    """Write down a piece of work over the rows `keys`, and tell the worker after the commit (the sweeper finds
    it anyway).

    The same work asked for again while it is not finished is the one that goes on. The policy of the rows is
    asked by the caller, and again by the work itself. `facts` go to the audit (`job.ask`). Raises TooMany and
    UnknownKind.
    """
    if kind not in settings.EXPORT_KINDS:
        raise UnknownKind(kind)
    with acting(by):
        hold(by)
        unfinished = Job.objects.visible_to(by).unfinished()
        same = unfinished.filter(kind=kind, keys=keys, params=params, language=current_language()).first()
        if same is not None:
            return same
        if unfinished.count() >= MOST_WAITING:
            raise TooMany
        job = Job.objects.create(
            kind=kind, title=title[:200], params=params, keys=keys, total=len(keys), asked_by=by, created_at=at,
            language=current_language(),
        )  # fmt: skip
        audit.record("job.ask", job, by=by, at=at, kind=kind, rows=len(keys), **facts)
        dispatch.after_commit(tasks.make, job.pk)
    return job


def make_now(job: Job, *, by: User, at: datetime, lasts: timedelta = runner.IN_A_PAGE) -> bool:
    """Work on it inside the request, for a few seconds: a page needs no worker. Return whether more is left."""
    deciding.require("job.make", by, job, at)
    return runner.make(job.pk, at=at, lasts=lasts)


@once
def retry(job: Job, *, by: User, at: datetime) -> Job:
    """Go on where it stopped; what is expired is made anew. A second click changes nothing."""
    with LIFECYCLE.move(job, "retry", by=by, at=at) as again:
        again.stalled, again.error, again.expires_at = 0, "", None
        dispatch.after_commit(tasks.make, again.pk)
    return job


@once
def discard(job: Job, *, by: User, at: datetime) -> Job:
    """Delete what was made; the row stays for the audit. What is being prepared at this moment is refused."""
    with transaction.atomic():
        with LIFECYCLE.move(job, "discard", by=by, at=at) as gone:
            file, gone.file = gone.file, None
        transaction.on_commit(partial(parts.remove, job))
        if file is not None:
            keeping.drop(file)
    return job


def take(job: Job, *, by: User, at: datetime) -> StoredFile:
    """Return the file to hand over; each time is audited (`job.download`). Raises NoFile and NotAllowed."""
    deciding.require("job.download", by, job, at)
    expired = job.expires_at is not None and job.expires_at <= at
    if job.state != JobState.DONE or job.file is None or expired:
        raise NoFile
    audit.record("job.download", job, by=by, at=at, kind=job.kind, rows=job.total)
    return job.file
