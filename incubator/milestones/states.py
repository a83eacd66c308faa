"""The life of a milestone. Overdue is computed."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incubator.workflow.lifecycle import Lifecycle


class MilestoneState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("milestone", "To do")
    SUBMITTED = "submitted", pgettext_lazy("milestone", "Sent, being read")
    RETURNED = "returned", pgettext_lazy("milestone", "To complete")
    APPROVED = "approved", pgettext_lazy("milestone", "Approved")
    WAIVED = "waived", pgettext_lazy("milestone", "Waived")


OPEN = (MilestoneState.PLANNED, MilestoneState.RETURNED)

LIFECYCLE = Lifecycle(
    "milestone",
    related=("place__startup", "place__cohort"),
    submit=(OPEN, MilestoneState.SUBMITTED, _("Send the evidence")),
    approve=(MilestoneState.SUBMITTED, MilestoneState.APPROVED, _("Approve the milestone")),
    return_to_founder=(MilestoneState.SUBMITTED, MilestoneState.RETURNED, _("Return with a reason")),
    waive=(OPEN, MilestoneState.WAIVED, _("Waive")),
)
