"""Plans and opens the periods start-ups report on."""
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from incubator.cohorts.models import Cohort, Place
from incubator.people.models import SYSTEM, Actor
from incubator.reporting import filling, letters
from incubator.reporting.indicators import QUARTERLY
from incubator.reporting.models import Indicator, Period, PeriodIndicator, Report
from incubator.reporting.states import PeriodKind
from incubator.workflow import audit, deciding


@transaction.atomic
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
    """Create a period of a cohort with the indicators it asks, in their order."""
    deciding.require("period.plan", by, None, at)
    period = Period.objects.create(
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
    known = Indicator.objects.in_bulk(list(indicators), field_name="code")
    PeriodIndicator.objects.bulk_create(
        PeriodIndicator(period=period, indicator=known[code], position=position)
        for position, code in enumerate(indicators)
    )
    audit.record("period.plan", period, by=by, at=at)
    return period


def open_period(period: Period, *, by: Actor = SYSTEM, at: datetime) -> list[Report]:
    """Open a period once: every start-up present in the cohort gets its prefilled report and a letter."""
    with transaction.atomic():
        deciding.require("period.open", by, period, at)
        # Whoever changes the row opens the period; a second worker finds it done.
        if not Period.objects.filter(pk=period.pk, opened_at=None).update(opened_at=at):
            return []
        reports = []
        for place in Place.objects.present().filter(cohort=period.cohort_id).select_related("startup", "application"):
            report = Report.objects.create(place=place, period=period, created_at=at)
            filling.prefill(report)
            letters.report_expected(report, at=at)
            reports.append(report)
        audit.record("period.open", period, by=by, at=at, reports=len(reports))
    return reports


def due_to_open(day: date) -> list[Period]:
    """Return the planned periods whose day has come, however late the job runs."""
    return list(Period.objects.filter(opened_at=None, opens_on__lte=day).order_by("opens_on"))
