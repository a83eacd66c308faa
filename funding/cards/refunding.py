"""A payment given back: asked by one person, confirmed by another; at the provider first, then in our books."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from funding import charges
from funding.cards import gateway
from funding.models import Charge, Refund
from funding.states import CHARGE, REFUND, ChargeRail
from funding.tranches import returning
from incubator.core.holding import hold
from incubator.people.models import User
from incubator.workflow import audit, deciding, proposals, values
from incubator.workflow.acting import an_act
from incubator.workflow.proposals import LONGEST_NOTE
from incubator.workflow.refusals import IllegalMove, ReasonMissing, Refused, once


class AnotherAmount(Refused):
    """What is left of the payment is not what was asked back."""

    code = "another_amount"
    default = _(
        "A part of this payment was given back meanwhile. Refuse this request and ask for the rest anew."
    )


@an_act
def ask(charge: Charge, *, note: str, by: User, at: datetime) -> Refund:
    """Ask that what is left of a payment be given back; nothing moves before another person confirms it.

    Raises ReasonMissing, NotAllowed, IllegalMove, AlreadyProposed or BadValues.
    """
    if not note.strip():
        raise ReasonMissing(charges.THE_PAYER_READS)
    charge = hold(charge)
    refund = Refund(
        charge=charge, amount=charge.amount - charge.refunded_amount, proposed_by=by, proposed_at=at,
        note=values.check_text("note", note, longest=LONGEST_NOTE),
    )  # fmt: skip
    deciding.require("refund.propose", by, refund, at)
    if not CHARGE.is_legal(charge, "refund"):
        raise IllegalMove()
    proposals.only_one(charge.refunds.all())
    refund.save(force_insert=True)
    audit.record("refund.propose", refund, by=by, at=at, amount=refund.amount)
    return refund


@once
def confirm(refund: Refund, *, by: User, at: datetime) -> Refund:
    """Give the payment back: at the provider first when it was made by card, then in our books; the payer is told.

    Raises NotAllowed, IllegalMove, AnotherAmount, ProviderSilent (nothing recorded: ask again) or ProviderRefused.
    """
    charge = refund.charge
    if REFUND.is_legal(refund, "confirm"):
        deciding.require("refund.confirm", by, refund, at)
        _require_the_rest(refund, charge)
        if charge.rail == ChargeRail.CARD:
            gateway.refund(charge, failures=returning.failures_of(charge))
    with proposals.confirming(REFUND, refund, by=by, at=at) as confirmed:
        _require_the_rest(confirmed, confirmed.charge)
        charges.refund(confirmed.charge, note=confirmed.note, by=by, at=at)
    return confirmed


def _require_the_rest(refund: Refund, charge: Charge) -> None:
    if not CHARGE.is_legal(charge, "refund"):
        raise IllegalMove()
    if refund.amount != charge.amount - charge.refunded_amount:
        raise AnotherAmount()


@once
def refuse(refund: Refund, *, note: str, by: User, at: datetime) -> Refund:
    """Refuse a refund, or take one's own request back, with the reason. Raises as `proposals.refuse` and moves do."""
    return proposals.refuse(REFUND, refund, note=note, by=by, at=at)
