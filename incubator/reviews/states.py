"""The life of a round and of one juror's review."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from incubator.workflow.lifecycle import Lifecycle
from incubator.workflow.wording import name_verbs


class AssignmentState(models.TextChoices):
    ASSIGNED = "assigned", _("To read")
    SUBMITTED = "submitted", _("Scored")
    ABSTAINED = "abstained", _("Abstained")
    RECUSED = "recused", _("Withdrawn from the juror")


class TakenBecause(models.TextChoices):
    """Why the system took a file back: kept as a code, and said in the language of whoever reads it."""

    ROLE_ENDED = "role_ended", _("The juror's role has ended.")


LIFECYCLE = Lifecycle(
    "review",
    related=("round__call", "application"),
    submit=(AssignmentState.ASSIGNED, AssignmentState.SUBMITTED, _("Confirm the scores")),
    reopen=(AssignmentState.SUBMITTED, AssignmentState.ASSIGNED, _("Change the scores")),
    abstain=((AssignmentState.ASSIGNED, AssignmentState.SUBMITTED), AssignmentState.ABSTAINED, _("Abstain")),
    recuse=(
        (AssignmentState.ASSIGNED, AssignmentState.SUBMITTED),
        AssignmentState.RECUSED,
        _("Take the file back"),
    ),
)


class Recommendation(models.TextChoices):
    SELECT = "select", _("Select the project")
    UNSURE = "unsure", _("Discuss in committee")
    DECLINE = "decline", _("Do not select the project")


# What the audit's verbs say to people, where they are no moves.
name_verbs(
    {
        "review.assign": _("File given to a juror"),
        "round.open": _("Round opened"),
        "round.extend": _("Round prolonged"),
        "round.rank": _("Ranking drawn up"),
        "round.declare_links": _("Links declared"),
    }
)
