"""Mentors, their start-ups, the sessions held and what came out of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from incubator.core.encryption import Sealed
from incubator.core.models import DatedModel, PublicIdModel
from incubator.milestones.models import Milestone
from incubator.startups.models import Sector, Startup
from mentorship.querysets import ActionQuerySet, MatchQuerySet, MentorQuerySet, SessionQuerySet
from mentorship.states import (
    ActionOwner,
    ActionState,
    Colour,
    MatchState,
    MentorState,
    Mode,
    SessionState,
)


class Mentor(PublicIdModel, DatedModel):
    """An experienced person who accompanies start-ups, without financial interest in them."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mentor")
    expertise = models.CharField(max_length=240, blank=True)
    sectors = models.ManyToManyField(Sector, blank=True, related_name="mentors")
    languages = models.JSONField(default=list)
    hours_a_month = models.PositiveSmallIntegerField(default=4)
    charter_signed_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, default=MentorState.INVITED, editable=False)

    objects = MentorQuerySet.as_manager()

    class Meta:
        ordering = ["person__full_name", "id"]

    def __str__(self) -> str:
        return str(self.person)

    def get_state_display(self) -> str:
        """Return the state in words."""
        return str(MentorState(self.state).label)


class Match(PublicIdModel, DatedModel):
    """A mentor at a start-up's side: lead or in the team, with the reasons why."""

    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="matches")
    startup = models.ForeignKey(Startup, on_delete=models.PROTECT, related_name="matches")
    is_lead = models.BooleanField(default=True)
    goals = models.TextField(blank=True)
    why = models.JSONField(default=list)
    state = models.CharField(max_length=10, default=MatchState.PROPOSED, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "matches"
        constraints = [
            models.UniqueConstraint(
                fields=["mentor", "startup"],
                condition=~Q(state=MatchState.ENDED),
                name="match_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.mentor} – {self.startup}"

    def get_state_display(self) -> str:
        """Return the state in words."""
        return str(MatchState(self.state).label)


class Session(PublicIdModel, DatedModel):
    """A mentoring session. The team reads the summary; the note (sealed) is for the centre alone."""

    startup = models.ForeignKey(Startup, on_delete=models.PROTECT, related_name="sessions")
    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="sessions")
    held_on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=10, choices=Mode.choices)
    topics = models.JSONField(default=list, help_text="Codes of Topic.")
    present = models.CharField(max_length=240, blank=True)
    milestone = models.ForeignKey(
        Milestone, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    summary = models.TextField()
    note_sealed = models.TextField(blank=True)
    colour = models.CharField(max_length=5, choices=Colour.choices, blank=True)
    state = models.CharField(max_length=10, default=SessionState.HELD, editable=False)
    logged_at = models.DateTimeField()
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_token = models.CharField(
        max_length=32, unique=True, null=True, help_text="One form sent twice is one log."
    )

    note = Sealed("note_sealed")
    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-id"]
        indexes = [models.Index(fields=["startup", "-held_on"], name="session_startup")]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=600), name="session_minutes")
        ]

    def __str__(self) -> str:
        return self.public_id


class Action(PublicIdModel):
    """Something somebody will do, carried from session to session until done or dropped."""

    startup = models.ForeignKey(Startup, on_delete=models.PROTECT, related_name="actions")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="actions")
    what = models.CharField(max_length=240)
    owner = models.CharField(max_length=8, choices=ActionOwner.choices, default=ActionOwner.TEAM)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, default=ActionState.OPEN, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return self.what

    def get_state_display(self) -> str:
        """Return the state in words."""
        return str(ActionState(self.state).label)
