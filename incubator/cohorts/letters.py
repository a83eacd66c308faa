"""What the slice writes to people."""

from datetime import datetime

from incubator.cohorts.models import Place
from incubator.notifications import outbox
from incubator.people.models import User
from incubator.startups.states import MemberRole


def lead_of(place: Place) -> User | None:
    """Return the project lead of the start-up, if it has one."""
    membership = (
        place.startup.memberships.filter(role=MemberRole.LEAD, until_on=None).select_related("person").first()
    )
    return membership.person if membership else None


def place_confirmed(place: Place, *, at: datetime) -> None:
    """Tell the lead that the place is theirs, and what comes next."""
    lead = lead_of(place)
    if lead is not None:
        outbox.post(
            "cohorts/place_confirmed",
            to=lead,
            about=place,
            at=at,
            context={"startup": place.startup, "cohort": place.cohort},
        )
