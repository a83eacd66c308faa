"""Reads of what people keep of the lists."""

from typing import Any

from django.db import models
from django.db.models import Q


class SavedViewQuerySet(models.QuerySet):
    """Saved views."""

    gate = "Words to filter by; the rows of a list are asked for by its reader."

    def of_list(self, person: Any, name: str, place: str) -> "SavedViewQuerySet":
        """Keep those of one list that the person reads: the own ones and those shared with the team."""
        return self.filter(Q(owner=person) | Q(is_shared=True), list=name, place=place)
