"""What the office asks and decides: corrections and decisions."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from incubator.applications.models.application import Application
from incubator.applications.querysets import CorrectionQuerySet, DecisionQuerySet
from incubator.applications.states import DecisionKind, DecisionResult, DecisionState
from incubator.core.models import PublicIdModel


class Correction(PublicIdModel):
    """A dated list of what to correct: [{"key", "reason"}], with "section" where a whole step was marked. Only
    these fields open again.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="corrections")
    note = models.TextField(blank=True)
    items = models.JSONField()
    due_at = models.DateTimeField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    # When the team was reminded: before the present due date, and after it passed.
    reminded_at = models.DateTimeField(null=True, blank=True)
    told_late_at = models.DateTimeField(null=True, blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at"]
        indexes = [models.Index(fields=["due_at"], condition=Q(answered_at=None), name="correction_open_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(answered_at=None), name="correction_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return self.public_id


class Decision(PublicIdModel):
    """A result of the office, with reasons written by an officer. Nobody outside reads it before it is
    published.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=12, choices=DecisionKind.choices)
    result = models.CharField(max_length=12, choices=DecisionResult.choices)
    rank = models.PositiveIntegerField(null=True, blank=True)
    reasons_fr = models.TextField(blank=True)
    reasons_en = models.TextField(blank=True)
    state = models.CharField(max_length=10, default=DecisionState.PENDING, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateTimeField(null=True, blank=True, help_text="Until when an offer may be accepted.")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "kind"], name="decision_once_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.result}"
