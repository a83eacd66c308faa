"""Makes what was asked: claim, chunk by chunk, assemble, mark. A process that dies is replaced where it stopped."""

import logging
from datetime import datetime, timedelta
from tempfile import TemporaryFile

from django.db import transaction
from django.db.models import F
from django.utils import translation

from incubator.core import clock
from incubator.files import keeping
from incubator.jobs import parts
from incubator.jobs.kinds import Work, work_of
from incubator.jobs.models import Job
from incubator.jobs.querysets import LEASE
from incubator.jobs.states import Failure, JobState
from incubator.workflow import audit
from incubator.workflow.refusals import Refused

log = logging.getLogger(__name__)
# A worker turns to other tasks after so long; a page that makes the file itself answers before its reader leaves.
TURN = timedelta(seconds=30)
IN_A_PAGE = timedelta(seconds=8)
MOST_STALLED = 5
KEPT = timedelta(days=7)


class TakenOver(Exception):
    """Another process claimed the work meanwhile (this one was silent for too long), or it was deleted."""


def claim(job_id: int, *, at: datetime) -> Job | None:
    """Take a piece of work for this process: the one whose conditional UPDATE changed the row, None for the others."""
    taken = (
        Job.objects.claimable(at).filter(pk=job_id).order_by()
        .update(state=JobState.RUNNING, claimed_at=at, attempts=F("attempts") + 1, stalled=F("stalled") + 1)
    )  # fmt: skip
    return Job.objects.select_related("asked_by").get(pk=job_id) if taken else None


def make(job_id: int, *, at: datetime, lasts: timedelta = TURN) -> bool:
    """Work on a job for at most `lasts` (and one chunk); return whether more is left to do.

    Nothing happens when another process has it. What goes wrong stays on the row, with what was prepared.
    """
    job = claim(job_id, at=at)
    if job is None:
        return False
    turn = _Turn(job, at)
    try:
        if job.stalled > MOST_STALLED:
            raise _Stalled
        with translation.override(job.language):
            is_left = turn.work(lasts)
        if is_left:
            turn.update(state=JobState.QUEUED, claimed_at=None)
        return is_left
    except TakenOver:
        log.warning("Job %s went to another process.", job.public_id)
    except Exception as error:
        # Whatever a kind of work raises, the row keeps it and the next jobs are still made.
        _stop(turn, error)
    return False


class _Stalled(Exception):
    """Cut off too often without any progress."""


class _Turn:
    """One process at work on one job, for as long as nobody takes it over."""

    def __init__(self, job: Job, at: datetime) -> None:
        self.job, self.began, self.started = job, at, clock.now()
        self.mine = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)

    @property
    def at(self) -> datetime:
        """The instant of the act, moved on by the time the work took."""
        return self.began + (clock.now() - self.started)

    def update(self, **facts: object) -> None:
        """Write the progress, over a job still held by this process. Raises TakenOver."""
        if not self.mine.update(**facts):
            raise TakenOver
        for name, value in facts.items():
            setattr(self.job, name, value)

    def alive(self) -> None:
        """Give a sign of life while the file is put together."""
        if self.at - (self.job.claimed_at or self.began) > LEASE / 4:
            self.update(claimed_at=self.at)

    def work(self, lasts: timedelta) -> bool:
        """Write chunks, then the file; return whether chunks are left."""
        work, keys = work_of(self.job, self.at), self.job.keys
        while self.job.done < len(keys):
            if self.at - self.began > lasts:
                return True
            chunk = keys[self.job.done : self.job.done + work.chunk]
            with parts.written(self.job, self.job.parts) as out:
                work.write(chunk, out, self.at)
            self._written(work, chunk)
        try:
            self._finish(work)
        except parts.Lost:
            # The storage was emptied meanwhile: from the beginning, at the next turn.
            self.update(done=0, parts=0)
            return True
        return False

    def _written(self, work: Work, chunk: list[int]) -> None:
        progress = {"done": self.job.done + len(chunk), "parts": self.job.parts + 1, "stalled": 0}
        taken = work.taken(chunk)
        with transaction.atomic():
            self.update(**progress, claimed_at=self.at)
            if taken is not None:
                audit.record_export(taken, by=self.job.asked_by, at=self.at)

    def _finish(self, work: Work) -> None:
        done = {"state": JobState.DONE, "claimed_at": None, "error": "", "finished_at": self.at}
        if not work.makes_file:
            self.update(**done)
        else:
            self._keep_file(work, done)
        parts.remove(self.job)

    def _keep_file(self, work: Work, done: dict[str, object]) -> None:
        with TemporaryFile() as out:
            work.assemble(parts.opened(self.job, self.alive), out)
            file = keeping.keep(
                out, name=work.name(), content_type=work.content_type, record="job", record_id=self.job.pk,
                by=self.job.asked_by, at=self.at,
            )  # fmt: skip
        try:
            self.update(**done, file=file, expires_at=self.at + KEPT)
        except TakenOver:
            keeping.drop(file)
            raise


def _stop(turn: _Turn, error: Exception) -> None:
    job = turn.job
    if isinstance(error, Refused):
        words = str(error.sentence)[:300]
    else:
        known = {OSError: Failure.STORAGE, _Stalled: Failure.STALLED}
        words = next((code for kind, code in known.items() if isinstance(error, kind)), Failure.ERROR)
        log.error("Job %s stopped: %s", job.public_id, type(error).__name__, exc_info=error)
    try:
        turn.update(state=JobState.FAILED, claimed_at=None, error=words, expires_at=turn.at + KEPT)
    except TakenOver:
        log.warning("Job %s went to another process.", job.public_id)


def sweep(*, at: datetime) -> int:
    """Drop what is past its time, then make what waits or was left by a dead process; return how many were treated."""
    for job in Job.objects.over(at).select_related("file"):
        expire(job, at=at)
    treated, started = 0, clock.now()
    for pk in list(Job.objects.claimable(at).order_by("created_at", "pk").values_list("pk", flat=True)[:20]):
        spent = clock.now() - started
        if spent > TURN:
            break
        make(pk, at=at + spent, lasts=TURN - spent)
        treated += 1
    return treated


def expire(job: Job, *, at: datetime) -> None:
    """Take the file of a job away: its time is over. The row stays and says that it was asked."""
    over = Job.objects.over(at).filter(pk=job.pk)
    if not over.update(state=JobState.EXPIRED, file=None, done=0, parts=0):
        return
    parts.remove(job)
    if job.file:
        keeping.drop(job.file)
