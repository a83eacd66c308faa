"""What the slice writes to people."""

from datetime import datetime

from django.urls import reverse

from incubator.applications.models import Application
from incubator.cohorts.models import Place
from incubator.notifications import outbox
from incubator.notifications.models import Message
from incubator.people.models import User
from incubator.people.states import Role
from incubator.programmes.models import Call
from incubator.startups.states import MemberRole


def lead_of(place: Place) -> User | None:
    """Return the project lead of the start-up, if it has one."""
    membership = (
        place.startup.memberships.filter(role=MemberRole.LEAD, until_on=None).select_related("person").first()
    )
    return membership.person if membership else None


def members_of(place: Place) -> list[User]:
    """Return everybody who belongs to the start-up today and may sign in, the lead first."""
    standing = place.startup.memberships.filter(until_on=None, person__is_active=True).select_related(
        "person"
    )
    rows = sorted(standing, key=lambda member: (member.role != MemberRole.LEAD, member.pk))
    return [member.person for member in rows]


def place_confirmed(place: Place, *, at: datetime) -> None:
    """Tell the team that the place is theirs, and what comes next: the lead accepts the agreement, the others read it."""
    lead = lead_of(place)
    for person in members_of(place):
        context = {"startup": place.startup, "cohort": place.cohort, "is_lead": person == lead, "lead": lead}
        outbox.post("cohorts/place_confirmed", to=person, about=place, at=at, context=context)


def cohort_missing(application: Application, *, at: datetime) -> None:
    """Tell the officers of the programme, once a call, that a team accepts its offer and no cohort is there."""
    call, letter = application.call, "cohorts/cohort_missing"
    if Message.objects.filter(kind=letter, batch=f"cohort {call.reference}").exists():
        return
    path = reverse("cohorts:plan", kwargs={"ref": call.reference})
    for officer in User.objects.with_role(Role.OFFICER, at):
        if Call.objects.visible_to(officer).filter(pk=call.pk).exists():
            outbox.post(
                letter, to=officer, about=application, at=at, batch=f"cohort {call.reference}",
                context={"call": call, "startup": application.startup, "path": path},
            )  # fmt: skip
