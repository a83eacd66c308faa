"""What the office keeps about a file while it treats it: notes, tasks and tags."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from incubator.applications.desk_querysets import NoteQuerySet
from incubator.applications.models.application import Application
from incubator.applications.states import Audience
from incubator.core.models import DatedModel, PublicIdModel
from incubator.programmes.models import Programme


class Note(PublicIdModel, DatedModel):
    """Something written about a file: a comment for an audience, or a task (somebody, until a date).

    Never deleted: its author may change it for a while, then only strike it out, which leaves it readable by
    the office.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    audience = models.CharField(max_length=9, choices=Audience.choices, default=Audience.STAFF)
    edited_at = models.DateTimeField(null=True, blank=True)
    struck_at = models.DateTimeField(null=True, blank=True)
    # A task: who does it, by when, and when it was done.
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="file_tasks"
    )
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(
                fields=["assignee", "due_on"],
                condition=Q(done_at=None, struck_at=None, assignee__isnull=False),
                name="note_open_task",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(assignee=None, due_on=None, done_at=None)
                | Q(assignee__isnull=False, due_on__isnull=False, audience=Audience.STAFF),
                name="note_task_is_whole",
            )
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_task(self) -> bool:
        return self.assignee_id is not None


class Tag(PublicIdModel, DatedModel):
    """A word that officers of a programme put on files; the word alone tells it apart."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="tags")
    name = models.CharField(max_length=40)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    files = models.ManyToManyField(Application, through="FileTag", related_name="tags")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint("programme", Lower("name"), name="tag_once_a_programme")]

    def __str__(self) -> str:
        return self.name


class FileTag(models.Model):
    """That a file carries a tag, since when and by whom."""

    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="on")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    put_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    put_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "tag"], name="file_tag_once")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.tag_id}"


class Clearance(models.Model):
    """That an officer let a blind jury read one document (by its file) or one link (by its fingerprint).

    A document sent again is another file, and waits to be cleared again.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="clearances")
    what = models.CharField(max_length=16, help_text="The public id of the file, or the link's fingerprint.")
    cleared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    cleared_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "what"], name="clearance_once")]

    def __str__(self) -> str:
        return self.what


class Redaction(models.Model):
    """What an officer said of a passage of an answer, for a blind jury: masked, or left as it is.

    The answer itself never changes: the passage is masked where it is read.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="redactions")
    key = models.CharField(max_length=60)
    text = models.TextField()
    is_masked = models.BooleanField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "key", "text"], name="redaction_once")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.key}"
