"""Which centre a page or a letter speaks for, where nothing says more."""

import time

from incubator.territory.models import Centre

# Seconds for which a process remembers the centre: every page of the desk and every letter name it, and only the
# command `open_centre` changes it.
KEPT_HERE = 60.0
_HERE: dict[str, tuple[float, Centre]] = {}


def first_centre() -> Centre | None:
    """Return the centre that was there first, None before there is any; what a process knows is a minute old at most."""
    now = time.monotonic()
    since, centre = _HERE.get("first", (now, None))
    if centre is not None and now - since < KEPT_HERE:
        return centre
    centre = Centre.objects.order_by("pk").first()
    if centre is not None:
        _HERE["first"] = now, centre
    return centre


def forget() -> None:
    """Ask the database again (after the centre was changed, and for tests, whose tables are gone at the end of each)."""
    _HERE.clear()
