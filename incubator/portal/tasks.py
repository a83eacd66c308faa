"""Jobs of the slice."""

from celery import shared_task

from incubator.core import clock
from incubator.portal import departures


@shared_task
def follow_the_clock() -> int:
    """Release those whose role has ended by its date."""
    return departures.follow_the_clock(at=clock.now())
