"""The pages of the director and the donor: figures, charts, cohorts and budget lines, each with its list behind."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from funding.models import BudgetLine
from incubator.applications.models import Application
from incubator.applications.states import State
from incubator.cohorts.models import Cohort
from incubator.core.bilingual import pick
from incubator.people.models import User
from incubator.portal import figures
from incubator.portal.addresses import find
from incubator.startups.states import Gender
from incubator.territory.models import ReportingZone

# The tiles of each reader, in their order.
DIRECTOR = ("present", "late_milestones", "late_reports", "committed", "paid", "justified")
DONOR = ("present", "late_milestones", "late_reports", "committed", "paid", "justified", "turnover", "jobs")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a chart: its words, its value, the list behind it; for a place, its slug."""

    label: str
    value: int
    url: str = ""
    key: str = ""


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
class Overview:
    """Everything the director's and the donor's page draw."""

    values: dict[str, figures.Value]
    calls: list[CallStates] = field(default_factory=list)
    gender: list[Line] = field(default_factory=list)
    zones: list[Line] = field(default_factory=list)
    prefectures: list[Line] = field(default_factory=list)
    cohorts: list[dict[str, Any]] = field(default_factory=list)
    budget: list[dict[str, Any]] = field(default_factory=list)

    @property
    def sent(self) -> int:
        """How many applications were sent, over the calls."""
        return sum(call.total for call in self.calls)


def of_director(user: User, at: datetime) -> Overview:
    """Count what the director may see, in a constant number of questions."""
    files = Application.objects.at_the_desk_of(user).counted()
    zones, prefectures = by_place(files)
    return Overview(
        values=figures.count_all((*DIRECTOR, "places"), user, at),
        calls=by_call(files),
        gender=by_gender(files),
        zones=zones,
        prefectures=prefectures,
        cohorts=by_cohort(user, at),
        budget=by_line(),
    )


def of_donor(user: User, at: datetime) -> Overview:
    """Count what a donor reads: no application, the same figures as the director otherwise."""
    values = figures.count_all((*DONOR, "places"), user, at)
    return Overview(values=values, cohorts=by_cohort(user, at), budget=by_line())


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


def by_place(files: Any) -> tuple[list[Line], list[Line]]:
    """Count the sent applications by reporting zone, zones without any included, and by prefecture with some."""
    of_zone: dict[str | None, int] = {}
    of_prefecture = []
    for zone, slug, name, number in _counted_by_prefecture(files):
        of_zone[zone] = of_zone.get(zone, 0) + number
        if slug:
            of_prefecture.append(Line(name, number, key=slug))
    lines = [
        Line(name, of_zone.get(slug, 0), _files(zone=slug), slug)
        for slug, name in ReportingZone.objects.values_list("slug", "name")
    ]
    unknown = of_zone.get(None, 0)
    return [*lines, Line(_("Not recorded"), unknown)] if unknown else lines, of_prefecture


def _counted_by_prefecture(files: Any) -> Any:
    place = "commune__prefecture"
    rows = files.order_by().values_list(f"{place}__zone__slug", f"{place}__slug", f"{place}__name")
    return rows.annotate(n=Count("pk")).order_by(f"{place}__name")


def by_cohort(user: User, at: datetime) -> list[dict[str, Any]]:
    """Return each cohort with its places taken and the start-ups present, which count in one cohort only."""
    present = figures.by_cohort(figures.BY_KEY["present"], user, at)
    return [
        {
            "title": cohort.title,
            "taken": cohort.places_taken,
            "places": cohort.places,
            "present": present[cohort.pk].total if cohort.pk in present else 0,
            "url": find("portal:desk_startups", query={"cohort": cohort.slug, "view": "present"}),
        }
        for cohort in Cohort.objects.visible_to(user)
    ]


def by_line() -> list[dict[str, Any]]:
    """Return each budget line: amount, committed, paid, justified; in the end they make the figures."""
    return [
        {
            "title": pick(line.title_fr, line.title_en),
            "amount": line.amount,
            "committed": line.committed,
            "paid": line.paid,
            "justified": line.justified,
            "currency": line.currency,
            "url": find("funding:lines"),
        }
        for line in BudgetLine.objects.with_sums().order_by("code")
    ]
