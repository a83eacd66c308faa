"""What the slice writes to people."""

from datetime import datetime

from incubator.cohorts.letters import members_of
from incubator.milestones.models import Milestone
from incubator.notifications import outbox


def _post(letter: str, milestone: Milestone, at: datetime) -> None:
    for person in members_of(milestone.place):
        context = {"milestone": milestone, "startup": milestone.place.startup}
        outbox.post(f"milestones/{letter}", to=person, about=milestone, at=at, context=context)


def milestone_approved(milestone: Milestone, *, at: datetime) -> None:
    """Tell the team that the milestone is approved and what it opens."""
    _post("milestone_approved", milestone, at)


def milestone_returned(milestone: Milestone, *, at: datetime) -> None:
    """Tell the team what to complete."""
    _post("milestone_returned", milestone, at)
