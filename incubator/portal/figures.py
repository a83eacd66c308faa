"""The figures of the centre, each defined once: what is counted, from which records, in which unit, and its rows.

The director's, the donor's and the finance pages, the public results and the exports read their numbers here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from funding.models import Award, BudgetLine, Expense, Tranche
from incubator.cohorts.models import Cohort, Place
from incubator.cohorts.states import PlaceState
from incubator.core.clock import local_day
from incubator.milestones.models import Milestone
from incubator.people.models import User
from incubator.reporting.models import Report, ReportValue
from incubator.startups.states import Gender
from mentorship.models import Session

FRANC = "XOF"
STARTUPS, MONEY, HOURS, NUMBER = "startups", "money", "hours", "number"


@dataclass(frozen=True, slots=True)
class Definition:
    """One figure: its words, what it counts in one sentence, its unit, the records it is made from.

    `rows(reader, at)` returns the rows counted for a person, or for everybody when the reader is None. The figure is
    their number, or the sum of `column`; a null adds nothing and is counted apart. `currency` is the path to the
    currency of an amount: two currencies are never added together. `startup` and `cohort` are the paths by which a
    row belongs to them. `day` is the path of the day by which it is followed quarter by quarter, where that says
    something; a quarter of a `declared` figure without rows was not given, any other counts for zero.
    """

    key: str
    label: str | Promise
    sentence: str | Promise
    source: str | Promise
    rows: Callable[[User | None, datetime], QuerySet]
    unit: str = NUMBER
    column: str = ""
    currency: str = ""
    startup: str = "startup"
    cohort: str = ""
    joins: tuple[str, ...] = ()
    tone: str = ""
    day: str = ""
    declared: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """A figure counted: its total by currency ("" where there is none), its number of rows, those without a number."""

    key: str
    amounts: dict[str, int] = field(default_factory=dict)
    rows: int = 0
    missing: int = 0

    @property
    def definition(self) -> Definition:
        """What was counted."""
        return BY_KEY[self.key]

    @property
    def total(self) -> int:
        """The figure in the centre's own currency, or the count."""
        return self.amounts.get(FRANC if self.definition.currency else "", 0)


def _seen(model: Any, reader: User | None) -> QuerySet:
    return model.objects.all() if reader is None else model.objects.visible_to(reader)


def _places(reader: User | None) -> QuerySet:
    return _seen(Place, reader).exclude(state=PlaceState.INVITED)


def _counted(model: Any, reader: User | None) -> QuerySet:
    return model.objects.all() if reader is None else model.objects.counted_for(reader)


def _held(reader: User | None, at: datetime) -> QuerySet:
    return _places(reader).held().one_a_startup()


def _graduated(reader: User | None, at: datetime) -> QuerySet:
    return _places(reader).filter(state=PlaceState.GRADUATED).one_a_startup()


def _led_by_women(reader: User | None, at: datetime) -> QuerySet:
    return _held(reader, at).filter(application__lead_gender=Gender.WOMAN)


def _sessions(reader: User | None, at: datetime) -> QuerySet:
    own = Place.objects.exclude(state=PlaceState.INVITED).filter(startup=OuterRef("startup"))
    return Session.objects.held().annotate(cohort=Subquery(own.one_a_startup().values("cohort")[:1]))


DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        "startups", _("start-ups incubated since the beginning"),
        _("Start-ups with a confirmed place, in incubation, paused or graduated, each once even in two cohorts. "
          "An offer not confirmed yet and a start-up that left or was excluded do not count."),
        _("Places in cohorts"), _held, STARTUPS, cohort="cohort", joins=("startup", "cohort"),
    ),
    Definition(
        "present", _("start-ups in incubation"),
        _("Start-ups whose place is confirmed, running or paused today, each once even in two cohorts."),
        _("Places in cohorts"), lambda reader, at: _places(reader).present().one_a_startup(),
        STARTUPS, cohort="cohort", joins=("startup", "cohort"),
    ),
    Definition(
        "places", _("places in the cohorts under way"),
        _("Places of the cohorts that are not over: the last day has not passed, or a start-up is still in "
          "incubation. Finished cohorts do not count."),
        _("Cohorts"), lambda reader, at: _seen(Cohort, reader).under_way(local_day(at)),
        column="places", startup="", cohort="pk",
    ),
    Definition(
        "graduated", _("start-ups that finished the programme"),
        _("Start-ups graduated from at least one cohort, each once."),
        _("Places in cohorts"), _graduated, STARTUPS, cohort="cohort", joins=("startup", "cohort"),
    ),
    Definition(
        "led_by_women", _("start-ups led by a woman"),
        _("Of the start-ups incubated, those whose lead is recorded as a woman in the application. A lead whose "
          "gender is not recorded does not count."),
        _("Applications of the places"), _led_by_women, STARTUPS, cohort="cohort", joins=("startup", "cohort"),
    ),
    Definition(
        "late_milestones", _("late milestones"),
        _("Milestones not sent, or to complete, whose day has passed, of start-ups in incubation. A paused start-up "
          "and one that graduated or left are never late."),
        _("Milestones"), lambda reader, at: _counted(Milestone, reader).overdue(local_day(at)),
        startup="place__startup", cohort="place__cohort", joins=("place__startup", "place__cohort"), tone="danger",
    ),
    Definition(
        "late_reports", _("late reports"),
        _("Reports asked and not sent, or to complete, whose day has passed, of start-ups in incubation or "
          "graduated. A paused start-up is not late."),
        _("Reports"), lambda reader, at: _counted(Report, reader).late(local_day(at)),
        startup="place__startup", cohort="place__cohort", joins=("place__startup", "period"), tone="danger",
    ),
    Definition(
        "budget", _("allocated by the funders"),
        _("Amounts of the budget lines, open or closed."),
        _("Budget lines"), lambda reader, at: BudgetLine.objects.all(),
        MONEY, "amount", "currency", startup="", joins=("funder",),
    ),
    Definition(
        "committed", _("committed"),
        _("What is no longer free on the budget lines: the ceiling of each award from the day it is proposed; of a "
          "closed award, what was requested. A cancelled award counts for nothing."),
        _("Awards"), lambda reader, at: _seen(Award, reader).committed(),
        MONEY, "committed_now", "currency", cohort="place__cohort", joins=("startup", "line"),
    ),
    Definition(
        "paid", _("paid"),
        _("Tranches whose payment is proved, justified since or not. A payment ordered, failed or unknown does not "
          "count."),
        _("Tranches"), lambda reader, at: _seen(Tranche, reader).paid(),
        MONEY, "amount", "award__currency", startup="award__startup", cohort="award__place__cohort",
        joins=("award__startup",), day="paid_at",
    ),
    Definition(
        "justified", _("justified"),
        _("Expenses of the start-ups that the centre read and accepted, whatever the state of their tranche. An "
          "expense declared or refused does not count."),
        _("Expenses"), lambda reader, at: _seen(Expense, reader).justified(),
        MONEY, "amount", "tranche__award__currency", startup="tranche__award__startup",
        cohort="tranche__award__place__cohort", joins=("tranche__award__startup",), day="spent_on",
    ),
    Definition(
        "turnover", _("turnover declared by the start-ups"),
        _("The turnover of all accepted quarterly reports, added up. The final report covers quarters already "
          "counted and stays out; of two quarters that overlap (a start-up in two cohorts), the one that ends last "
          "counts. A figure that was not given counts for nothing, never for zero or an estimate."),
        _("Accepted reports"),
        lambda reader, at: ReportValue.objects.turnover(_counted(Report, reader)),
        MONEY, "value", startup="report__place__startup", cohort="report__place__cohort",
        joins=("report__place__startup", "report__period"), day="report__period__ends_on", declared=True,
    ),
    Definition(
        "jobs", _("jobs declared in the last accepted reports"),
        _("Full-time and part-time jobs, founders apart, of each start-up’s last accepted report: the one whose "
          "period ends last. A figure missing there counts for nothing: no earlier report stands in for it. A report "
          "returned to be corrected counts again once accepted."),
        _("Accepted reports"), lambda reader, at: ReportValue.objects.jobs(_counted(Report, reader)),
        column="value", startup="report__place__startup", cohort="report__place__cohort",
        joins=("report__place__startup", "report__period", "indicator"),
    ),
    Definition(
        "mentoring", _("of mentoring"),
        _("Duration of the sessions that took place, added up. A session planned or struck out does not count."),
        _("Session reports"), _sessions, HOURS, "minutes", cohort="cohort", joins=("startup",), day="held_on",
    ),
)  # fmt: skip
BY_KEY = {one.key: one for one in DEFINITIONS}
PUBLIC = (
    "startups",
    "present",
    "graduated",
    "led_by_women",
    "paid",
    "justified",
    "turnover",
    "jobs",
    "mentoring",
)


def count(definition: Definition, reader: User | None, at: datetime) -> Value:
    """Count one figure for a person (everybody when None), in one question; amounts in minor units by currency."""
    groups = grouped(definition, definition.rows(reader, at), {})
    return valued(definition, groups)


def count_all(keys: Iterable[str], reader: User | None, at: datetime) -> dict[str, Value]:
    """Count several figures by key, one question each."""
    return {key: count(BY_KEY[key], reader, at) for key in keys}


def by_cohort(definition: Definition, reader: User | None, at: datetime) -> dict[int | None, Value]:
    """Count a figure by the cohort its rows belong to (None for those of no cohort); together they make the figure."""
    groups = grouped(definition, definition.rows(reader, at), {"cohort_key": F(definition.cohort)})
    found: dict[int | None, list[dict[str, Any]]] = {}
    for group in groups:
        found.setdefault(group["cohort_key"], []).append(group)
    return {cohort: valued(definition, of) for cohort, of in found.items()}


def added(key: str, parts: Iterable[Value]) -> Value:
    """Return a figure put together from its parts, which were counted apart."""
    amounts: dict[str, int] = {}
    rows = missing = 0
    for part in parts:
        rows, missing = rows + part.rows, missing + part.missing
        for code, amount in part.amounts.items():
            amounts[code] = amounts.get(code, 0) + amount
    return Value(key, amounts or {FRANC if BY_KEY[key].currency else "": 0}, rows, missing)


def grouped(definition: Definition, rows: QuerySet, by: dict[str, Any]) -> list[dict[str, Any]]:
    keys = dict(by)
    if definition.currency:
        keys["currency_key"] = F(definition.currency)
    added = Sum(definition.column) if definition.column else Count("pk")
    null = (
        Count("pk", filter=Q(**{f"{definition.column}__isnull": True})) if definition.column else Count(None)
    )
    sums = {"rows_n": Count("pk"), "missing_n": null, "added": added}
    plain = rows.order_by()
    return list(plain.values(**keys).annotate(**sums)) if keys else [plain.aggregate(**sums)]


def valued(definition: Definition, groups: list[dict[str, Any]]) -> Value:
    amounts: dict[str, int] = {}
    usual = FRANC if definition.currency else ""
    for group in groups:
        code = group.get("currency_key", usual)
        amounts[code] = amounts.get(code, 0) + int(group["added"] or 0)
    counted = sum(group["rows_n"] for group in groups)
    return Value(definition.key, amounts or {usual: 0}, counted, sum(group["missing_n"] for group in groups))
