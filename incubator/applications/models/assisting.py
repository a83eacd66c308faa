"""A file that an agent of a town hall fills with somebody present, until that person confirms it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incubator.applications.models.application import Application
from incubator.applications.querysets import AssistanceQuerySet
from incubator.core.models import DatedModel
from incubator.people.models import Grant
from incubator.programmes.models import Call
from incubator.territory.models import Commune


class Method(models.TextChoices):
    """How the person confirmed."""

    CODE = "code", _("by a code sent to their telephone")
    SIGNATURE = "signature", _("by their signature on the printed summary")


class Assistance(DatedModel):
    """One assisted file. Name and telephone stand here only until the person has confirmed and has an account."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="assistance")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=160, blank=True)
    phone = models.CharField(max_length=16, blank=True)
    wording = models.CharField(
        max_length=64, help_text="Fingerprint of the words the person agreed to aloud."
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    method = models.CharField(max_length=9, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    code_hash = models.CharField(max_length=64, blank=True)
    code_expires_at = models.DateTimeField(null=True, blank=True)
    code_attempts = models.PositiveSmallIntegerField(default=0)

    objects = AssistanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="assistance_confirmed_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} – {self.agent}"


class AgentTerm(models.Model):
    """The call that a role of an agent was given for: it lasts as long as the call does, or the last of its calls."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="+")
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["grant", "call"], name="agent_term_once")]

    def __str__(self) -> str:
        return f"{self.grant} {self.call}"
