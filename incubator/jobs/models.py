"""Background work: what was asked, by whom, how far it is, and the file it made."""

from django.conf import settings
from django.db import models

from incubator.core.models import DatedModel, PublicIdModel
from incubator.files.models import StoredFile
from incubator.jobs.querysets import JobQuerySet
from incubator.jobs.states import Failure, JobState


class Job(PublicIdModel, DatedModel):
    """One piece of work that a person asked for: an export, a pack of documents, an import.

    `kind` names the work (`EXPORT_KINDS` in the settings says which class does it), `params` what it needs.
    `keys` are those of the rows, in their order, chosen when it was asked. `done` of `total` rows stand in
    `parts` part files; a process that dies leaves them, the next one goes on. `attempts` counts the times it
    was claimed and tells one process from the next; `stalled` those without any progress since.
    """

    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200, help_text="In the words of the person who asked.")
    params = models.JSONField(default=dict)
    language = models.CharField(max_length=2, default="fr")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="jobs")
    state = models.CharField(max_length=10, default=JobState.QUEUED, editable=False)
    keys = models.JSONField(default=list)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    parts = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    stalled = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["state", "claimed_at"], name="job_waiting"),
            models.Index(fields=["asked_by", "-created_at"], name="job_asker"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state_words(self) -> str:
        return str(JobState(self.state).label)

    @property
    def error_words(self) -> str:
        """Why it stopped, in words; a refusal's own sentence as it came."""
        return str(Failure(self.error).label) if self.error in Failure.values else self.error

    @property
    def tone(self) -> str:
        """Which colour its state wears."""
        tones = {JobState.DONE: "success", JobState.FAILED: "danger", JobState.RUNNING: "info"}
        return tones.get(JobState(self.state), "neutral")
