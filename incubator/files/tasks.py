"""Regular work on the private storage."""

from celery import shared_task

from incubator.core import clock
from incubator.files import orphans, scanning, uploading


@shared_task
def sweep() -> int:
    """Remove files left by acts that were undone; return how many."""
    return orphans.remove(at=clock.now())


@shared_task
def expire() -> int:
    """Remove the uploads that nobody continued and the files that refused forms held; return how many."""
    return uploading.expire(at=clock.now())


@shared_task
def scan() -> int:
    """Ask the scanner about the files it has not seen; return how many it has now."""
    return scanning.ask_again()
