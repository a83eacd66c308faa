"""Private uploads: what was stored, for which record, under which random key."""

from django.conf import settings
from django.db import models

from incubator.core.models import DatedModel, PublicIdModel
from incubator.files.querysets import StoredFileQuerySet


class StoredFile(PublicIdModel, DatedModel):
    """A file in the private storage. It belongs to one record, whose slice decides who may read it."""

    record = models.CharField(max_length=40, help_text="Its kind: the policy asked is <record>.read_file.")
    record_id = models.BigIntegerField()
    purpose = models.CharField(max_length=60, blank=True, help_text="Which document of the record this is.")
    name = models.CharField(max_length=255, help_text="The name as it came, for people only.")
    key = models.CharField(max_length=100, unique=True)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["record", "record_id"], name="file_record")]

    def __str__(self) -> str:
        return self.name
