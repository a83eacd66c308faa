"""Milestones: what a start-up will have done, by when, shown by which evidence."""

from datetime import date

from django.conf import settings
from django.db import models

from incubator.cohorts.models import Place
from incubator.cohorts.states import PlaceState
from incubator.core.bilingual import Bilingual
from incubator.core.models import DatedModel, PublicIdModel
from incubator.milestones.querysets import MilestoneQuerySet
from incubator.milestones.states import OPEN, MilestoneState


class Milestone(PublicIdModel, DatedModel):
    """A step of one start-up's way, from the call's template or its own. Evidence is answers and files."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="milestones")
    number = models.PositiveSmallIntegerField()
    title_fr = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160, blank=True)
    description_fr = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    due_on = models.DateField()
    weight = models.PositiveSmallIntegerField(default=0)
    evidence_wanted = models.JSONField(default=list, help_text="Fields, in the words of the form definition.")
    evidence = models.JSONField(default=dict, help_text="Answers by key.")
    state = models.CharField(max_length=10, default=MilestoneState.PLANNED, editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    office_note = models.TextField(
        blank=True, help_text="Why it was returned or waived; the founder reads it."
    )

    title = Bilingual("title")
    description = Bilingual("description")
    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["place", "number"]
        indexes = [models.Index(fields=["state", "due_on"], name="milestone_due")]
        constraints = [models.UniqueConstraint(fields=["place", "number"], name="milestone_once")]

    def __str__(self) -> str:
        return self.title_fr

    @property
    def state_label(self) -> str:
        """The state in the office's words."""
        return str(MilestoneState(self.state).label)

    @property
    def is_open(self) -> bool:
        """Whether its evidence may still be written."""
        return self.state in OPEN

    def days_late(self, day: date) -> int:
        """Return by how many days it is overdue on `day` (0 when it is not)."""
        is_owed = self.state in OPEN and self.place.state == PlaceState.ACTIVE
        return max(0, (day - self.due_on).days) if is_owed else 0
