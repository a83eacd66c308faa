"""Plans and opens the periods start-ups report on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from incubator.cohorts.models import Cohort, Place
from incubator.core.holding import hold
from incubator.people.models import SYSTEM, Actor
from incubator.reporting import filling, letters
from incubator.reporting.indicators import QUARTERLY
from incubator.reporting.models import Indicator, Period, PeriodIndicator, Report
from incubator.reporting.states import PeriodKind
from incubator.workflow import audit, deciding, values
from incubator.workflow.acting import acting, an_act
from incubator.workflow.refusals import Refused
from incubator.workflow.wording import name_verbs

DAYS_TO_FILL_IN = 15
DAYS_FOR_THE_LAST = 30
ORDINALS_FR = ("premier", "deuxième", "troisième", "quatrième")
ORDINALS_EN = ("First", "Second", "Third", "Fourth")
name_verbs({"period.plan": _("Report period planned"), "period.open": _("Report period opened")})


class UnknownIndicator(Refused):
    """A period asks an indicator that was never loaded."""

    code = "unknown_indicator"
    status = 422
    default = _("The indicators are not loaded yet. Run load_indicators first.")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A period as the dates of the cohort suggest it; the office may change it."""

    slug: str
    kind: str
    title_fr: str
    title_en: str
    starts_on: date
    ends_on: date
    opens_on: date
    due_on: date


def proposals(cohort: Cohort) -> list[Proposal]:
    """Return one period for each calendar quarter the cohort touches, then the final report."""
    quarters = [_quarter(cohort, first) for first in _first_days(cohort.starts_on, cohort.ends_on)]
    final = Proposal(
        slug="final",
        kind=PeriodKind.FINAL,
        title_fr="Rapport final",
        title_en="Final report",
        starts_on=cohort.starts_on,
        ends_on=cohort.ends_on,
        opens_on=cohort.ends_on,
        due_on=cohort.ends_on + timedelta(days=DAYS_FOR_THE_LAST),
    )
    return [*quarters, final]


def _first_days(start: date, end: date) -> Iterator[date]:
    first = date(start.year, 3 * ((start.month - 1) // 3) + 1, 1)
    while first <= end:
        yield first
        first = _next(first)


def _next(first: date) -> date:
    return date(first.year + (first.month == 10), (first.month + 2) % 12 + 1, 1)


def _quarter(cohort: Cohort, first: date) -> Proposal:
    rank = (first.month - 1) // 3
    after = min(_next(first), cohort.ends_on + timedelta(days=1))
    return Proposal(
        slug=f"{first.year}-t{rank + 1}",
        kind=PeriodKind.QUARTER,
        title_fr=f"Rapport du {ORDINALS_FR[rank]} trimestre {first.year}",
        title_en=f"{ORDINALS_EN[rank]} quarter report {first.year}",
        starts_on=max(first, cohort.starts_on),
        ends_on=after - timedelta(days=1),
        opens_on=after,
        due_on=after + timedelta(days=DAYS_TO_FILL_IN),
    )


@an_act
def plan_period(
    cohort: Cohort,
    *,
    slug: str,
    title_fr: str,
    title_en: str = "",
    kind: str = PeriodKind.QUARTER,
    starts_on: date,
    ends_on: date,
    opens_on: date,
    due_on: date,
    indicators: Sequence[str] = QUARTERLY,
    by: Actor,
    at: datetime,
) -> Period:
    """Create a period of a cohort with the indicators it asks; one of that slug is returned as it is.

    Raises NotAllowed, UnknownIndicator, or BadValues for what no form offers.
    """
    deciding.require("period.plan", by, Period(cohort=cohort), at)
    hold(cohort)
    planned = Period.objects.filter(cohort=cohort, slug=slug).first()
    if planned is not None:
        return planned
    known = Indicator.objects.in_bulk(list(indicators), field_name="code")
    if set(indicators) - set(known):
        raise UnknownIndicator(data={"codes": sorted(set(indicators) - set(known))})
    period = Period(
        cohort=cohort,
        slug=slug,
        kind=kind,
        title_fr=title_fr,
        title_en=title_en,
        starts_on=starts_on,
        ends_on=ends_on,
        opens_on=opens_on,
        due_on=due_on,
    )
    values.check(period, "slug", "kind", "title_fr", "title_en")
    values.check_choice("kind", kind, PeriodKind)
    if not starts_on <= ends_on <= due_on:
        values.refuse("due_on", _("The dates stand in their order: first day, last day, due."))
    period.save()
    PeriodIndicator.objects.bulk_create(
        PeriodIndicator(period=period, indicator=known[code], position=position)
        for position, code in enumerate(indicators)
    )
    audit.record("period.plan", period, by=by, at=at)
    return period


def open_period(period: Period, *, by: Actor = SYSTEM, at: datetime) -> list[Report]:
    """Open a period once: every start-up present in the cohort gets its prefilled report and a letter."""
    with acting(by):
        deciding.require("period.open", by, period, at)
        # Whoever changes the row opens the period; a second worker finds it done.
        if not Period.objects.filter(pk=period.pk, opened_at=None).update(opened_at=at):
            return []
        period.opened_at = at
        reports = []
        for place in (
            Place.objects.present().filter(cohort=period.cohort_id).select_related("startup", "application")
        ):
            report = Report.objects.create(place=place, period=period, created_at=at)
            filling.prefill(report)
            letters.report_expected(report, at=at)
            reports.append(report)
        audit.record("period.open", period, by=by, at=at, reports=len(reports))
    return reports


def due_to_open(day: date) -> list[Period]:
    """Return the planned periods whose day has come, however late the job runs."""
    return list(Period.objects.filter(opened_at=None, opens_on__lte=day).order_by("opens_on"))
