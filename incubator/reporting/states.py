"""The life of a report. Late is computed."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incubator.cohorts.states import PlaceState
from incubator.workflow.lifecycle import Lifecycle


class ReportState(models.TextChoices):
    EXPECTED = "expected", pgettext_lazy("report", "To fill in")
    SUBMITTED = "submitted", pgettext_lazy("report", "Sent")
    RETURNED = "returned", pgettext_lazy("report", "To complete")
    ACCEPTED = "accepted", pgettext_lazy("report", "Accepted")


OPEN = (ReportState.EXPECTED, ReportState.RETURNED)
# Reports of these places are owed: a graduate still owes the last one; a paused start-up is left in peace.
OWING = (PlaceState.ACTIVE, PlaceState.GRADUATED)

LIFECYCLE = Lifecycle(
    "report",
    related=("place__startup", "period"),
    submit=(OPEN, ReportState.SUBMITTED, _("Send the report")),
    return_to_founder=(ReportState.SUBMITTED, ReportState.RETURNED, _("Return with a reason")),
    accept=(ReportState.SUBMITTED, ReportState.ACCEPTED, _("Accept the report")),
)


class PeriodKind(models.TextChoices):
    QUARTER = "quarter", _("Quarter")
    FINAL = "final", _("Final report")


class Source(models.TextChoices):
    """Where a number that nobody typed in this report comes from; empty once a person has changed it."""

    REPORT = "report", _("taken from the previous report")
    APPLICATION = "application", _("taken from your application")


class IndicatorKind(models.TextChoices):
    STOCK = "stock", _("Stock")
    FLOW = "flow", _("Flow")
    COMPUTED = "computed", _("Computed")
