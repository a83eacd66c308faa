"""The life of a piece of background work: what a person may do to one. Its making is the engine's (`jobs`)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incubator.workflow.lifecycle import Lifecycle
from incubator.workflow.wording import name_verbs


class JobState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("job", "Waiting")
    RUNNING = "running", pgettext_lazy("job", "Being prepared")
    DONE = "done", pgettext_lazy("job", "Ready")
    FAILED = "failed", pgettext_lazy("job", "Stopped")
    EXPIRED = "expired", pgettext_lazy("job", "Expired")
    DELETED = "deleted", pgettext_lazy("job", "Deleted")


class Failure(models.TextChoices):
    """Why a piece of work stopped, when we know it ourselves; a refusal keeps its own sentence."""

    STORAGE = "storage", _("The storage had no room, or did not answer.")
    STALLED = "stalled", _("The work was cut off several times at the same place.")
    ERROR = "error", _("Something went wrong on our side. What was prepared is kept: try again.")


LIFECYCLE = Lifecycle(
    "job",
    retry=((JobState.FAILED, JobState.EXPIRED), JobState.QUEUED, _("Try again")),
    discard=(
        (JobState.QUEUED, JobState.DONE, JobState.FAILED, JobState.EXPIRED),
        JobState.DELETED,
        _("Delete"),
    ),
)


# What the audit's verbs say to people, where they are no moves.
name_verbs(
    {
        "job.ask": _("Export asked for"),
        "job.download": _("Export downloaded"),
    }
)
