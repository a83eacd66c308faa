"""The audit: one append-only row for each act."""

from django.conf import settings
from django.db import models

from incubator.core import clock
from incubator.workflow.querysets import EventQuerySet


class Event(models.Model):
    """Something that was done: `<record>.<move>`, to what, by whom and when. Never changed, never deleted.

    An empty actor is the system. `data` holds no personal value: a person's words stay in the record.
    """

    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    subject_ref = models.CharField(max_length=60, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="events"
    )
    at = models.DateTimeField(help_text="When it was done (UTC), as the rules read it.")
    recorded_at = models.DateTimeField(default=clock.now, help_text="When this row was written (UTC).")
    data = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "at"], name="event_subject"),
            models.Index(fields=["verb", "at"], name="event_verb"),
            models.Index(fields=["at", "id"], name="event_at"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_ref}"
