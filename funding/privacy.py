"""What the slice holds of people (`core/personal_data.py`)."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funding.models import Charge, Tranche
from incubator.core.column_words import Spoken, everywhere, name
from incubator.core.forgetting import Subject, goes_with, stays
from incubator.core.personal_data import (
    Erasure,
    Ground,
    Hold,
    Kept,
    Processing,
    Section,
    Since,
    declare,
    impersonal,
)
from incubator.startups.privacy import of_startup
from incubator.ui.typography import money
from incubator.workflow.proposals import ProposalState

MY_MONEY = Section("money", _("my money"))

GRANTS = Processing(
    "grants",
    title=_("Grants paid"),
    purpose=_("To pay a grant to the right account, and to show what it was spent on."),
    ground=Ground.OBLIGATION,
    people=_("founders; holders of the accounts that are paid"),
    data=_("holder, account, amounts, spending and receipts"),
    recipients=_("the team; finance; the approver; the bank; auditors"),
    kept=Kept(120, Since.YEAR),
)
FEES = Processing(
    "fees",
    title=_("Payments received"),
    purpose=_("To ask for what is due, to receive it and to give it back."),
    ground=Ground.CONTRACT,
    people=_("whoever pays the centre"),
    data=_("payer, amount, means and reference of the payment; never the number of a card"),
    recipients=_("the payer; finance; the provider of card payments, for a payment by card"),
    kept=Kept(120, Since.YEAR),
)
BOOKS: dict[str, Any] = {"erase": Erasure.HELD, "hold": Hold.BOOKS}
OF_THE_BOOKS = _("What the books and the machines need; the amounts stand in the copy.")
ACCOUNT_NUMBER = _("The number of an account is read by finance alone; ask for it at the centre.")


def tranches_of(lookup: str) -> Any:
    """Return the rule that a row belongs to whoever sees its tranche: the team, once the award is signed."""

    def whose(person: Any, at: datetime) -> Q:
        return Q(**{f"{lookup}__in": Tranche.objects.of_the_team(person).order_by().values("pk")})

    return whose


def charges_of(lookup: str) -> Any:
    """Return the rule that a row belongs to whoever is asked to pay."""

    def whose(person: Any, at: datetime) -> Q:
        return Q(**{f"{lookup}__in": Charge.objects.of(person).order_by().values("pk")})

    return whose


declare(
    "funding.Payee",
    GRANTS,
    personal="holder decision_note",
    internal="rail version",
    **BOOKS,
    section=MY_MONEY,
    whose=of_startup("startup"),
    beside="startup state proposed_at decided_at",
)
declare(
    "funding.Payee",
    GRANTS,
    sensitive="account_sealed=account salt_sealed=salt",
    **BOOKS,
    withheld=ACCOUNT_NUMBER,
)
declare(
    "funding.Tranche",
    GRANTS,
    personal="spending_note office_note",
    **BOOKS,
    section=MY_MONEY,
    whose=tranches_of("pk"),
    beside="award number title_fr title_en amount state requested_at approved_at paid_at received_at",
)
declare(
    "funding.Payout",
    GRANTS,
    personal="payee_name reference note",
    internal="rail",
    **BOOKS,
    section=MY_MONEY,
    whose=tranches_of("tranche"),
    beside="tranche amount currency state ordered_at settled_at",
)
declare(
    "funding.Payout",
    GRANTS,
    sensitive="payee_account_sealed=payee_account",
    **BOOKS,
    withheld=ACCOUNT_NUMBER,
)
declare("funding.Payout", GRANTS, internal="fingerprint", **BOOKS, withheld=OF_THE_BOOKS)
declare(
    "funding.Expense",
    GRANTS,
    personal="label office_note",
    internal="category spent_on",
    **BOOKS,
    section=MY_MONEY,
    whose=tranches_of("tranche"),
    beside="tranche amount state declared_at decided_at",
)
declare(
    "funding.Charge",
    FEES,
    personal="label_fr label_en payment_reference office_note",
    internal="what_for rail",
    **BOOKS,
    section=MY_MONEY,
    whose=charges_of("pk"),
    beside="reference amount currency state created_at paid_at refunded_amount",
)
declare(
    "funding.Charge",
    FEES,
    personal="provider_session provider_payment",
    internal="dispute card_language",
    **BOOKS,
    withheld=OF_THE_BOOKS,
)
declare(
    "funding.Refund",
    FEES,
    personal="note decision_note",
    **BOOKS,
    section=MY_MONEY,
    whose=charges_of("charge"),
    beside="charge amount state proposed_at decided_at",
)
declare(
    "funding.ProviderEvent",
    FEES,
    personal="payload",
    internal="closing_note",
    **BOOKS,
    withheld=OF_THE_BOOKS,
)
impersonal("funding.ProviderEvent", "event_id kind outcome attempts")
impersonal("funding.Tranche", "number amount title_fr title_en conditions expected_on")
impersonal("funding.Payout", "amount currency")
impersonal("funding.Expense", "amount")
impersonal("funding.Charge", "reference amount currency attempt refunded_amount")
impersonal("funding.Refund", "amount")
impersonal("funding.Signature", "amount currency fingerprint")
impersonal("funding.LedgerEntry", "debit credit amount currency verb key")
impersonal("funding.Award", "reference ceiling_amount requested_amount paid_amount currency")
impersonal("funding.BudgetLine", "code title_fr title_en amount committed_amount currency from_on until_on")
impersonal("funding.Funder", "slug name")
IN_FRANCS: dict[str, Spoken] = {"amount": lambda row: money(row.amount)}
IN_ITS_CURRENCY: dict[str, Spoken] = {"amount": lambda row: money(row.amount, row.currency)}
everywhere(rail=_("Way of payment"))
name("funding.Payee", _("Account to pay"), {"state": ProposalState}, version=_("Version"), holder=_("Holder"))
name("funding.Award", _("Award"))
name("funding.Tranche", _("Tranche"), IN_FRANCS, spending_note=_("What you said of the spending"))
name("funding.Payout", _("Payment made"), IN_ITS_CURRENCY, payee_name=_("Paid to"))
name(
    "funding.Expense",
    _("Expense"),
    IN_FRANCS,
    category=_("Category"),
    spent_on=_("Spent on"),
    label=_("What was bought"),
)
name(
    "funding.Charge",
    _("Payment asked for"),
    IN_ITS_CURRENCY | {"refunded_amount": lambda row: money(row.refunded_amount)},
    what_for=_("What it is for"),
    payment_reference=_("Reference of the payment"),
    refunded_amount=_("Given back so far"),
)
name("funding.Refund", _("Refund of a payment"), IN_FRANCS | {"state": ProposalState})
goes_with(Subject.STARTUP, "funding.Payee", "startup")
goes_with(Subject.STARTUP, "funding.Tranche", "award__startup")
goes_with(Subject.STARTUP, "funding.Payout", "tranche__award__startup")
goes_with(Subject.STARTUP, "funding.Expense", "tranche__award__startup")
goes_with(Subject.STARTUP, "funding.Charge", "startup")
goes_with(Subject.PERSON, "funding.Charge", "payer")
goes_with(Subject.STARTUP, "funding.Refund", "charge__startup")
goes_with(Subject.PERSON, "funding.Refund", "charge__payer")
stays("funding.ProviderEvent", "What the provider said of a payment: it is held with the books.")
