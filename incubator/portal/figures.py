"""The director's figures: counted in the database, each with the address of the list behind it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from funding.models import Award, BudgetLine
from funding.states import AwardState
from incubator.applications.models import Application
from incubator.applications.states import State
from incubator.cohorts.models import Cohort, Place
from incubator.core.bilingual import pick
from incubator.core.clock import local_day
from incubator.milestones.models import Milestone
from incubator.people.models import User
from incubator.portal.addresses import find
from incubator.reporting.models import Report
from incubator.startups.states import Gender
from incubator.territory.models import ReportingZone

COMMITTED = (AwardState.APPROVED, AwardState.SIGNED, AwardState.CLOSED)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a chart: its words, its value, the list behind it."""

    label: str
    value: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class CallStates:
    """The applications of one call by state."""

    reference: str
    title: str
    url: str
    lines: list[Line]

    @property
    def total(self) -> int:
        return sum(line.value for line in self.lines)


@dataclass(slots=True)
class Figures:
    """Everything the director's page draws."""

    sent: int = 0
    in_incubation: int = 0
    places: int = 0
    late_milestones: int = 0
    late_reports: int = 0
    committed: int = 0
    paid: int = 0
    calls: list[CallStates] = field(default_factory=list)
    gender: list[Line] = field(default_factory=list)
    zones: list[Line] = field(default_factory=list)
    cohorts: list[dict[str, Any]] = field(default_factory=list)
    budget: list[dict[str, Any]] = field(default_factory=list)


def gather(user: User, at: datetime) -> Figures:
    """Count what the person may see, in a constant number of questions."""
    today, files = local_day(at), Application.objects.at_the_desk_of(user).counted()
    money = Award.objects.visible_to(user).filter(state__in=COMMITTED)
    sums = money.aggregate(committed=Sum("ceiling_amount"), paid=Sum("paid_amount"))
    calls = by_call(files)
    return Figures(
        sent=sum(call.total for call in calls),
        in_incubation=Place.objects.visible_to(user).present().count(),
        places=Cohort.objects.visible_to(user).aggregate(total=Sum("places"))["total"] or 0,
        late_milestones=Milestone.objects.visible_to(user).overdue(today).count(),
        late_reports=Report.objects.visible_to(user).late(today).count(),
        committed=sums["committed"] or 0,
        paid=sums["paid"] or 0,
        calls=calls,
        gender=by_gender(files),
        zones=by_zone(files),
        cohorts=by_cohort(user),
        budget=by_line(),
    )


def by_call(files: Any) -> list[CallStates]:
    """Count the sent applications of each call by state, the newest call first."""
    rows = files.order_by().values(
        "call__reference", "call__title_fr", "call__title_en", "call__opens_at", "state"
    )
    found: dict[str, dict[str, Any]] = {}
    for row in rows.annotate(n=Count("pk")).order_by("-call__opens_at", "call__reference"):
        call = found.setdefault(row["call__reference"], {"row": row, "states": {}})
        call["states"][row["state"]] = row["n"]
    return [_call_states(reference, call["row"], call["states"]) for reference, call in found.items()]


def _call_states(reference: str, row: dict[str, Any], states: dict[str, int]) -> CallStates:
    lines = [
        Line(str(state.label), states[state], _files(call=reference, state=state.value))
        for state in State
        if state in states
    ]
    title = pick(row["call__title_fr"], row["call__title_en"])
    return CallStates(reference, title, _files(call=reference), lines)


def _files(**filters: str) -> str:
    return find("applications:desk_list", query={"view": "all", **filters})


def by_gender(files: Any) -> list[Line]:
    """Count the sent applications by the gender of their lead."""
    counts = dict(files.order_by().values_list("lead_gender").annotate(n=Count("pk")))
    lines = [Line(str(one.label), counts.pop(one.value, 0), _files(gender=one.value)) for one in Gender]
    others = sum(counts.values())
    return [*lines, Line(_("Not recorded"), others)] if others else lines


def by_zone(files: Any) -> list[Line]:
    """Count the sent applications by reporting zone, zones without any included."""
    counts = dict(files.order_by().values_list("commune__prefecture__zone__slug").annotate(n=Count("pk")))
    lines = [
        Line(name, counts.get(slug, 0), _files(zone=slug))
        for slug, name in ReportingZone.objects.values_list("slug", "name")
    ]
    unknown = counts.get(None, 0)
    return [*lines, Line(_("Not recorded"), unknown)] if unknown else lines


def by_cohort(user: User) -> list[dict[str, Any]]:
    """Return each cohort with its places taken and the start-ups present."""
    present = Count("places_given", filter=Q(places_given__in=Place.objects.present()))
    rows = Cohort.objects.visible_to(user).annotate(present_now=present)
    return [
        {
            "title": cohort.title,
            "taken": cohort.places_taken,
            "places": cohort.places,
            "present": cohort.present_now,
            "url": find("portal:desk_startups", query={"cohort": cohort.slug, "view": "all"}),
        }
        for cohort in rows
    ]


def by_line() -> list[dict[str, Any]]:
    """Return each open budget line: amount, committed, paid."""
    paid = Sum("awards__paid_amount", filter=Q(awards__state__in=COMMITTED))
    rows = BudgetLine.objects.filter(is_open=True).annotate(paid_now=paid).order_by("code")
    return [
        {
            "title": pick(line.title_fr, line.title_en),
            "amount": line.amount,
            "committed": line.committed_amount,
            "paid": line.paid_now or 0,
            "url": find("funding:line", line.code) or find("funding:lines"),
        }
        for line in rows
    ]
