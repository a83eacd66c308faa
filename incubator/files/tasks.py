"""Regular work on the private storage."""

from celery import shared_task

from incubator.core import clock
from incubator.files import orphans


@shared_task
def sweep() -> int:
    """Remove files left by acts that were undone."""
    return orphans.remove(at=clock.now())
