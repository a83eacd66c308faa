"""Indicators, periods and the reports start-ups send."""

from datetime import date

from django.conf import settings
from django.db import models

from incubator.cohorts.models import Cohort, Place
from incubator.core.bilingual import Bilingual
from incubator.core.models import DatedModel, PublicIdModel
from incubator.reporting.querysets import ReportQuerySet, ReportValueQuerySet
from incubator.reporting.states import OPEN, OWING, IndicatorKind, PeriodKind, ReportState, Source


class Indicator(models.Model):
    """A figure asked of start-ups or computed: its code, unit, kind, cadence and the standard it follows."""

    code = models.SlugField(unique=True)
    number = models.PositiveSmallIntegerField(default=0)
    name_fr = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, blank=True)
    unit = models.CharField(max_length=30)
    kind = models.CharField(max_length=10, choices=IndicatorKind.choices)
    cadence = models.CharField(max_length=20)
    splits = models.JSONField(default=list)
    standard = models.CharField(max_length=120, blank=True)
    # Column of Application that holds the first known value, so that nobody is asked twice.
    baseline_column = models.CharField(
        max_length=80, blank=True, help_text="One column, or several joined by +."
    )

    name = Bilingual("name")

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return self.name_fr


class Period(PublicIdModel):
    """A span every start-up of a cohort reports on; it opens and is due on given days."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="periods")
    slug = models.SlugField(help_text="2027-t3, final …: unique in the cohort.")
    kind = models.CharField(max_length=8, choices=PeriodKind.choices, default=PeriodKind.QUARTER)
    title_fr = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    opens_on = models.DateField()
    due_on = models.DateField()
    opened_at = models.DateTimeField(null=True, blank=True)
    indicators = models.ManyToManyField(Indicator, through="PeriodIndicator", related_name="+")

    title = Bilingual("title")

    class Meta:
        ordering = ["starts_on", "ends_on", "id"]
        constraints = [models.UniqueConstraint(fields=["cohort", "slug"], name="period_once")]

    def __str__(self) -> str:
        return self.title_fr


class PeriodIndicator(models.Model):
    """An indicator asked in a period, in its order."""

    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="asked")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["period", "indicator"], name="period_indicator_once")]

    def __str__(self) -> str:
        return f"{self.period_id} {self.indicator_id}"


class Report(PublicIdModel, DatedModel):
    """A start-up's report on a period: numbers (or a reason why there is none) and three sentences."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="reports")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="reports")
    done = models.TextField(blank=True)
    difficulties = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    state = models.CharField(max_length=10, default=ReportState.EXPECTED, editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    office_note = models.TextField(blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["period__starts_on", "period__ends_on", "id"]
        indexes = [models.Index(fields=["state", "submitted_at"], name="report_state")]
        constraints = [models.UniqueConstraint(fields=["place", "period"], name="report_once")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def state_label(self) -> str:
        """The state in the office's words."""
        return str(ReportState(self.state).label)

    @property
    def is_open(self) -> bool:
        """Whether it may still be written."""
        return self.state in OPEN

    def days_late(self, day: date) -> int:
        """Return by how many days it is late on `day` (0 when it is not)."""
        is_owed = self.state in OPEN and self.place.state in OWING
        return max(0, (day - self.period.due_on).days) if is_owed else 0


class ReportValue(models.Model):
    """One number of a report. No value needs a reason: null is not zero."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="values")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    value = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=12, blank=True, help_text="Where a prefilled number is from.")
    typed = models.CharField(max_length=60, blank=True, help_text="What was typed, while it is not a number.")

    objects = ReportValueQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "indicator"], name="report_value_once")]

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.value}"

    @property
    def source_label(self) -> str:
        """Where the number comes from, in words; empty once somebody typed it."""
        return str(Source(self.source).label) if self.source else ""
