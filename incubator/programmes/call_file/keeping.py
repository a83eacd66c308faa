"""How long a call says that what it gathered is kept (`Call.retention`), read in one way by whoever erases."""

from typing import Any

# The longest that a call may say, in the unit of its name.
LONGEST = {"rejected_months": 120, "pool_months": 120, "selected_years": 30}


def period(retention: Any, name: str, *, usual: int) -> int:
    """Return the months or years that a call says; the usual ones where it says none, or nothing that can be meant."""
    said = retention.get(name) if isinstance(retention, dict) else None
    return said if type(said) is int and 1 <= said <= LONGEST[name] else usual
