"""The only reader of the time: everything else takes the moment as an argument."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return timezone.now()


def local_day(moment: datetime) -> date:
    """Return the day of `moment` in the centre's time zone (Lomé, UTC+0)."""
    return timezone.localtime(moment).date()
