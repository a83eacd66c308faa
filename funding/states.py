"""The lives of an award, an account to pay, a tranche, a payout and a charge; the accounts of the ledger."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incubator.workflow.lifecycle import Lifecycle
from incubator.workflow.proposals import two_people
from incubator.workflow.wording import name_verbs


class AwardState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("award", "Proposed")
    APPROVED = "approved", pgettext_lazy("award", "Approved")
    SIGNED = "signed", pgettext_lazy("award", "Signed")
    CLOSED = "closed", pgettext_lazy("award", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("award", "Cancelled")


class TrancheState(models.TextChoices):
    PLANNED = "planned", _("To come")
    REQUESTED = "requested", _("Being checked")
    VERIFIED = "verified", _("To be signed")
    APPROVED = "approved", pgettext_lazy("tranche", "Approved")
    ORDERED = "ordered", _("Payment under way")
    PAID = "paid", pgettext_lazy("tranche", "Paid")
    ACCOUNTED = "accounted", pgettext_lazy("tranche", "Accounted for")
    BLOCKED = "blocked", _("Suspended")
    CANCELLED = "cancelled", pgettext_lazy("tranche", "Cancelled")


class PayoutState(models.TextChoices):
    ORDERED = "ordered", _("Ordered")
    PAID = "paid", _("Paid")
    FAILED = "failed", _("Failed")
    UNKNOWN = "unknown", _("Unknown")


class ChargeState(models.TextChoices):
    CREATED = "created", _("Created")
    PENDING = "pending", pgettext_lazy("payment", "Pending")
    SUCCEEDED = "succeeded", pgettext_lazy("money in", "Received")
    FAILED = "failed", _("Failed")
    EXPIRED = "expired", _("Expired")
    CANCELLED = "cancelled", _("Cancelled")
    REFUNDED = "refunded", _("Refunded")


class DisputeState(models.TextChoices):
    OPEN = "open", pgettext_lazy("dispute", "Open")
    WON = "won", pgettext_lazy("dispute", "Won")
    LOST = "lost", pgettext_lazy("dispute", "Lost")


class ExpenseState(models.TextChoices):
    DECLARED = "declared", _("Declared")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")


class ExpenseCategory(models.TextChoices):
    EQUIPMENT = "equipment", _("Equipment and material")
    SERVICES = "services", _("Services and contractors")
    PEOPLE = "people", _("Salaries and allowances")
    TRAVEL = "travel", _("Travel")
    COMMUNICATION = "communication", _("Communication")
    TRAINING = "training", _("Training")
    RUNNING = "running", _("Running costs (rent, connection, electricity)")
    OTHER = "other", _("Other spending")

    @classmethod
    def read(cls, code: str) -> "ExpenseCategory":
        """Return a category as it was stored; one that no form offers any more counts as other spending."""
        return cls(code) if code in cls.values else cls.OTHER


class PayoutRail(models.TextChoices):
    BANK = "bank", _("Bank transfer")
    MOBILE = "mobile", _("Mobile money")
    CASH = "cash", _("Cash")


class ChargeRail(models.TextChoices):
    CARD = "card", _("Card (Stripe Checkout)")
    MOBILE = "mobile", _("Mobile money")
    TRANSFER = "transfer", _("Bank transfer")
    CASH = "cash", _("Cash")


class ChargeFor(models.TextChoices):
    DESK = "desk", _("Working desk")
    ROOM = "room", _("Meeting room")
    TICKET = "ticket", _("Ticket")
    MEMBERSHIP = "membership", _("Membership")
    SPONSORSHIP = "sponsorship", _("Sponsorship")


class Account(models.TextChoices):
    """Accounts of the ledger. Each entry moves an amount from one (credit) to another (debit)."""

    GRANTS_EXPENSE = "grants_expense", _("Grants awarded")
    GRANTS_PAYABLE = "grants_payable", _("Grants to be paid")
    BANK = "bank", _("Bank")
    CASH = "cash", _("Cash desk")
    PROVIDER = "provider", _("Payment provider, to be received")
    DISPUTED = "disputed", _("Payments held back by a dispute")
    TO_RETURN = "to_return", _("Payments to give back")
    INCOME = "income", _("Income from services")


# A charge may be paid again after a failure or an expiry; one attempt at a time.
STARTS = (ChargeState.CREATED, ChargeState.EXPIRED, ChargeState.FAILED)
# Tranches asked for and not yet paid.
UNDER_WAY = (TrancheState.REQUESTED, TrancheState.VERIFIED, TrancheState.APPROVED, TrancheState.ORDERED)

AWARD = Lifecycle(
    "award",
    related=("startup",),
    approve=(AwardState.PROPOSED, AwardState.APPROVED, _("Approve the award")),
    sign=(AwardState.APPROVED, AwardState.SIGNED, _("Record the signed agreement")),
    close=(AwardState.SIGNED, AwardState.CLOSED, _("Close the award")),
    cancel=((AwardState.PROPOSED, AwardState.APPROVED), AwardState.CANCELLED, _("Cancel the award")),
)
TRANCHE = Lifecycle(
    "tranche",
    lock="award",
    related=("award__startup",),
    request=(TrancheState.PLANNED, TrancheState.REQUESTED, _("Request the tranche")),
    send_back=(
        (TrancheState.REQUESTED, TrancheState.VERIFIED),
        TrancheState.PLANNED,
        _("Send back with a reason"),
    ),
    verify=(TrancheState.REQUESTED, TrancheState.VERIFIED, _("Verify the request")),
    approve=(TrancheState.VERIFIED, TrancheState.APPROVED, _("Sign the payment")),
    sign_again=(TrancheState.APPROVED, TrancheState.APPROVED, _("Sign again")),
    order=(TrancheState.APPROVED, TrancheState.ORDERED, _("Order the payment")),
    pay=(TrancheState.ORDERED, TrancheState.PAID, _("Record the payment")),
    fail_payment=(TrancheState.ORDERED, TrancheState.APPROVED, _("Record that the payment failed")),
    account=(TrancheState.PAID, TrancheState.ACCOUNTED, _("Accept the accounts")),
    block=(
        (TrancheState.PLANNED, TrancheState.REQUESTED, TrancheState.VERIFIED),
        TrancheState.BLOCKED,
        _("Suspend"),
    ),
    unblock=(TrancheState.BLOCKED, TrancheState.PLANNED, _("Lift the suspension")),
    cancel=((TrancheState.PLANNED, TrancheState.BLOCKED), TrancheState.CANCELLED, _("Cancel the tranche")),
)
REFUND = two_people("refund", lock="charge", related=("charge__startup",))
PAYEE = two_people("payee", lock="startup", related=("startup",))
EXPENSE = Lifecycle(
    "expense",
    related=("tranche__award__startup",),
    accept=(ExpenseState.DECLARED, ExpenseState.ACCEPTED, _("Accept the expense")),
    refuse=(ExpenseState.DECLARED, ExpenseState.REFUSED, _("Refuse the expense")),
)
CHARGE = Lifecycle(
    "charge",
    open_checkout=(STARTS, ChargeState.PENDING, _("Pay by card")),
    declare_payment=(STARTS, ChargeState.PENDING, _("Declare a payment")),
    succeed=(
        (ChargeState.CREATED, ChargeState.PENDING, ChargeState.EXPIRED, ChargeState.FAILED),
        ChargeState.SUCCEEDED,
        _("Confirm the payment"),
    ),
    fail=((ChargeState.CREATED, ChargeState.PENDING), ChargeState.FAILED, _("Record the failure")),
    expire=((ChargeState.CREATED, ChargeState.PENDING), ChargeState.EXPIRED, _("Expire")),
    cancel=(
        (ChargeState.CREATED, ChargeState.PENDING, ChargeState.EXPIRED, ChargeState.FAILED),
        ChargeState.CANCELLED,
        _("Cancel the charge"),
    ),
    refund=(ChargeState.SUCCEEDED, ChargeState.REFUNDED, _("Refund")),
    refund_part=(ChargeState.SUCCEEDED, ChargeState.SUCCEEDED, _("Record a refund in part")),
    refund_failed=(
        (ChargeState.SUCCEEDED, ChargeState.REFUNDED),
        ChargeState.SUCCEEDED,
        _("Record that a refund did not arrive"),
    ),
)


# What the audit's verbs say to people, where they are no moves.
name_verbs(
    {
        "award.propose": _("Award proposed"),
        "award.set_payee": _("Account of payment recorded"),
        "refund.propose": _("Refund asked for"),
        "refund.confirm": _("Refund confirmed"),
        "refund.refuse": _("Refund turned down"),
        "payee.propose": _("Account to pay proposed"),
        "payee.confirm": _("Account to pay confirmed"),
        "payee.refuse": _("Account to pay refused"),
        "line.open": _("Budget line opened"),
    }
)
