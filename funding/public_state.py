"""What the founder or the payer reads of a tranche or a charge: the word, the sentence, the date and who holds it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from funding.models import Charge, Tranche
from funding.planning import DAYS_TO_PAY, expected_after
from funding.states import ChargeRail, ChargeState, DisputeState, TrancheState
from incubator.core.clock import local_day
from incubator.ui.typography import day, day_month, money, percent, short_day

RELEASABLE = "releasable"
WORDS = {
    TrancheState.PLANNED: pgettext_lazy("tranche", "To come"),
    RELEASABLE: pgettext_lazy("tranche", "To be requested"),
    TrancheState.REQUESTED: pgettext_lazy("tranche", "Being checked"),
    TrancheState.VERIFIED: pgettext_lazy("tranche", "Waiting for a signature"),
    TrancheState.APPROVED: pgettext_lazy("tranche", "Payment under way"),
    TrancheState.ORDERED: pgettext_lazy("tranche", "Payment under way"),
    TrancheState.PAID: pgettext_lazy("tranche", "Paid"),
    TrancheState.ACCOUNTED: pgettext_lazy("tranche", "Accounted for"),
    TrancheState.BLOCKED: pgettext_lazy("tranche", "Suspended"),
    TrancheState.CANCELLED: pgettext_lazy("tranche", "Cancelled"),
}
DISPUTES = {
    DisputeState.OPEN: gettext_lazy(
        "Your bank disputes this payment: if you do not know why, call the centre."
    ),
    DisputeState.WON: gettext_lazy("Your bank disputed this payment; it stands."),
    DisputeState.LOST: gettext_lazy("Your bank disputed this payment and gave you the money back."),
}
WITH_YOU, WITH_THE_CENTRE = gettext_lazy("with you"), gettext_lazy("with the centre")


@dataclass(frozen=True, slots=True)
class Told:
    """What a person reads: `state` gives the colour, `word` the badge, `text` the sentence, `short` no amount."""

    state: str
    word: str
    text: str
    holder: str = ""
    short: str = ""


def of_tranche(tranche: Tranche, *, releasable: bool, justified: int = 0, at: datetime) -> Told:
    """Say where a tranche stands, in the founder's words; `justified` is in percent."""
    state = RELEASABLE if releasable and tranche.state == TrancheState.PLANNED else tranche.state
    head = _("Tranche %(number)s: %(amount)s.") % {
        "number": tranche.number,
        "amount": money(tranche.amount, tranche.award.currency),
    }
    tail = _SENTENCES[state](tranche, justified, local_day(at))
    return Told(str(state), str(WORDS[state]), f"{head} {tail}", _holder(tranche, state, justified), tail)


def _holder(tranche: Tranche, state: str, justified: int) -> str:
    if state == TrancheState.PAID and tranche.received_at and justified >= 100:
        return str(WITH_THE_CENTRE)
    if state == RELEASABLE or state in (TrancheState.PLANNED, TrancheState.PAID):
        return str(WITH_YOU)
    if state in (TrancheState.ACCOUNTED, TrancheState.CANCELLED):
        return ""
    return str(WITH_THE_CENTRE)


def _came_back(tranche: Tranche) -> str:
    return _("Your request came back: %(reason)s Complete it and ask again.") % {
        "reason": _full(tranche.office_note)
    }


def _full(sentence: str) -> str:
    text = sentence.strip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _planned(tranche: Tranche, justified: int, today: date) -> str:
    if tranche.office_note:
        return _came_back(tranche)
    return _("It can be requested once its conditions are met.")


def _releasable(tranche: Tranche, justified: int, today: date) -> str:
    if tranche.office_note:
        return _came_back(tranche)
    return _("Its conditions are met: you can request it.")


def _expected(sentence: str, tranche: Tranche, today: date) -> str:
    if tranche.expected_on and tranche.expected_on < today:
        return f"{sentence} {_('This date has passed: call the centre.')}"
    return sentence


def _requested(tranche: Tranche, justified: int, today: date) -> str:
    sentence = _("Requested on %(day)s, being checked. Answer expected by %(expected)s.") % {
        "day": day_month(tranche.requested_at),
        "expected": day_month(tranche.expected_on),
    }
    return _expected(sentence, tranche, today)


def _verified(tranche: Tranche, justified: int, today: date) -> str:
    signature = tranche.expected_on or today
    sentence = _(
        "Request verified on %(day)s. One signature is missing, expected by %(expected)s. Payment planned for %(paid)s."
    ) % {
        "day": day_month(tranche.verified_at),
        "expected": day_month(signature),
        "paid": day(expected_after(signature, DAYS_TO_PAY)),
    }
    return _expected(sentence, tranche, today)


def _approved(tranche: Tranche, justified: int, today: date) -> str:
    if tranche.office_note:
        returned = _("The bank returned the payment: %(reason)s Nothing is lost; the centre orders it again.")
        return returned % {"reason": _full(tranche.office_note)}
    sentence = _("Signed on %(day)s. Payment planned for %(paid)s.") % {
        "day": day_month(tranche.approved_at),
        "paid": day(tranche.expected_on),
    }
    return _expected(sentence, tranche, today)


def _paid(tranche: Tranche, justified: int, today: date) -> str:
    if tranche.received_at is None:
        told = _("Paid on %(day)s. Confirm the reception, then add your expenses.")
        return told % {"day": short_day(tranche.paid_at)}
    if justified >= 100:
        return _accounted(tranche, justified, today)
    told = _("Paid on %(day)s. %(percent)s is justified; add your expenses with their receipts.")
    return told % {"day": short_day(tranche.paid_at), "percent": percent(justified)}


def _accounted(tranche: Tranche, justified: int, today: date) -> str:
    return _("Paid on %(day)s and fully justified.") % {"day": short_day(tranche.paid_at)}


def _blocked(tranche: Tranche, justified: int, today: date) -> str:
    told = _("Suspended by the centre: %(reason)s Call the centre to lift it; what you sent is kept.")
    return told % {"reason": _full(tranche.office_note)}


def _cancelled(tranche: Tranche, justified: int, today: date) -> str:
    return _("Cancelled by the centre: %(reason)s") % {"reason": _full(tranche.office_note)}


_SENTENCES = {
    TrancheState.PLANNED: _planned,
    RELEASABLE: _releasable,
    TrancheState.REQUESTED: _requested,
    TrancheState.VERIFIED: _verified,
    TrancheState.APPROVED: _approved,
    TrancheState.ORDERED: _approved,
    TrancheState.PAID: _paid,
    TrancheState.ACCOUNTED: _accounted,
    TrancheState.BLOCKED: _blocked,
    TrancheState.CANCELLED: _cancelled,
}


def of_charge(charge: Charge) -> Told:
    """Say where a charge stands, in the payer's words."""
    state = ChargeState(charge.state)
    if state == ChargeState.CREATED:
        return Told(state, pgettext("charge", "To be paid"), _("Choose how to pay."), str(WITH_YOU))
    if state == ChargeState.PENDING and charge.rail == ChargeRail.CARD:
        text = _("A payment by card was begun. This page changes as soon as the provider confirms it.")
        return Told(state, str(state.label), text, str(WITH_YOU))
    if state == ChargeState.PENDING:
        text = _("You declared the payment %(reference)s. The centre checks it against its account.")
        return Told(state, pgettext("charge", "Being checked"), text % {"reference": charge.payment_reference},
                    str(WITH_THE_CENTRE))  # fmt: skip
    if state == ChargeState.SUCCEEDED:
        paid = _("Paid on %(day)s.") % {"day": short_day(charge.paid_at)}
        return Told(state, str(state.label), " ".join([paid, *_what_followed(charge)]))
    if state in (ChargeState.FAILED, ChargeState.EXPIRED):
        reason = f"{_full(charge.office_note)} " if charge.office_note else ""
        text = _("The payment did not arrive. Nothing was charged; you can try again.")
        return Told(state, str(state.label), f"{reason}{text}", str(WITH_YOU))
    note = [_full(charge.office_note)] if charge.office_note else []
    return Told(state, str(state.label), " ".join([*note, *_what_followed(charge)]))


def _what_followed(charge: Charge) -> list[str]:
    """Return a sentence for each thing that happened to a payment after it arrived."""
    told = []
    if charge.refunded_amount:
        given = {"amount": money(charge.refunded_amount, charge.currency)}
        told.append(_("%(amount)s were given back to you.") % given)
    if charge.refund_failed_at:
        told.append(
            _("A refund did not reach you: the centre gives the money back another way and calls you.")
        )
    if charge.dispute:
        told.append(str(DISPUTES[charge.dispute]))
    return told
