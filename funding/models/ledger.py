"""The ledger: append-only, balanced by its shape."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from funding.income_querysets import LedgerQuerySet
from funding.states import Account
from incubator.startups.models import Startup
from incubator.workflow.wording import verb_in_words


def accounts() -> list[tuple[str, str]]:
    return Account.choices


class LedgerEntry(models.Model):
    """A whole amount that moves from one account (credit) to another (debit): one row cannot be out of balance.

    Never changed and never deleted (triggers of the database); a mistake is reversed by another entry, once.
    """

    at = models.DateTimeField()
    debit = models.CharField(max_length=16, choices=accounts)
    credit = models.CharField(max_length=16, choices=accounts)
    amount = models.PositiveBigIntegerField(help_text="In whole units of the currency (francs).")
    currency = models.CharField(max_length=3, default="XOF")
    startup = models.ForeignKey(
        Startup, on_delete=models.PROTECT, null=True, blank=True, related_name="ledger"
    )
    tranche = models.ForeignKey(
        "funding.Tranche", on_delete=models.PROTECT, null=True, blank=True, related_name="ledger"
    )
    charge = models.ForeignKey(
        "funding.Charge", on_delete=models.PROTECT, null=True, blank=True, related_name="ledger"
    )
    verb = models.CharField(max_length=40, help_text="The move it records.")
    key = models.CharField(
        max_length=80, unique=True, help_text="<verb>:<public id>: the same act is entered once."
    )
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    # What `about` reads.
    JOINS = ("tranche__award", "charge")

    objects = LedgerQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        verbose_name_plural = "ledger entries"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="ledger_positive"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="ledger_two_accounts"),
        ]

    def __str__(self) -> str:
        return f"{self.debit} ← {self.credit} {self.amount} {self.currency}"

    @property
    def words(self) -> str:
        """The act as people read it."""
        return verb_in_words(self.verb)

    @property
    def about(self) -> str:
        """The reference of what the entry is about: a tranche of an award, or a payment asked for."""
        if self.tranche:
            return f"{self.tranche.award.reference}/{self.tranche.number}"
        return self.charge.reference if self.charge else ""
