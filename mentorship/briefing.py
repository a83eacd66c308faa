"""What a mentor reads before a session: last summary, current milestone, last figures, open actions."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from incubator.cohorts.states import PRESENT
from incubator.milestones.models import Milestone
from incubator.milestones.states import MilestoneState
from incubator.people.models import User
from incubator.reporting.models import Report
from incubator.startups.models import Startup
from mentorship.models import Action, Match, Session

MET = (MilestoneState.APPROVED, MilestoneState.WAIVED)


@dataclass(frozen=True, slots=True)
class Briefing:
    """The state of a start-up, for a mentor who has it in hand (the view asks `Match.objects.of`)."""

    last: Session | None
    milestone: Milestone | None
    figures: list[tuple[str, Any]]
    actions: list[Action]


@dataclass(frozen=True, slots=True)
class InHand:
    """A line of a mentor's list: the match with its last session and open actions, the milestone, its days of delay."""

    match: Match
    milestone: Milestone | None
    days_late: int


def in_hand(mentor: User, day: date) -> list[InHand]:
    """Return the start-ups of a mentor, what needs them first: a late milestone, then the longest silence."""
    matches = list(Match.objects.of(mentor).for_list().order_by("startup__name"))
    milestones = current_milestones([match.startup_id for match in matches])
    lines = []
    for match in matches:
        milestone = milestones.get(match.startup_id)
        lines.append(InHand(match, milestone, milestone.days_late(day) if milestone else 0))
    return sorted(lines, key=lambda line: (-line.days_late, line.match.last_held_on or date.min))


def current_milestone(startup: Startup) -> Milestone | None:
    """Return the first milestone not met yet of the incubation under way."""
    return (
        Milestone.objects.filter(place__startup=startup, place__state__in=PRESENT)
        .exclude(state__in=MET)
        .order_by("number")
        .first()
    )


def current_milestones(startups: list[int]) -> dict[int, Milestone]:
    """Return the current milestone of several start-ups at once, by the key of the start-up."""
    rows = (
        Milestone.objects.filter(place__startup__in=startups, place__state__in=PRESENT)
        .exclude(state__in=MET)
        .order_by("-number")
        .select_related("place")
    )
    return {milestone.place.startup_id: milestone for milestone in rows}


def last_figures(startup: Startup) -> list[tuple[str, Any]]:
    """Return the numbers of the last accepted report as (name, value)."""
    report = Report.objects.accepted().filter(place__startup=startup).order_by("-period__starts_on").first()
    if report is None:
        return []
    values = report.values.select_related("indicator").exclude(value=None).order_by("indicator__number")
    return [(value.indicator.name, value.value) for value in values]


def before(startup: Startup) -> Briefing:
    """Gather what is known of a start-up before the next session."""
    return Briefing(
        last=Session.objects.held().filter(startup=startup).for_list().first(),
        milestone=current_milestone(startup),
        figures=last_figures(startup),
        actions=list(Action.objects.open().filter(startup=startup).select_related("session")),
    )
