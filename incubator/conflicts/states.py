"""The life of a declared interest: it blocks reading, scoring and deciding while it is not dismissed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from incubator.workflow.lifecycle import Lifecycle
from incubator.workflow.wording import name_verbs


class InterestState(models.TextChoices):
    OPEN = "open", _("Declared")
    CONFIRMED = "confirmed", _("Confirmed")
    DISMISSED = "dismissed", _("Dismissed")


class InterestKind(models.TextChoices):
    PERSONAL = "personal", _("Personal or family tie")
    FINANCIAL = "financial", _("Financial interest")
    ORGANISATIONAL = "organisational", _("Same organisation")
    COLLABORATOR = "collaborator", _("Worked together in the last four years")
    DECLARED = "declared", _("Declared by the applicant")


LIFECYCLE = Lifecycle(
    "interest",
    confirm=(InterestState.OPEN, InterestState.CONFIRMED, _("Confirm the link")),
    dismiss=((InterestState.OPEN, InterestState.CONFIRMED), InterestState.DISMISSED, _("Dismiss the link")),
)


# What the audit's verbs say to people, where they are no moves.
name_verbs(
    {
        "interest.declare": _("Link declared"),
        "interest.identify": _("Link identified"),
    }
)
