"""The one-page file of a start-up: each part asked of its slice, by what the person may see."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from funding.models import Award, Tranche
from incubator.applications.models import Application
from incubator.cohorts.models import Place
from incubator.cohorts.policies import CENTRE
from incubator.cohorts.states import PlaceState
from incubator.core.clock import local_day
from incubator.milestones.models import Milestone
from incubator.people.models import User
from incubator.people.states import Role
from incubator.reporting.models import Report
from incubator.startups.models import Registration, Startup
from mentorship.models import Action, Match, Session
from mentorship.querysets import NOTE_READERS

RECENT = 10
# Donors read results, not people.
READERS_OF_PEOPLE = (Role.ADMIN, Role.OFFICER, Role.DIRECTOR, Role.FINANCE, Role.APPROVER)


def readable(user: User) -> QuerySet[Startup]:
    """Return the start-ups the desk may open: with a place, or with an application the person may read."""
    places = Place.objects.visible_to(user).exclude(state=PlaceState.INVITED).values("startup")
    files = Application.objects.at_the_desk_of(user).values("startup")
    return Startup.objects.visible_to(user).filter(Q(pk__in=places) | Q(pk__in=files))


def registrations(user: User) -> QuerySet[Registration]:
    """Return what is verified, or waits to be, of the start-ups that the desk may open."""
    return Registration.objects.visible_to(user).filter(startup__in=readable(user).order_by().values("pk"))


def gather(startup: Startup, user: User, at: datetime) -> dict[str, Any]:
    """Return every part of the file."""
    today = local_day(at)
    milestones = Milestone.objects.visible_to(user).filter(place__startup=startup)
    award = Award.objects.visible_to(user).filter(startup=startup).select_related("line").first()
    reads_people = user.has_role(*READERS_OF_PEOPLE, at=at)
    return {
        "startup": startup,
        "today": today,
        "places": Place.objects.visible_to(user).filter(startup=startup).select_related("cohort"),
        "applications": Application.objects.at_the_desk_of(user)
        .filter(startup=startup)
        .select_related("call"),
        "milestones": [
            (one, one.days_late(today))
            for one in milestones.select_related("place").order_by("place", "number")
        ],
        "opens_milestones": bool(CENTRE & user.roles(at)),
        "reports": [
            (one, one.days_late(today))
            for one in Report.objects.visible_to(user).filter(place__startup=startup).select_related("period")
        ],
        "sessions": Session.objects.held().at_the_desk_of(user).filter(startup=startup).for_list()[:RECENT],
        "reads_colour": user.has_role(*NOTE_READERS, at=at),
        "actions": Action.objects.open().visible_to(user).filter(startup=startup),
        "matches": Match.objects.visible_to(user)
        .active()
        .filter(startup=startup)
        .select_related("mentor__person"),
        "award": award,
        "tranches": Tranche.objects.visible_to(user).filter(award=award).order_by("number") if award else [],
        "team": startup.memberships.filter(until_on=None).select_related("person").order_by("id")
        if reads_people
        else [],
        "reads_people": reads_people,
        "verified": startup.registrations.confirmed().select_related("proposed_by", "decided_by").first(),
    }
