"""Tables of paper or earlier files: the batch, what became of each of its rows, and how columns were matched.

The cells themselves stay in the file as it came: no answer is kept a second time here.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from incubator.applications.models.application import Application
from incubator.applications.querysets import ImportBatchQuerySet
from incubator.applications.states import ImportOutcome
from incubator.core.models import DatedModel, PublicIdModel
from incubator.files.models import StoredFile
from incubator.jobs.models import Job
from incubator.programmes.models import Call, FormVersion


def import_outcomes() -> list[tuple[str, object]]:
    return list(ImportOutcome.choices)


class ImportBatch(PublicIdModel, DatedModel):
    """One table brought in by an officer: matched, checked without changing anything, confirmed, perhaps undone.

    `targets` says what each column is, in the order of `headings` ("" for one that is left out). `shape` is what a
    person chose of the way in which the table is read (`exports.table_shape.Shape`); its data tell the rest.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="imports")
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
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
    received_on = models.DateField(
        null=True, blank=True, help_text="Of the rows whose own date is not in a column."
    )
    as_drafts = models.BooleanField(default=False, help_text="Incomplete rows became drafts.")
    tells = models.BooleanField(default=False, help_text="Each person was written to.")
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

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(confirmed_at__isnull=False),
                name="import_undone_was_confirmed",
            )
        ]

    def __str__(self) -> str:
        return self.source.name if self.source else self.public_id

    @property
    def is_named(self) -> bool:
        """Whether somebody said what the columns are, as the table is read now."""
        return self.attempt > 0 and not self.reread


class ImportRow(models.Model):
    """One line of the table: what the check said, and the file that was made of it. `problems` holds
    [{"column", "sentence"}], `kept` why the undoing left its file.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=import_outcomes)
    problems = models.JSONField(default=list)
    paper_reference = models.CharField(max_length=80, blank=True)
    twin = models.CharField(
        max_length=32,
        blank=True,
        help_text="Shared by the rows of one start-up and one contact; it names nobody.",
    )
    is_known = models.BooleanField(default=False, help_text="Its file was in the call when it was checked.")
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="import_row"
    )
    imported_at = models.DateTimeField(null=True, blank=True)
    kept = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["line"]
        constraints = [models.UniqueConstraint(fields=["batch", "line"], name="import_row_once")]
        indexes = [
            models.Index(fields=["batch", "outcome"], name="import_row_outcome"),
            models.Index(fields=["paper_reference"], name="import_row_paper"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} · {self.line}"


class ImportMapping(models.Model):
    """How a table with these headings was read and matched in a call: the next one is read and matched so already."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64, help_text="Of the set of headings, whatever their order.")
    targets = models.JSONField(default=dict, help_text="{heading as compared: what the column is}.")
    shape = models.JSONField(
        default=dict, help_text="What a person chose of how it is read, as on the batch."
    )
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "fingerprint"], name="import_mapping_once")]

    def __str__(self) -> str:
        return f"{self.call_id} {self.fingerprint[:8]}"
