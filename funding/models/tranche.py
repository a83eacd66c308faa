"""Tranches of an award, how they were paid, and what was spent."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from funding.models.award import Award
from funding.querysets import ExpenseQuerySet, PayoutQuerySet, TrancheQuerySet
from funding.states import ExpenseCategory, ExpenseState, PayoutRail, PayoutState, TrancheState
from incubator.core.bilingual import Bilingual
from incubator.core.encryption import Sealed
from incubator.core.models import DatedModel, PublicIdModel
from incubator.files.models import StoredFile

USER = settings.AUTH_USER_MODEL


def payout_rails() -> list[tuple[str, str]]:
    return PayoutRail.choices


def categories() -> list[tuple[str, str]]:
    return ExpenseCategory.choices


class Tranche(PublicIdModel, DatedModel):
    """A part of an award, released by conditions. Whoever approves is none of those who asked or verified."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="tranches")
    number = models.PositiveSmallIntegerField()
    amount = models.PositiveBigIntegerField(help_text="In francs.")
    title_fr = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    conditions = models.JSONField(default=list, help_text="As in the call's tranche plan.")
    state = models.CharField(max_length=10, default=TrancheState.PLANNED, editable=False)
    spending_note = models.TextField(blank=True, help_text="What the founder says of the spending so far.")
    requested_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    expected_on = models.DateField(null=True, blank=True, help_text="When the next step is expected.")
    paid_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(
        null=True, blank=True, help_text="When the founder confirmed the reception."
    )
    office_note = models.TextField(
        blank=True, help_text="Why it was sent back or suspended; the founder reads it."
    )

    title = Bilingual("title")
    objects = TrancheQuerySet.as_manager()

    class Meta:
        ordering = ["award", "number"]
        indexes = [models.Index(fields=["state", "requested_at"], name="tranche_state")]
        constraints = [
            models.UniqueConstraint(fields=["award", "number"], name="tranche_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="tranche_positive"),
            models.CheckConstraint(
                condition=Q(approved_by=None)
                | (~Q(approved_by=F("verified_by")) & ~Q(approved_by=F("requested_by"))),
                name="tranche_four_eyes",
            ),
        ]

    @property
    def state_label(self) -> str:
        return str(TrancheState(self.state).label)

    def __str__(self) -> str:
        return f"{self.award} / {self.number}"


class Payout(PublicIdModel, DatedModel):
    """One payment of a tranche, frozen when it is ordered: what its signature says; an unknown one is never repeated."""

    tranche = models.ForeignKey(Tranche, on_delete=models.PROTECT, related_name="payouts")
    signature = models.ForeignKey(
        "funding.Signature", on_delete=models.PROTECT, null=True, related_name="payouts"
    )
    payee = models.ForeignKey("funding.Payee", on_delete=models.PROTECT, null=True, related_name="payouts")
    fingerprint = models.CharField(max_length=64, blank=True, help_text="That of what was signed.")
    rail = models.CharField(max_length=8, choices=payout_rails)
    payee_name = models.CharField(max_length=120)
    payee_account_sealed = models.TextField()
    amount = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3, default="XOF")
    reference = models.CharField(max_length=80, blank=True)
    proof = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, default=PayoutState.ORDERED, editable=False)
    ordered_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    payee_account = Sealed("payee_account_sealed")
    objects = PayoutQuerySet.as_manager()

    class Meta:
        ordering = ["-ordered_at", "-id"]
        constraints = [
            # Never two payments of one tranche alive: paid, on their way, or unknown.
            models.UniqueConstraint(
                fields=["tranche"], condition=~Q(state=PayoutState.FAILED), name="payout_one_alive_a_tranche"
            ),
            models.UniqueConstraint(
                fields=["rail", "reference"], condition=~Q(reference=""), name="payout_reference_once"
            ),
            models.CheckConstraint(
                condition=~Q(state=PayoutState.PAID) | (~Q(reference="") & Q(proof__isnull=False)),
                name="payout_paid_has_proof",
            ),
        ]

    @property
    def masked_account(self) -> str:
        """The account without all but its last four characters."""
        return f"•••• {self.payee_account[-4:]}"

    @property
    def state_label(self) -> str:
        return str(PayoutState(self.state).label)

    def __str__(self) -> str:
        return self.public_id


class Expense(PublicIdModel, DatedModel):
    """Money of a tranche that a start-up spent: category, day, amount, receipt."""

    tranche = models.ForeignKey(Tranche, on_delete=models.PROTECT, related_name="expenses")
    category = models.CharField(max_length=40, choices=categories)
    label = models.CharField(max_length=160)
    spent_on = models.DateField()
    amount = models.PositiveBigIntegerField()
    receipt = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, default=ExpenseState.DECLARED, editable=False)
    declared_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    decided_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    office_note = models.CharField(max_length=300, blank=True)

    objects = ExpenseQuerySet.as_manager()

    class Meta:
        ordering = ["spent_on", "id"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="expense_positive")]

    @property
    def category_label(self) -> str:
        return str(ExpenseCategory.read(self.category).label)

    @property
    def state_label(self) -> str:
        return str(ExpenseState(self.state).label)

    def __str__(self) -> str:
        return self.label
