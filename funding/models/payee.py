"""Whom and which account a start-up's money goes to, version by version; and what an approver signed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from funding.models.tranche import Tranche, payout_rails
from funding.querysets import PayeeQuerySet
from incubator.core.encryption import Sealed
from incubator.core.models import PublicIdModel
from incubator.files.models import StoredFile
from incubator.startups.models import Startup
from incubator.workflow.proposals import Proposal, confirmed_by_another, only_one_waits


class Payee(PublicIdModel, Proposal):
    """One version of an account: proposed by one, confirmed by another, never edited. The last confirmed one is paid."""

    startup = models.ForeignKey(Startup, on_delete=models.PROTECT, related_name="payees")
    version = models.PositiveSmallIntegerField()
    rail = models.CharField(max_length=8, choices=payout_rails)
    holder = models.CharField(max_length=120)
    account_sealed = models.TextField()
    salt_sealed = models.TextField(
        help_text="Keeps a short account from being guessed out of the fingerprint."
    )
    proof = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    usable_from = models.DateTimeField(
        null=True, blank=True, help_text="A change: before it nothing is ordered to it."
    )
    is_carried = models.BooleanField(
        default=False, help_text="Recorded by one person, before a second one was asked."
    )

    account = Sealed("account_sealed")
    salt = Sealed("salt_sealed")
    objects = PayeeQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["startup", "version"], name="payee_version_once"),
            only_one_waits("startup", name="payee_one_waits"),
            models.CheckConstraint(condition=confirmed_by_another() | Q(is_carried=True), name="payee_two_people"),
        ]  # fmt: skip

    @property
    def masked_account(self) -> str:
        """The account without all but its last four characters."""
        return f"•••• {self.account[-4:]}"

    def __str__(self) -> str:
        return f"{self.startup_id} / {self.version}"


class Signature(models.Model):
    """What an approver signed: this tranche, this amount, to this version of the account. Never changed nor deleted."""

    tranche = models.ForeignKey(Tranche, on_delete=models.PROTECT, related_name="signatures")
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="+")
    amount = models.PositiveBigIntegerField(help_text="In whole units of the currency.")
    currency = models.CharField(max_length=3)
    fingerprint = models.CharField(max_length=64)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.fingerprint[:12]
