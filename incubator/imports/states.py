"""What the check of a table says of a row."""

from django.db import models
from django.utils.translation import pgettext_lazy


class ImportOutcome(models.TextChoices):
    """What the check made of one row of an imported table."""

    GOOD = "good", pgettext_lazy("row", "Good")
    INCOMPLETE = "incomplete", pgettext_lazy("row", "Incomplete")
    WRONG = "wrong", pgettext_lazy("row", "With errors")
    THERE = "there", pgettext_lazy("row", "Already there")


def import_outcomes() -> list[tuple[str, object]]:
    return list(ImportOutcome.choices)
