"""Abstract models every slice stands on. No tables here."""

from django.db import models

from incubator.core import clock, ids


def new_public_id() -> str:
    """Return a fresh public identity (named, so that migrations can refer to it)."""
    return ids.public_id()


class PublicIdModel(models.Model):
    """A record shown in addresses and in the API by ten random characters."""

    public_id = models.CharField(max_length=10, unique=True, default=new_public_id, editable=False)

    class Meta:
        abstract = True


class DatedModel(models.Model):
    """A record that knows when it was written. `created_at` may be given (demo history, imports)."""

    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True
