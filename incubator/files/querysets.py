"""Reads of stored files."""

from django.db import models


class StoredFileQuerySet(models.QuerySet):
    """Files; who may read one is decided by the record it belongs to."""

    def of(self, record: str, record_id: int) -> "StoredFileQuerySet":
        """Keep the present files of one record."""
        return self.filter(record=record, record_id=record_id, replaced_at=None)
