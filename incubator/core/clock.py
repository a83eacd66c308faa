"""The only reader of the time: everything else takes the moment as an argument."""

from calendar import monthrange
from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return timezone.now()


def local_day(moment: datetime) -> date:
    """Return the day of `moment` in the centre's time zone (Lomé, UTC+0)."""
    return timezone.localtime(moment).date()


def months_before(moment: datetime, months: int) -> datetime:
    """Return the instant so many months earlier, on the last day of a month that is shorter."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)
