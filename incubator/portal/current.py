"""Which start-up a founder works on now."""

from typing import Any

from incubator.cohorts.models import Place
from incubator.cohorts.states import HELD
from incubator.startups.models import Startup

# A place that gives a person the founder's space: from the day it is confirmed, and after graduation too.
WITH_A_PLACE = HELD


def founder_slugs(person: Any) -> list[str]:
    """Return the slugs of the person's start-ups that hold a place, the newest place first."""
    startups = Startup.objects.of(person).values("pk")
    places = Place.objects.filter(state__in=WITH_A_PLACE, startup__in=startups).order_by("-taken_at", "-id")
    return list(dict.fromkeys(places.values_list("startup__slug", flat=True)))


def chosen(slugs: list[str], asked: str | None) -> str | None:
    """Return the start-up of the page's address when it is one of the person's, else the newest."""
    if asked in slugs:
        return asked
    return slugs[0] if slugs else None
