"""Money that goes back: refunds in part, refunds that fail, disputes, and what was paid twice."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from funding import charges, ledger, letters
from funding.models import Charge, LedgerEntry
from funding.states import CHARGE, Account, DisputeState
from incubator.people.models import SYSTEM
from incubator.workflow import audit
from incubator.workflow.wording import name_verbs

name_verbs({
    "charge.keep_surplus": _("Record a payment made twice"),
    "charge.return_surplus": _("Record that a payment made twice was given back"),
    "charge.open_dispute": _("Record that the payer’s bank disputes the payment"),
    "charge.close_dispute": _("Record how the dispute ended"),
})  # fmt: skip


def refund_part(charge: Charge, total: int, *, at: datetime) -> Charge:
    """Record that `total` francs of a payment, less than the whole, were given back so far. The ledger and the
    payer are told of what is new. Raise IllegalMove.
    """
    with CHARGE.move(charge, "refund_part", by=SYSTEM, at=at, data={"total": total}) as returned:
        charges.give_back(returned, total - returned.refunded_amount, by=SYSTEM, at=at)
        letters.charge_news(returned, "refunded", at=at)
    return returned


def failures_of(charge: Charge) -> int:
    """Return how many refunds of the charge did not arrive."""
    return LedgerEntry.objects.filter(charge=charge, verb="charge.refund_failed").count()


def is_booked(key: str) -> bool:
    """Tell whether the ledger has an act under this key."""
    return LedgerEntry.objects.filter(key=key).exists()


def refund_failed(charge: Charge, refund: str, amount: int, *, at: datetime) -> Charge:
    """Record that a refund of `amount` francs did not arrive: the money is with the provider again, the charge is
    paid again, the payer is told. `refund` is the provider's name of it. Raise IllegalMove.
    """
    with CHARGE.move(charge, "refund_failed", by=SYSTEM, at=at, data={"amount": amount}) as paid:
        paid.refunded_amount -= amount
        paid.refund_failed_at = at
        _post(paid, "charge.refund_failed", refund, Account.PROVIDER, Account.INCOME, amount, at)
        letters.charge_news(paid, "refund_failed", at=at)
    return paid


@transaction.atomic
def open_dispute(charge: Charge, dispute: str, amount: int, *, at: datetime) -> None:
    """Record that the payer's bank disputes a payment; `amount` is what the provider holds back (0 for a question)."""
    if charge.dispute != DisputeState.OPEN:
        _dispute(charge, DisputeState.OPEN, "charge.open_dispute", at)
    if amount:
        _post(charge, "charge.open_dispute", dispute, Account.DISPUTED, Account.PROVIDER, amount, at)


@transaction.atomic
def close_dispute(charge: Charge, dispute: str, state: str, amount: int, *, at: datetime) -> None:
    """Record how a dispute ended: won, the provider pays what it held back; lost, the income is gone."""
    _dispute(charge, state, "charge.close_dispute", at)
    held = LedgerEntry.objects.filter(key=f"charge.open_dispute:{dispute}").first()
    lost = state == DisputeState.LOST
    if held is not None:
        debit = Account.INCOME if lost else Account.PROVIDER
        _post(charge, "charge.close_dispute", dispute, debit, Account.DISPUTED, held.amount, at)
    elif lost and amount:
        _post(charge, "charge.close_dispute", dispute, Account.INCOME, Account.PROVIDER, amount, at)


def _dispute(charge: Charge, state: str, verb: str, at: datetime) -> None:
    locked = CHARGE.locked(charge)
    locked.dispute = state
    locked.save(update_fields=["dispute"])
    audit.record(verb, locked, by=SYSTEM, at=at, state=str(state))
    letters.charge_news(locked, f"dispute_{state}", at=at)


@transaction.atomic
def keep_surplus(charge: Charge, payment: str, *, at: datetime) -> None:
    """Record a payment of a charge that was paid already, or cancelled: it waits to be given back."""
    if not is_booked(f"charge.keep_surplus:{payment}"):
        _post(charge, "charge.keep_surplus", payment, Account.PROVIDER, Account.TO_RETURN, charge.amount, at)
        audit.record("charge.keep_surplus", charge, by=SYSTEM, at=at, amount=charge.amount)


@transaction.atomic
def return_surplus(charge: Charge, payment: str, total: int, *, at: datetime) -> bool:
    """Record that `total` francs of a surplus were given back so far; return False when that was known."""
    returned = LedgerEntry.objects.filter(charge=charge, key__startswith=f"charge.return_surplus:{payment}:")
    new = total - sum(returned.values_list("amount", flat=True))
    if new <= 0:
        return False
    key = f"{payment}:{total}"
    _post(charge, "charge.return_surplus", key, Account.TO_RETURN, Account.PROVIDER, new, at)
    audit.record("charge.return_surplus", charge, by=SYSTEM, at=at, amount=new)
    return True


def _post(charge: Charge, verb: str, key: str, debit: str, credit: str, amount: int, at: datetime) -> None:
    ledger.post(
        verb,
        f"{verb}:{key}"[:80],
        debit=debit,
        credit=credit,
        amount=amount,
        currency=charge.currency,
        startup=charge.startup,
        charge=charge,
        by=SYSTEM,
        at=at,
    )
