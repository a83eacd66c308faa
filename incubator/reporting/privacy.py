"""What the slice holds of people (`core/personal_data.py`)."""

from django.utils.translation import gettext_lazy as _

from incubator.core.column_words import name
from incubator.core.forgetting import Subject, goes_with
from incubator.core.personal_data import Erasure, declare, impersonal
from incubator.milestones.privacy import FOLLOW_UP, MY_FOLLOW_UP
from incubator.reporting.states import Source
from incubator.startups.privacy import of_startup

declare(
    "reporting.Report",
    FOLLOW_UP,
    personal="done difficulties next_steps office_note",
    erase=Erasure.REPLACED,
    section=MY_FOLLOW_UP,
    whose=of_startup("place__startup"),
    beside="public_id period state submitted_at decided_at",
)
declare(
    "reporting.ReportValue",
    FOLLOW_UP,
    internal="typed value source",
    personal="reason",
    anonymous="value source",
    erase=Erasure.REPLACED,
    section=MY_FOLLOW_UP,
    whose=of_startup("report__place__startup"),
    beside="report indicator",
)
impersonal(
    "reporting.Indicator", "code number name_fr name_en unit kind cadence splits standard baseline_column"
)
impersonal("reporting.Period", "slug kind title_fr title_en starts_on ends_on opens_on due_on")
impersonal("reporting.PeriodIndicator", "position")
name(
    "reporting.Report",
    _("Report"),
    done=_("What was done"),
    difficulties=_("Difficulties"),
    next_steps=_("Next steps"),
)
name(
    "reporting.ReportValue",
    _("Figure of a report"),
    {"source": Source},
    typed=_("What was typed"),
    source=_("Where the figure comes from"),
)
name("reporting.Period", _("Period"))
name("reporting.Indicator", _("Indicator"))
goes_with(Subject.STARTUP, "reporting.Report", "place__startup")
goes_with(Subject.STARTUP, "reporting.ReportValue", "report__place__startup")
