"""Expenses: what a start-up did with a tranche, with receipts."""

from datetime import date, datetime

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from funding.models import Expense, Tranche
from funding.states import EXPENSE, TRANCHE, ExpenseState, TrancheState
from incubator.core.clock import local_day
from incubator.files.models import StoredFile
from incubator.people.models import User
from incubator.workflow import audit, deciding, values
from incubator.workflow.acting import an_act
from incubator.workflow.refusals import IllegalMove, ReasonMissing, Refused, once
from incubator.workflow.wording import name_verbs

# The kind of record receipts belong to: whoever may read the tranche may read them.
RECORD = "tranche"

name_verbs({"expense.declare": _("Declare an expense")})


class ReceiptMissing(Refused):
    """Donors want every franc tied to evidence."""

    code = "receipt_missing"
    status = 422
    default = _("Add a photo or a scan of the receipt; a handwritten one will do.")


class WrongAmount(Refused):
    """Nothing was spent."""

    code = "wrong_amount"
    status = 422
    default = _("The amount must be more than zero.")


class WrongDay(Refused):
    """An expense of tomorrow cannot be accounted for."""

    code = "wrong_day"
    status = 422
    default = _("The day of the expense has not come yet. Check the date.")


@an_act
def declare(
    tranche: Tranche,
    *,
    category: str,
    label: str,
    spent_on: date,
    amount: int,
    receipt: StoredFile | None,
    by: User,
    at: datetime,
) -> Expense:
    """Record an expense of a paid tranche, in whole francs.

    Raises NotAllowed, IllegalMove, ReceiptMissing, WrongDay, WrongAmount, or BadValues for what no form offers.
    More than the tranche is accepted: see `is_above`.
    """
    locked = TRANCHE.locked(tranche)
    deciding.require("expense.declare", by, locked, at)
    if locked.state != TrancheState.PAID:
        raise IllegalMove(_("Expenses are declared on a tranche that was paid."))
    if receipt is None or (receipt.record, receipt.record_id) != (RECORD, tranche.pk):
        raise ReceiptMissing()
    if spent_on > local_day(at):
        raise WrongDay()
    if amount <= 0:
        raise WrongAmount()
    expense = Expense(
        tranche=tranche,
        category=category,
        label=label.strip(),
        spent_on=spent_on,
        amount=amount,
        receipt=receipt,
        declared_by=by,
        declared_at=at,
        created_at=at,
    )
    values.check(expense, "category", "label", "amount")
    expense.save()
    audit.record("expense.declare", expense, by=by, at=at, amount=amount)
    return expense


def is_above(tranche: Tranche) -> bool:
    """Tell whether more was declared than the tranche: accepted all the same, with a warning."""
    kept = tranche.expenses.exclude(state=ExpenseState.REFUSED)
    return (kept.aggregate(total=Sum("amount"))["total"] or 0) > tranche.amount


@once
def accept(expense: Expense, *, by: User, at: datetime) -> Expense:
    """Accept an expense: it counts as justified."""
    with EXPENSE.move(expense, "accept", by=by, at=at, data={"amount": expense.amount}) as accepted:
        accepted.decided_by, accepted.decided_at = by, at
    return accepted


def refuse(expense: Expense, *, note: str, by: User, at: datetime) -> Expense:
    """Refuse an expense, with the reason. Raises ReasonMissing, BadValues for one of more than 300 characters."""
    if not note.strip():
        raise ReasonMissing()
    with EXPENSE.move(expense, "refuse", by=by, at=at) as refused:
        refused.decided_by, refused.decided_at, refused.office_note = by, at, note
        values.check(refused, "office_note")
    return refused
