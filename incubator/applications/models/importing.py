"""Tables of paper or earlier files: the batch, what became of each of its rows, and how columns were matched."""

from django.db import models
from django.db.models import Q

from incubator.applications.desk_querysets import ImportBatchQuerySet
from incubator.applications.models.application import Application
from incubator.imports.models import Batch, Memory, Row
from incubator.imports.states import import_outcomes
from incubator.programmes.models import Call, FormVersion

__all__ = ["ImportBatch", "ImportMapping", "ImportRow", "import_outcomes"]


class ImportBatch(Batch):
    """One table of files brought into a call by an officer."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="imports")
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    received_on = models.DateField(
        null=True, blank=True, help_text="Of the rows whose own date is not in a column."
    )
    as_drafts = models.BooleanField(default=False, help_text="Incomplete rows became drafts.")
    tells = models.BooleanField(default=False, help_text="Each person was written to.")

    objects = ImportBatchQuerySet.as_manager()

    class Meta(Batch.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(confirmed_at__isnull=False),
                name="import_undone_was_confirmed",
            )
        ]


class ImportRow(Row):
    """One line of the table, and the file that was made of it."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
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

    class Meta(Row.Meta):
        constraints = [models.UniqueConstraint(fields=["batch", "line"], name="import_row_once")]
        indexes = [
            models.Index(fields=["batch", "outcome"], name="import_row_outcome"),
            models.Index(fields=["paper_reference"], name="import_row_paper"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} · {self.line}"


class ImportMapping(Memory):
    """How such a table was read and matched in a call."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "fingerprint"], name="import_mapping_once")]

    def __str__(self) -> str:
        return f"{self.call_id} {self.fingerprint[:8]}"
