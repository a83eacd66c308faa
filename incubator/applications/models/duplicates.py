"""Files that may be one and the same: the keys under which they meet, and what the office said of each pair."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from incubator.applications.desk_querysets import TwinQuerySet
from incubator.applications.models.application import Application
from incubator.applications.states import TwinKind, TwinState
from incubator.core.models import PublicIdModel


def twin_kinds() -> list[tuple[str, str]]:
    return TwinKind.choices


class TwinKey(models.Model):
    """One key of a file: files that share one are compared, and no others."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="twin_keys")
    kind = models.CharField(max_length=8, choices=twin_kinds)
    value = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["kind", "value"], name="twin_key")]
        constraints = [models.UniqueConstraint(fields=["application", "kind", "value"], name="twin_key_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class TwinLook(models.Model):
    """Until which sending a file was looked at for duplicates."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="twin_look")
    revision = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.application_id} #{self.revision}"


class Twins(PublicIdModel):
    """Two files that look like one, why, and what the office made of it. `first` was made before `second`."""

    first = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="twins_after")
    second = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="twins_before")
    why = models.JSONField(help_text="[kind], the strongest first.")
    found_at = models.DateTimeField()
    state = models.CharField(max_length=9, default=TwinState.OPEN, editable=False)
    kept = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The file that goes on, when the two were merged.",
    )  # fmt: skip
    reason = models.TextField(blank=True)
    treated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    treated_at = models.DateTimeField(null=True, blank=True)

    objects = TwinQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "twins"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="twins_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="twins_in_order"),
        ]

    def __str__(self) -> str:
        return self.public_id
