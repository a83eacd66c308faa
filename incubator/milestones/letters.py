"""What the slice writes to people."""

from datetime import datetime

from incubator.cohorts.letters import lead_of
from incubator.milestones.models import Milestone
from incubator.notifications import outbox


def _post(letter: str, milestone: Milestone, at: datetime) -> None:
    lead = lead_of(milestone.place)
    if lead is not None:
        context = {"milestone": milestone, "startup": milestone.place.startup}
        outbox.post(f"milestones/{letter}", to=lead, about=milestone, at=at, context=context)


def milestone_approved(milestone: Milestone, *, at: datetime) -> None:
    """Tell the lead that the milestone is approved and what it opens."""
    _post("milestone_approved", milestone, at)


def milestone_returned(milestone: Milestone, *, at: datetime) -> None:
    """Tell the lead what to complete."""
    _post("milestone_returned", milestone, at)
