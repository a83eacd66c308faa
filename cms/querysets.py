"""Reads of pages and of the editor's forms."""

from django.db import models


class CallFormQuerySet(models.QuerySet):
    """Forms in the editor."""

    def listed(self) -> "CallFormQuerySet":
        """Join what a line of the list shows."""
        return self.select_related("call__programme")
