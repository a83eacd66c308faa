"""Background work: one job at once, and every thirty seconds whatever waits."""

from celery import shared_task

from incubator.core import clock
from incubator.jobs import runner
from incubator.notifications import dispatch


@shared_task
def make(job_id: int) -> bool:
    """Work on one job for a while, then let others through; what is left is asked for again."""
    is_left = runner.make(job_id, at=clock.now())
    if is_left:
        dispatch.send(make, job_id)
    return is_left


@shared_task
def sweep() -> int:
    """Make what waits, take over what a dead process held, drop what is past its time."""
    return runner.sweep(at=clock.now())
