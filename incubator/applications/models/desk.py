"""What the office keeps of its list: the words searched, bulk acts, letters to many."""

from django.conf import settings
from django.db import models

from incubator.applications.desk_querysets import DeskRecordQuerySet
from incubator.applications.models.application import Application
from incubator.core.models import DatedModel, PublicIdModel
from incubator.core.text_search import FrenchIndex, SearchedText
from incubator.programmes.models import Call


class SearchText(models.Model):
    """The words of a sent file, for the desk's search: `open_words` without anything personal, `words` with the
    personal answers too. A sensitive answer is in neither.
    """

    application = models.OneToOneField(
        Application, on_delete=models.CASCADE, primary_key=True, related_name="search"
    )
    open_words = SearchedText(blank=True)
    words = SearchedText(blank=True)

    class Meta:
        indexes = [
            FrenchIndex(fields=["open_words"], name="search_open_words"),
            FrenchIndex(fields=["words"], name="search_words"),
        ]

    def __str__(self) -> str:
        return str(self.application_id)


class BulkRun(PublicIdModel, DatedModel):
    """One act on many files: those still to treat (`waiting`, keys in order), how many were done, and those
    refused as [{"ref", "reason"}]. It goes on, a part at a time, until nothing waits.
    """

    act = models.CharField(max_length=30)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    options = models.JSONField(
        default=dict, help_text="What the act needs besides the files: a date, a person."
    )
    back = models.CharField(max_length=1200, blank=True)
    waiting = models.JSONField(default=list)
    seen = models.JSONField(default=dict, help_text="How each file stood when it was chosen (`choosing`).")
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = DeskRecordQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.act} × {self.total}"

    @property
    def treated(self) -> int:
        """How many files have their answer."""
        return self.total - len(self.waiting)


class GroupLetter(PublicIdModel, DatedModel):
    """One letter written by the office to the teams of many files; its messages carry its public id as batch."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    subject_fr = models.CharField(max_length=200)
    subject_en = models.CharField(max_length=200, blank=True)
    text_fr = models.TextField()
    text_en = models.TextField(blank=True)
    waiting = models.JSONField(default=list, help_text="Keys of the files, until the letter is posted.")
    seen = models.JSONField(default=dict, help_text="How each file stood when it was chosen (`choosing`).")
    left_out = models.JSONField(default=list, help_text="Files not written to: [{ref, reference, reason}].")
    count = models.PositiveIntegerField(default=0)
    back = models.CharField(max_length=1200, blank=True)
    posted_at = models.DateTimeField(null=True, blank=True)
    leaves_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = DeskRecordQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.subject_fr

    @property
    def waiting_count(self) -> int:
        return len(self.waiting)
