"""Start-ups as lists read them: the public directory, and the desk's portfolio with its counts."""

from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, Max, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from funding.models import Award
from incubator.cohorts.models import Place
from incubator.cohorts.states import PRESENT, PlaceState
from incubator.milestones.models import Milestone
from incubator.startups.models import Startup
from mentorship.models import Match, Session


def public() -> QuerySet[Startup]:
    """Return the start-ups that agreed to be shown, by name."""
    return (
        Startup.objects.published()
        .select_related("sector", "commune__prefecture__zone")
        .order_by("name", "pk")
    )


def portfolio(user: Any, today: date) -> QuerySet[Startup]:
    """Return the start-ups with a place that the person may see, with milestones, last session and money."""
    places = Place.objects.visible_to(user).exclude(state=PlaceState.INVITED)
    latest = places.filter(startup=OuterRef("pk")).order_by("-taken_at", "-pk")
    milestones = Milestone.objects.filter(place__startup=OuterRef("pk"))
    awards = Award.objects.visible_to(user).filter(startup=OuterRef("pk")).order_by().values("startup")
    sessions = Session.objects.held().filter(startup=OuterRef("pk")).order_by().values("startup")
    return (
        Startup.objects.visible_to(user)
        .filter(pk__in=places.values("startup"))
        .select_related("sector", "commune__prefecture__zone")
        .annotate(
            place_state=Subquery(latest.values("state")[:1]),
            cohort_fr=Subquery(latest.values("cohort__title_fr")[:1]),
            cohort_en=Subquery(latest.values("cohort__title_en")[:1]),
            cohort_slug=Subquery(latest.values("cohort__slug")[:1]),
            lead_gender=Subquery(latest.values("application__lead_gender")[:1]),
            milestones_all=_count(milestones),
            milestones_met=_count(milestones.approved()),
            milestones_late=_count(milestones.overdue(today)),
            last_session_on=Subquery(sessions.annotate(day=Max("held_on")).values("day")),
            granted=Coalesce(Subquery(awards.annotate(s=Sum("ceiling_amount")).values("s")), 0),
            paid=Coalesce(Subquery(awards.annotate(s=Sum("paid_amount")).values("s")), 0),
        )
    )


def without_mentor(user: Any) -> QuerySet[Startup]:
    """Return the start-ups that are accompanied here, open to the person, and have no mentor."""
    present = Place.objects.visible_to(user).filter(state__in=PRESENT)
    mentored = Match.objects.active().order_by().values("startup")
    return Startup.objects.visible_to(user).filter(pk__in=present.values("startup")).exclude(pk__in=mentored)


def _count(milestones: QuerySet[Milestone]) -> Coalesce:
    counted = milestones.order_by().values("place__startup").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
