"""The receipt of a payment, as a PDF on the centre's paper. It says what was given back since."""

from datetime import datetime

from django.utils.translation import gettext as _

from funding.models import Charge, LedgerEntry
from funding.states import ChargeFor, ChargeRail, ChargeState
from incubator.documents import typesetting
from incubator.territory.models import Centre
from incubator.ui.typography import money, short_day

# What happens to a payment after it arrived, and moves money of the payer: verb → words.
SINCE = ("charge.refund", "charge.refund_failed")


def number_of(charge: Charge) -> str:
    """Return the number printed on the receipt."""
    return charge.reference


def has_receipt(charge: Charge) -> bool:
    """Tell whether the money was received, be it given back since."""
    return charge.state in (ChargeState.SUCCEEDED, ChargeState.REFUNDED) and charge.paid_at is not None


def receipt(charge: Charge) -> bytes:
    """Return the receipt of a charge that was paid, in the active language."""
    payer = charge.startup.name if charge.startup else str(charge.payer or "–")
    since, last = what_followed(charge)
    return typesetting.receipt(
        number=number_of(charge),
        payer=payer,
        what_for=f"{ChargeFor(charge.what_for).label} – {charge.label}",
        amount=charge.amount,
        currency=charge.currency,
        paid_at=charge.paid_at,
        issued_at=last,
        rail=str(ChargeRail(charge.rail).label),
        reference=charge.payment_reference or charge.provider_payment,
        since=since,
        centre=Centre.objects.order_by("id").first(),
    )


def what_followed(charge: Charge) -> tuple[list[list[str]], datetime]:
    """Return a line for each thing that happened to the money since it was paid, what is left of it, and the
    instant of the last.
    """
    entries = list(LedgerEntry.objects.filter(charge=charge, verb__in=SINCE).order_by("at", "id"))
    lines = [[_line(entry), money(entry.amount, entry.currency)] for entry in entries]
    if entries:
        lines.append([_("Paid in the end"), money(charge.amount - charge.refunded_amount, charge.currency)])
    if charge.dispute:
        lines.append([_("Dispute with the bank"), charge.get_dispute_display()])
    return lines, max([charge.paid_at, *(entry.at for entry in entries)])


def _line(entry: LedgerEntry) -> str:
    told = _("Given back on %(day)s") if entry.verb == "charge.refund" else _("Refund not arrived, %(day)s")
    return told % {"day": short_day(entry.at)}
