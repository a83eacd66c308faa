"""Until when the record of an incubation is kept, and which incubations are under way (`core/forgetting.py`)."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from incubator.applications import forgetting as files_of
from incubator.applications.models import Application
from incubator.applications.states import State
from incubator.cohorts.models import Place
from incubator.cohorts.privacy import INCUBATION
from incubator.cohorts.states import PRESENT, PlaceState
from incubator.core import clock
from incubator.core.forgetting import Obstacle, Subject, prevents
from incubator.people.models import User
from incubator.programmes.call_file import keeping
from incubator.startups.forgetting import alone_in
from incubator.startups.models import Startup
from incubator.startups.states import StartupState

UNDER_WAY = (PlaceState.INVITED, *PRESENT)


def with_a_place() -> QuerySet[Place]:
    """Return the places of the start-up of an outer query: its record outlives its people for a while."""
    return Place.objects.filter(startup=OuterRef("pk"))


def over(at: datetime) -> QuerySet[Startup]:
    """Return the start-ups that left longer ago than their record is kept: the years that the call of a place says
    (`retention`), or five. One that stands in the public directory stays, and one with a file that is not over.
    """
    startups = Startup.objects.filter(Exists(with_a_place()), ~Exists(_live_files(at)), erased_at=None)
    startups = startups.exclude(state=StartupState.PUBLISHED)
    places = Place.objects.exclude(startup__erased_at__isnull=False).select_related("cohort__call")
    kept = set()
    for place in places.only("startup", "ended_on", "cohort__ends_on", "cohort__call__retention"):
        call = place.cohort.call
        years = keeping.period(call and call.retention, "selected_years", usual=INCUBATION.kept.months // 12)
        ended_on = place.ended_on or place.cohort.ends_on
        if ended_on >= clock.months_before(at, 12 * years).date():
            kept.add(place.startup_id)
    return startups.exclude(pk__in=kept).exclude(places__state__in=UNDER_WAY)


def _live_files(at: datetime) -> QuerySet[Application]:
    """Return the files that keep the start-up of an outer query; that which led to a place goes with its record."""
    led_to = Place.objects.filter(startup=OuterRef("startup"), cohort__call=OuterRef("call"))
    files = Application.objects.filter(startup=OuterRef("pk"), erased_at=None)
    return files.exclude(pk__in=files_of.over(at).values("pk")).filter(
        ~Q(state=State.ACCEPTED) | ~Exists(led_to)
    )


def never_incubated() -> Q:
    """The condition of a start-up that held no place, and of which every file is erased: nothing keeps it."""
    files = Application.objects.filter(startup=OuterRef("pk"), erased_at=None)
    return ~Exists(with_a_place()) & ~Exists(files)


@prevents(Subject.PERSON)
def incubations(person: User, at: datetime) -> Iterator[Obstacle]:
    """Whoever alone is a start-up in incubation leaves first, with the centre."""
    mine = Place.objects.filter(startup__in=alone_in(person), state__in=UNDER_WAY)
    for place in mine.select_related("startup").order_by("pk"):
        words = _("“%(name)s” holds a place in a cohort: tell the centre first that you leave.")
        yield Obstacle(words % {"name": place.startup})
