"""What every kind of import keeps: the batch, what became of each of its rows, and how columns were matched.

They are abstract: a kind's own tables say besides what a table is brought into, and what a row becomes. The cells
themselves stay in the file as it came.
"""

from typing import Any

from django.conf import settings
from django.db import models

from incubator.core.models import DatedModel, PublicIdModel
from incubator.files.models import StoredFile
from incubator.imports.states import import_outcomes
from incubator.jobs.models import Job


class Batch(PublicIdModel, DatedModel):
    """One table brought in: matched, checked without changing anything, confirmed, perhaps undone.

    `targets` says what each column is, in the order of `headings` ("" for one that is left out). `shape` is what a
    person chose of the way in which the table is read (`documents.table_shape.Shape`); its data tell the rest.
    """

    # The rows of the kind's own table.
    rows: Any

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    source = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    headings = models.JSONField(default=list)
    targets = models.JSONField(default=list)
    shape = models.JSONField(default=dict)
    reread = models.BooleanField(
        default=False,
        help_text="It was read another way since its columns were named: they are to name again.",
    )
    rows_count = models.PositiveIntegerField(default=0)
    attempt = models.PositiveIntegerField(
        default=0,
        help_text="How often the columns were named: a check of an earlier time writes nothing more.",
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.source.name if self.source else self.public_id

    @property
    def is_named(self) -> bool:
        """Whether somebody said what the columns are, as the table is read now."""
        return self.attempt > 0 and not self.reread


class Row(models.Model):
    """One line of the table: what the check said of it. `problems` holds [{"column", "sentence"}].

    A kind adds `batch` (its rows are `batch.rows`) and what was made of the row; `kept` says why the undoing left it.
    """

    line = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=import_outcomes)
    problems = models.JSONField(default=list)
    imported_at = models.DateTimeField(null=True, blank=True)
    kept = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True
        ordering = ["line"]


class Memory(models.Model):
    """How a table with these headings was read and matched: the next one is read and matched so already."""

    fingerprint = models.CharField(max_length=64, help_text="Of the set of headings, whatever their order.")
    targets = models.JSONField(default=dict, help_text="{heading as compared: what the column is}.")
    shape = models.JSONField(
        default=dict, help_text="What a person chose of how it is read, as on the batch."
    )
    saved_at = models.DateTimeField()

    class Meta:
        abstract = True
