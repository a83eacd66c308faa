"""The centre's results as the public reads them: a few figures with their date, and where they come from."""

from dataclasses import dataclass, field
from datetime import datetime

from django.core.cache import cache
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from funding.models import LedgerEntry
from funding.states import Account
from incubator.cohorts.models import Place
from incubator.cohorts.states import TAKEN, PlaceState
from incubator.reporting.models import ReportValue
from incubator.reporting.states import ReportState
from incubator.startups.states import Gender
from incubator.territory.models import ReportingZone
from incubator.ui import typography
from mentorship.models import Session

KEPT = 300
JOBS = ("jobs_full_time", "jobs_part_time")


@dataclass(slots=True)
class Results:
    """Counts over every cohort; amounts in francs."""

    counted_at: datetime
    startups: int = 0
    graduated: int = 0
    led_by_women: int = 0
    paid: int = 0
    mentoring_minutes: int = 0
    jobs: int = 0
    zones: list[tuple[str, int]] = field(default_factory=list)

    def tiles(self) -> list[dict[str, str]]:
        """Return the figures as tiles, in the language of the page."""
        share = round(100 * self.led_by_women / self.startups) if self.startups else 0
        return [
            {
                "value": typography.number(self.startups),
                "label": _("start-ups incubated since the beginning"),
            },
            {"value": typography.number(self.graduated), "label": _("start-ups that finished the programme")},
            {"value": typography.percent(share), "label": _("of them led by a woman")},
            {"value": typography.money(self.paid), "label": _("of grants paid")},
            {"value": typography.number(self.mentoring_minutes // 60), "label": _("hours of mentoring")},
            {"value": typography.number(self.jobs), "label": _("jobs declared in the last accepted reports")},
        ]


def gather(at: datetime) -> Results:
    """Return the public figures, counted at most five minutes ago."""
    known: Results | None = cache.get("portal.results")
    if known is None:
        known = _count(at)
        cache.set("portal.results", known, KEPT)
    return known


def _count(at: datetime) -> Results:
    places = Place.objects.filter(state__in=TAKEN).aggregate(
        startups=Count("startup", distinct=True),
        graduated=Count("startup", distinct=True, filter=Q(state=PlaceState.GRADUATED)),
        led_by_women=Count("startup", distinct=True, filter=Q(application__lead_gender=Gender.WOMAN)),
    )
    paid = LedgerEntry.objects.filter(debit=Account.GRANTS_PAYABLE, tranche__isnull=False)
    minutes = Session.objects.held().aggregate(total=Sum("minutes"))["total"] or 0
    zones = ReportingZone.objects.annotate(
        n=Count(
            "prefectures__communes__startups__places",
            filter=Q(prefectures__communes__startups__places__state__in=TAKEN),
        )
    )
    return Results(
        counted_at=at,
        **places,
        paid=paid.aggregate(total=Sum("amount"))["total"] or 0,
        mentoring_minutes=minutes,
        jobs=_jobs(),
        zones=[(zone.name, zone.n) for zone in zones],
    )


def _jobs() -> int:
    """Add up the jobs of each start-up's last accepted report; a figure that is missing counts for nothing."""
    lines = (
        ReportValue.objects.filter(report__state=ReportState.ACCEPTED, indicator__code__in=JOBS)
        .exclude(value=None)
        .order_by("report__period__starts_on", "report__period__ends_on")
        .values_list("report__place__startup", "indicator__code", "value")
    )
    last = {(startup, code): value for startup, code, value in lines}
    return int(sum(last.values()))
