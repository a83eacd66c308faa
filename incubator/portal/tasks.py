"""Jobs of the slice."""

from celery import shared_task

from incubator.core import clock
from incubator.portal import departures
from incubator.portal.personal import retention


@shared_task
def follow_the_clock() -> int:
    """Release those whose role has ended by its date."""
    return departures.follow_the_clock(at=clock.now())


@shared_task
def erase_what_is_over() -> None:
    """Erase what is kept no longer (`portal.retention`)."""
    retention.run(at=clock.now())
