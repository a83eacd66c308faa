"""The life of a milestone. Overdue is computed."""
from django.db import models
from django.utils.translation import gettext_lazy as _

from incubator.workflow.lifecycle import Lifecycle


class MilestoneState(models.TextChoices):
    PLANNED = "planned", _("To do")
    SUBMITTED = "submitted", _("Sent, being read")
    RETURNED = "returned", _("To complete")
    APPROVED = "approved", _("Approved")
    WAIVED = "waived", _("Waived")


OPEN = (MilestoneState.PLANNED, MilestoneState.RETURNED)

LIFECYCLE = Lifecycle(
    "milestone",
    submit=(OPEN, MilestoneState.SUBMITTED, _("Send the evidence")),
    approve=(MilestoneState.SUBMITTED, MilestoneState.APPROVED, _("Approve the milestone")),
    return_to_founder=(MilestoneState.SUBMITTED, MilestoneState.RETURNED, _("Return with a reason")),
    waive=(OPEN, MilestoneState.WAIVED, _("Waive")),
)
