"""Windows of a call, what was announced about its closing, and the outages that may justify an extension."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from incubator.core.bilingual import Bilingual
from incubator.programmes.models.call import Call
from incubator.programmes.states import ChangeKind


class CallWindow(models.Model):
    """One of several times during which a call takes applications."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="windows")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    dropped_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when it is no longer one: the call was closed before it."
    )

    class Meta:
        ordering = ["opens_at"]
        constraints = [
            models.UniqueConstraint(fields=["call", "opens_at"], name="call_window_once"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="call_window_closes_after_it_opens"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opens_at:%Y-%m-%d %H:%M} – {self.closes_at:%Y-%m-%d %H:%M}"


class CallExtension(models.Model):
    """A change of the closing that was announced, with its reason. Rows are only added: they are the history."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="extensions")
    kind = models.CharField(max_length=12, choices=ChangeKind.choices)
    before = models.DateTimeField()
    after = models.DateTimeField(null=True, help_text="Null when the call was cancelled.")
    reason_fr = models.TextField()
    reason_en = models.TextField(blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    reason = Bilingual("reason")

    class Meta:
        ordering = ["-decided_at", "-id"]

    def __str__(self) -> str:
        return f"{self.call_id} {self.kind}"


class EarlyClosing(models.Model):
    """A closing earlier than announced that an officer asks for; a director decides."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="early_closings")
    closes_at = models.DateTimeField()
    reason_fr = models.TextField()
    reason_en = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_accepted = models.BooleanField(null=True, blank=True)

    reason = Bilingual("reason")

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["call"], condition=Q(decided_at=None), name="early_closing_one_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.closes_at:%Y-%m-%d %H:%M}"


class Outage(models.Model):
    """A time during which people could not reach the site, as an officer recorded it."""

    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    note = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-began_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__gt=F("began_at")), name="outage_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.began_at:%Y-%m-%d %H:%M} – {self.ended_at:%H:%M}"
