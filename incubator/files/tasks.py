"""Regular work on the private storage."""

from celery import shared_task

from incubator.core import clock
from incubator.files import orphans, scanning, uploading


@shared_task
def sweep() -> int:
    """Remove files left by acts that were undone, and uploads that nobody continued; return how many."""
    at = clock.now()
    return uploading.expire(at=at) + orphans.remove(at=at)


@shared_task
def scan() -> int:
    """Ask the scanner about the files it has not seen; return how many it has now."""
    return scanning.ask_again()
