"""Reads of stored files and of those on their way."""

from datetime import datetime
from typing import Any

from django.db import models

from incubator.files.states import Scan


class StoredFileQuerySet(models.QuerySet):
    """Files; who may read one is decided by the record it belongs to."""

    gate = "Read with the record, by the policy `<record>.read_file`."

    def of(self, record: str, record_id: int) -> "StoredFileQuerySet":
        """Keep the present files of one record."""
        return self.filter(record=record, record_id=record_id, replaced_at=None)

    def to_scan(self) -> "StoredFileQuerySet":
        """Keep those taken while the scanner did not answer, oldest first."""
        return self.filter(scan=Scan.WAITING).order_by("pk")


class UploadSessionQuerySet(models.QuerySet):
    """Files on their way; each is seen by whoever sends it and by nobody else."""

    gate = "The sender's alone."

    def visible_to(self, user: Any) -> "UploadSessionQuerySet":
        """Keep the person's own."""
        return self.sent_by(user) if user.pk else self.none()

    def sent_by(self, person: Any) -> "UploadSessionQuerySet":
        """Keep those of somebody signed in (a person, or their key)."""
        return self.filter(owner=person)

    def alive(self, at: datetime) -> "UploadSessionQuerySet":
        """Keep those that may still go on."""
        return self.filter(expires_at__gt=at)

    def towards(self, record: str, record_id: int) -> "UploadSessionQuerySet":
        """Keep those sent to one record."""
        return self.filter(record=record, record_id=record_id)
