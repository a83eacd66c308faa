"""The receipt of a payment, as a PDF on the centre's paper."""

from funding.models import Charge
from funding.states import ChargeFor, ChargeRail, ChargeState
from incubator.exports import documents
from incubator.territory.models import Centre


def number_of(charge: Charge) -> str:
    """Return the number printed on the receipt."""
    return charge.reference


def has_receipt(charge: Charge) -> bool:
    """Tell whether the money was received."""
    return charge.state == ChargeState.SUCCEEDED


def receipt(charge: Charge) -> bytes:
    """Return the receipt of a charge that was paid, in the active language."""
    payer = charge.startup.name if charge.startup else str(charge.payer or "–")
    return documents.receipt(
        number=number_of(charge),
        payer=payer,
        what_for=f"{ChargeFor(charge.what_for).label} – {charge.label}",
        amount=charge.amount,
        currency=charge.currency,
        paid_at=charge.paid_at,
        rail=str(ChargeRail(charge.rail).label),
        reference=charge.payment_reference or charge.provider_payment,
        centre=Centre.objects.order_by("id").first(),
    )
