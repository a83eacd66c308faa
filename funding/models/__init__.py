"""Money out (awards, tranches, payouts), money in (charges), and the ledger of both."""

from funding.models.award import Award, BudgetLine, Funder
from funding.models.charge import Charge, ProviderEvent, Refund
from funding.models.ledger import LedgerEntry
from funding.models.payee import Payee, Signature
from funding.models.tranche import Expense, Payout, Tranche

__all__ = [
    "Award",
    "BudgetLine",
    "Charge",
    "Expense",
    "Funder",
    "LedgerEntry",
    "Payee",
    "Payout",
    "ProviderEvent",
    "Refund",
    "Signature",
    "Tranche",
]
