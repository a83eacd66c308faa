"""What the virus scanner said of a stored file."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scan(models.TextChoices):
    """Without a scanner a file has no verdict; with one that does not answer it waits, and is asked for again."""

    NONE = "", _("no scanner")
    CLEAN = "clean", _("checked")
    WAITING = "waiting", _("not checked yet")
    FOUND = "found", _("withheld: a virus was found")
