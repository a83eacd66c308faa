"""Which start-up a founder works on now."""

from typing import Any

from django.db.models import QuerySet

from incubator.cohorts.models import Place
from incubator.cohorts.states import HELD
from incubator.core.prepared import Given, Prepared
from incubator.startups.models import Startup

# A place that gives a person the founder's space: from the day it is confirmed, and after graduation too.
WITH_A_PLACE = HELD


def _places() -> QuerySet:
    startups = Startup.objects.of(Given("person")).values("pk")
    places = Place.objects.filter(state__in=WITH_A_PLACE, startup__in=startups)
    return places.order_by("-taken_at", "-id").values_list("startup__slug", flat=True)


_PLACES = Prepared(_places)


def founder_slugs(person: Any) -> list[str]:
    """Return the slugs of the person's start-ups that hold a place, the newest place first."""
    return list(dict.fromkeys(_PLACES.rows(person=person.pk)))


def chosen(slugs: list[str], asked: str | None) -> str | None:
    """Return the start-up of the page's address when it is one of the person's, else the newest."""
    if asked in slugs:
        return asked
    return slugs[0] if slugs else None
