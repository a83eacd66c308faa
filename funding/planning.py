"""When the next step of a tranche is expected."""

from datetime import date, timedelta

# Days each step is expected to take; shown to the founder, never a rule.
DAYS_TO_VERIFY, DAYS_TO_SIGN, DAYS_TO_PAY = 5, 4, 4
SATURDAY = 5


def expected_after(day: date, days: int) -> date:
    """Return the day `days` later, or the Monday that follows a weekend."""
    then = day + timedelta(days=days)
    while then.weekday() >= SATURDAY:
        then += timedelta(days=1)
    return then
