"""Rounds, a juror's files, and the scores given criterion by criterion."""

from fractions import Fraction

from django.conf import settings
from django.db import models
from django.db.models import Q

from incubator.applications.models import Application
from incubator.core.bilingual import Bilingual
from incubator.core.models import DatedModel, PublicIdModel
from incubator.programmes.models import Call, Criterion
from incubator.reviews.querysets import AssignmentQuerySet, RoundQuerySet
from incubator.reviews.states import AssignmentState, Recommendation, TakenBecause


class Round(PublicIdModel, DatedModel):
    """A phase in which jurors score the files of a call."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField(default=1)
    title_fr = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    is_blind = models.BooleanField(default=True)

    title = Bilingual("title")
    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["call", "number"]
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="round_once")]

    def __str__(self) -> str:
        return self.title_fr

    @property
    def holds_messages(self) -> bool:
        """What is written about a round of a practice call never leaves (read by the outbox)."""
        return self.call.is_practice


class LinksDeclared(models.Model):
    """That a juror went through the list of teams of a round and declared the own links (possibly none)."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="links_declared")
    juror = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "juror"], name="links_declared_once")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.juror_id}"


class Assignment(PublicIdModel, DatedModel):
    """One file in one juror's hands. Its number is its place in the juror's list."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="assignments")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="assignments")
    juror = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default=AssignmentState.ASSIGNED, editable=False)
    kept_for_later = models.BooleanField(default=False)
    recommendation = models.CharField(max_length=8, choices=Recommendation.choices, blank=True)
    comment = models.TextField(blank=True)
    reason = models.CharField(
        max_length=400, blank=True, help_text="Why the juror abstained or the file was taken."
    )
    points = models.PositiveIntegerField(
        null=True, editable=False, help_text="Weight × score over the criteria, summed, once submitted."
    )
    scale_top = models.PositiveSmallIntegerField(
        null=True, editable=False, help_text="The highest score of the scale these points were given on."
    )
    submitted_at = models.DateTimeField(null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["round", "juror", "number"]
        indexes = [models.Index(fields=["juror", "round", "state"], name="assignment_juror")]
        constraints = [
            models.UniqueConstraint(fields=["round", "application", "juror"], name="assignment_once"),
            models.UniqueConstraint(fields=["round", "juror", "number"], name="assignment_number_once"),
            models.CheckConstraint(
                condition=~Q(state=AssignmentState.SUBMITTED)
                | Q(points__isnull=False, scale_top__isnull=False, scale_top__gt=0),
                name="scored_has_a_total",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def why(self) -> str:
        """The reason in words: those that somebody wrote, or the reader's own for what the system did."""
        by_rule = self.reason in TakenBecause.values
        return str(TakenBecause(self.reason).label) if by_rule else self.reason

    @property
    def total(self) -> Fraction | None:
        """Return the points of 100, exact, once the scores are confirmed; rounded only where they are shown."""
        return Fraction(self.points, self.scale_top) if self.points is not None and self.scale_top else None


class Score(models.Model):
    """A juror's score on one criterion. Null means not scored yet, never zero."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.TextField(blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "criterion"], name="score_once")]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.value}"
