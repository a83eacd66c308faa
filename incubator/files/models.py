"""Private uploads: what was stored, for which record, under which random key; and what is still arriving."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from incubator.core.models import DatedModel, PublicIdModel
from incubator.files.querysets import StoredFileQuerySet, UploadSessionQuerySet
from incubator.files.states import Scan


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
    scan = models.CharField(max_length=8, blank=True, default=Scan.NONE, help_text="What the scanner said.")

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["record", "record_id"], name="file_record"),
            models.Index(fields=["id"], condition=Q(scan=Scan.WAITING), name="file_to_scan"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def awaits_scan(self) -> bool:
        """True while no scanner has looked at it, where the centre has one."""
        return self.scan == Scan.WAITING


class UploadSession(PublicIdModel, DatedModel):
    """One file on its way, piece by piece, to one document of one record. It ends as a StoredFile or expires."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    record = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    purpose = models.CharField(max_length=60)
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField(help_text="Octets announced.")
    received = models.PositiveBigIntegerField(default=0, help_text="Octets kept so far, from the first on.")
    sha256 = models.CharField(
        max_length=64, blank=True, help_text="Announced; a session is found again by it."
    )
    formats = models.JSONField(default=list)
    max_bytes = models.PositiveBigIntegerField()
    expires_at = models.DateTimeField(db_index=True)

    objects = UploadSessionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "record", "record_id"], name="upload_owner_record")]
        constraints = [
            models.CheckConstraint(condition=Q(received__lte=F("size")), name="upload_never_over_its_size")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_whole(self) -> bool:
        return self.received == self.size


class UploadPart(models.Model):
    """One piece of a file on its way."""

    session = models.ForeignKey(UploadSession, on_delete=models.CASCADE, related_name="parts")
    offset = models.PositiveBigIntegerField()
    key = models.CharField(max_length=100, unique=True)

    class Meta:
        ordering = ["offset"]
        constraints = [models.UniqueConstraint(fields=["session", "offset"], name="upload_part_once")]

    def __str__(self) -> str:
        return f"{self.session_id} @{self.offset}"
