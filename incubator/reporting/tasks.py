"""Jobs of the slice."""

from celery import shared_task

from incubator.core import clock
from incubator.people.models import SYSTEM
from incubator.reporting import periods


@shared_task
def open_periods() -> int:
    """Open the periods whose day has come."""
    at = clock.now()
    due = periods.due_to_open(clock.local_day(at))
    return sum(len(periods.open_period(period, by=SYSTEM, at=at)) for period in due)
