"""What a person keeps of a list: a query under a name, the columns."""

from django.conf import settings
from django.db import models

from incubator.core.models import DatedModel, PublicIdModel
from incubator.lists.querysets import SavedViewQuerySet
from incubator.lists.states import LONGEST_NAME, LONGEST_QUERY


class SavedView(PublicIdModel, DatedModel):
    """A query of a list under a name. `place` tells lists of one declaration apart (the reference of a call)."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    list = models.CharField(max_length=40)
    place = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=LONGEST_NAME)
    query = models.CharField(max_length=LONGEST_QUERY, blank=True)
    is_shared = models.BooleanField(default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class KeptColumns(models.Model):
    """The columns a person reads in a list: keys with a comma between them."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    list = models.CharField(max_length=40)
    columns = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "list"], name="lists_columns_kept_once_a_list")
        ]

    def __str__(self) -> str:
        return self.columns
