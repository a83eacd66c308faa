"""Codes that let a draft be sent after the closing, and the files that used them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from incubator.applications.models.application import Application
from incubator.core.models import PublicIdModel
from incubator.programmes.models import Call


class LateCode(PublicIdModel):
    """A code made by one person and confirmed by another. Only its keyed hash is kept: nobody reads it again."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="late_codes")
    code_hash = models.CharField(max_length=64, unique=True)
    reason = models.TextField()
    expires_at = models.DateTimeField(help_text="The code is typed, and the file sent, before this instant.")
    uses_allowed = models.PositiveSmallIntegerField(default=1)
    uses_left = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(uses_left__lte=F("uses_allowed")), name="late_code_never_more_than_allowed"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("made_by")), name="late_code_two_people"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class LateEntry(models.Model):
    """A draft let in by a code."""

    code = models.ForeignKey(LateCode, on_delete=models.PROTECT, related_name="entries")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="late_entries")
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["entered_at", "id"]
        constraints = [models.UniqueConstraint(fields=["code", "application"], name="late_entry_once")]

    def __str__(self) -> str:
        return f"{self.application} {self.code}"
