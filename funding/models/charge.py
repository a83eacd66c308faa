"""Money in: what is asked of somebody, and the provider's events as they came."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from funding.income_querysets import ChargeQuerySet, ProviderEventQuerySet, RefundQuerySet
from funding.states import ChargeFor, ChargeRail, ChargeState, DisputeState
from incubator.core.bilingual import Bilingual
from incubator.core.models import DatedModel, PublicIdModel
from incubator.files.models import StoredFile
from incubator.startups.models import Startup
from incubator.workflow.proposals import Proposal, confirmed_by_another, only_one_waits

USER = settings.AUTH_USER_MODEL


def charge_rails() -> list[tuple[str, str]]:
    return ChargeRail.choices


def purposes() -> list[tuple[str, str]]:
    return ChargeFor.choices


def dispute_states() -> list[tuple[str, str]]:
    return DisputeState.choices


class Charge(PublicIdModel, DatedModel):
    """An amount asked of a person or a start-up, paid by card at the provider or by a manual rail with proof."""

    reference = models.CharField(max_length=24, unique=True)
    startup = models.ForeignKey(
        Startup, on_delete=models.PROTECT, null=True, blank=True, related_name="charges"
    )
    payer = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="charges")
    what_for = models.CharField(max_length=12, choices=purposes)
    label_fr = models.CharField(max_length=160)
    label_en = models.CharField(max_length=160, blank=True)
    amount = models.PositiveBigIntegerField(help_text="In francs.")
    currency = models.CharField(max_length=3, default="XOF")
    rail = models.CharField(max_length=8, choices=charge_rails, blank=True)
    state = models.CharField(max_length=10, default=ChargeState.CREATED, editable=False)
    attempt = models.PositiveSmallIntegerField(
        default=0, help_text="Card payments begun: part of the provider's key."
    )
    provider_seen_at = models.DateTimeField(
        null=True, blank=True, help_text="When the provider was last asked."
    )
    card_language = models.CharField(
        max_length=2, blank=True, help_text="Of the provider's page of the present attempt."
    )
    provider_session = models.CharField(max_length=100, blank=True)
    provider_payment = models.CharField(max_length=100, blank=True)
    payment_reference = models.CharField(max_length=80, blank=True)
    proof = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    declared_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    paid_at = models.DateTimeField(null=True, blank=True)
    office_note = models.CharField(
        max_length=300, blank=True, help_text="Why a payment failed; the payer reads it."
    )

    refunded_amount = models.PositiveBigIntegerField(
        default=0, help_text="Given back so far, in francs; never more than the amount."
    )
    refund_failed_at = models.DateTimeField(
        null=True, blank=True, help_text="When the last refund was found not to have arrived."
    )
    dispute = models.CharField(max_length=8, choices=dispute_states, blank=True)

    label = Bilingual("label")

    objects = ChargeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="charge_positive"),
            models.CheckConstraint(
                condition=Q(refunded_amount__lte=F("amount")), name="charge_refunds_within_amount"
            ),
            models.UniqueConstraint(
                fields=["provider_session"], condition=~Q(provider_session=""), name="charge_session_once"
            ),
        ]

    @property
    def state_label(self) -> str:
        return str(ChargeState(self.state).label)

    def __str__(self) -> str:
        return self.reference


class Refund(PublicIdModel, Proposal):
    """What is left of a payment, to be given back: asked by one person of finance, confirmed by another."""

    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="refunds")
    amount = models.PositiveBigIntegerField(help_text="What was left when it was asked, in francs.")
    note = models.CharField(max_length=300, help_text="Why; the payer reads it.")

    objects = RefundQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            only_one_waits("charge", name="refund_one_waits"),
            models.CheckConstraint(condition=confirmed_by_another(), name="refund_two_people"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.charge} – {self.amount}"


class ProviderEvent(models.Model):
    """An event of the payment provider, verified and stored once; applied later by a task, in any order."""

    event_id = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=80)
    payload = models.JSONField()
    received_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    closing_note = models.CharField(max_length=300, blank=True)

    objects = ProviderEventQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["applied_at", "received_at"], name="provider_event_waiting")]

    def __str__(self) -> str:
        return self.event_id
