"""What waits for a founder or an applicant: dated, one button each, the nearest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from funding import conditions
from funding.models import Tranche
from funding.states import AwardState, TrancheState
from incubator.applications.filling.public_state import ACTS
from incubator.applications.states import State, TeamRole
from incubator.cohorts.models import Place
from incubator.cohorts.states import PlaceState
from incubator.core.clock import local_day
from incubator.milestones.models import Milestone
from incubator.milestones.querysets import OPEN as OPEN_MILESTONES
from incubator.people.models import User
from incubator.portal.addresses import find
from incubator.reporting.models import Report
from incubator.reporting.states import OPEN as OPEN_REPORTS
from incubator.reporting.states import OWING
from incubator.startups.models import Membership
from incubator.startups.states import MemberRole
from mentorship.models import Action
from mentorship.states import ActionOwner

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do: what, until when, where, and the verb of its button."""

    what: str
    due: date | datetime | None
    url: str
    act: str
    late: bool = False

    @property
    def day(self) -> date:
        """The day it is sorted by: what has no date comes first."""
        if self.due is None:
            return date.min
        return local_day(self.due) if isinstance(self.due, datetime) else self.due


def collect(
    lines: Iterable[Any], places: list[Place], tranches: list[Tranche], ready: Tranche | None, *,
    person: User, at: datetime,
) -> list[Todo]:  # fmt: skip
    """Return everything that waits for the person, the nearest first (`lines` are the files of the home, `ready` is
    the tranche that may be requested).
    """
    today = local_day(at)
    found = [
        *(todo for line in lines for todo in of_application(line)),
    ]
    if places:
        found += [
            *of_agreements(places, person),
            *of_milestones(places, today),
            *of_reports(places, today),
            *of_tranches(tranches, ready),
            *of_actions(places, today),
        ]
    return sorted((todo for todo in found if todo.url), key=lambda todo: todo.day)


def of_application(line: Any) -> list[Todo]:
    """What an application asks of the person, by their part: to send it, to complete it, to answer the offer."""
    code, application = line.state.code, line.application
    if application.part not in ACTS.get(code, ()):
        return []
    page, call = find("applications:file", application.ref), application.call
    if code == State.DRAFT and line.is_open:
        is_lead = application.part == TeamRole.LEAD
        what = _("Send your application: %(call)s") if is_lead else _("Complete the application: %(call)s")
        return [Todo(what % {"call": call.title}, line.closes_at, page, _("Continue"))]
    if code == State.RETURNED and line.correction is not None:
        what = _("Complete your application: %(call)s") % {"call": call.title}
        corrections = find("applications:corrections", application.ref) or page
        return [Todo(what, line.correction.due_at, corrections, _("Complete it"))]
    if code == State.OFFERED:
        what = _("Answer the offer of a place: %(call)s") % {"call": call.title}
        return [Todo(what, line.answer_by, page, _("Answer it"))]
    return []


def of_agreements(places: list[Place], person: User) -> list[Todo]:
    """An agreement still to accept: the project lead does."""
    waiting = [
        place for place in places if place.state == PlaceState.CONFIRMED and not hasattr(place, "agreement")
    ]
    if waiting:
        mine = Membership.objects.filter(person=person, role=MemberRole.LEAD, until_on=None)
        led = set(mine.values_list("startup", flat=True))
        waiting = [place for place in waiting if place.startup_id in led]
    return [
        Todo(
            _("Read and accept the incubation agreement"),
            None,
            find("cohorts:agreement", slug=place.startup.slug),
            _("Read"),
        )
        for place in waiting
    ]


def of_milestones(places: list[Place], today: date) -> list[Todo]:
    """The milestones not sent yet."""
    rows = Milestone.objects.filter(place__in=_running(places), state__in=OPEN_MILESTONES).order_by("due_on")
    rows = rows.select_related("place__startup")
    return [
        Todo(
            _("Milestone %(number)s: %(title)s") % {"number": row.number, "title": row.title},
            row.due_on,
            find("milestones:detail", slug=row.place.startup.slug, n=row.number),
            _("Send the evidence"),
            late=row.due_on < today,
        )
        for row in rows
    ]


def of_reports(places: list[Place], today: date) -> list[Todo]:
    """The reports that are open and not sent yet."""
    owing = [place.pk for place in places if place.state in OWING]
    rows = Report.objects.filter(place__in=owing, state__in=OPEN_REPORTS).exclude(period__opened_at=None)
    return [
        Todo(
            _("Report: %(period)s") % {"period": row.period.title},
            row.period.due_on,
            find("reporting:detail", slug=row.place.startup.slug, period=row.period.slug),
            _("Fill in"),
            late=row.period.due_on < today,
        )
        for row in rows.select_related("period", "place__startup").order_by("period__due_on")
    ]


def requestable(tranches: list[Tranche]) -> Tranche | None:
    """Return the next tranche when it may be requested now."""
    planned = next((one for one in tranches if one.state == TrancheState.PLANNED), None)
    if planned is None or planned.award.state != AwardState.SIGNED or not conditions.are_met(planned):
        return None
    return planned


def of_tranches(tranches: list[Tranche], ready: Tranche | None) -> list[Todo]:
    """A reception to confirm, or the next tranche that may be requested."""
    found = []
    for tranche in tranches:
        page = find("funding:grant", slug=tranche.award.startup.slug)
        amount = {"number": tranche.number}
        if tranche.state == TrancheState.PAID and tranche.received_at is None:
            found.append(
                Todo(_("Tranche %(number)s was paid") % amount, None, page, _("Confirm the reception"))
            )
    if ready is not None:
        page = find("funding:grant", slug=ready.award.startup.slug)
        what = _("Tranche %(number)s may be requested") % {"number": ready.number}
        found.append(Todo(what, None, page, _("Request it")))
    return found


def of_actions(places: list[Place], today: date) -> list[Todo]:
    """What the team said it would do, with a date."""
    startups = [place.startup_id for place in places]
    rows = Action.objects.open().filter(startup__in=startups, owner=ActionOwner.TEAM).exclude(due_on=None)
    return [
        Todo(
            row.what,
            row.due_on,
            find("mentorship:founder", slug=row.startup.slug),
            _("See"),
            row.due_on < today,
        )
        for row in rows.select_related("startup")
    ]


def _running(places: list[Place]) -> list[int]:
    return [place.pk for place in places if place.state == PlaceState.ACTIVE]
