"""Applies what the provider tells: in any order, any number of times, with one effect."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from funding import charges, letters
from funding.cards import gateway, provider_events
from funding.models import Charge, ProviderEvent
from funding.states import ChargeRail, ChargeState, DisputeState
from funding.tranches import returning
from incubator.people.models import SYSTEM
from incubator.workflow.refusals import IllegalMove

log = logging.getLogger(__name__)
# An event that came before what it speaks of is tried again this many times (the sweeper runs every minute).
MOST_ATTEMPTS = 60
PAID = (ChargeState.SUCCEEDED, ChargeState.REFUNDED)


class NotYet(Exception):
    """What the event speaks of has not happened here: it is applied later."""


def apply(event: ProviderEvent, *, at: datetime) -> str:
    """Apply one stored event, once, and return what came of it ("" when it must wait for another one)."""
    with transaction.atomic():
        locked = ProviderEvent.objects.select_for_update().get(pk=event.pk)
        if locked.applied_at is not None:
            return locked.outcome
        try:
            with transaction.atomic():
                outcome = _outcome(locked, at)
        except (NotYet, IllegalMove):
            outcome = ""
        _count(locked, outcome, at)
    return locked.outcome


def _count(event: ProviderEvent, outcome: str, at: datetime) -> None:
    """Count an attempt and keep what came of it; after too many, finance looks at it."""
    event.attempts += 1
    if not outcome and event.attempts >= MOST_ATTEMPTS:
        outcome = "given up"
    if outcome:
        event.outcome, event.applied_at = outcome, at
    event.save(update_fields=["outcome", "applied_at", "attempts"])


def apply_waiting(*, at: datetime) -> int:
    """Apply every event that waits, oldest first; one that breaks does not stop the others. Return how many were applied."""
    applied = 0
    for event in ProviderEvent.objects.filter(applied_at=None).order_by("received_at", "pk")[:500]:
        try:
            applied += bool(apply(event, at=at))
        except Exception:
            log.exception("The provider's event %s could not be applied.", event.event_id)
            _count(event, "", at)
    return applied


def _outcome(event: ProviderEvent, at: datetime) -> str:
    handler = HANDLERS.get(event.kind)
    if handler is None:
        return "ignored"
    try:
        return handler(event.payload, at)
    except Aside:
        return provider_events.ASIDE
    except Unknown:
        return "unknown charge"


def settle(charge: Charge, session: gateway.Session, *, at: datetime) -> str:
    """Record what the provider says of a payment page; return the outcome. Paid after expired counts as paid."""
    charge.refresh_from_db()
    if session.payment_status == "paid":
        return _paid(charge, session, at)
    if session.status == "expired":
        return _expired(charge, session, at)
    return "not paid yet"


def _paid(charge: Charge, session: gateway.Session, at: datetime) -> str:
    expected = (gateway.provider_amount(charge.amount, charge.currency), charge.currency)
    if (session.amount, session.currency) != expected:
        return "amount differs"
    if charge.state in PAID:
        if charge.provider_payment == session.payment:
            return "already paid"
        returning.keep_surplus(charge, session.payment, at=at)
        return "paid twice: refund by hand"
    if charge.state == ChargeState.CANCELLED:
        returning.keep_surplus(charge, session.payment, at=at)
        return "paid after cancellation: refund by hand"
    charges.succeed(charge, session=session.id, payment=session.payment, at=at)
    # What was told of this payment before we knew it was put aside: it is read again.
    told_before = ProviderEvent.objects.filter(outcome=provider_events.ASIDE).of_payment(session.payment)
    told_before.update(outcome="", applied_at=None, attempts=0)
    return "paid"


def _expired(charge: Charge, session: gateway.Session, at: datetime) -> str:
    if not _is_present(charge, session):
        return "ignored"
    charges.expire(charge, at=at)
    return "expired"


def _is_present(charge: Charge, session: gateway.Session) -> bool:
    """Tell whether a page is the one of the attempt that runs: an older one changes nothing any more."""
    is_open = charge.state == ChargeState.PENDING and charge.rail == ChargeRail.CARD
    return is_open and charge.provider_session == session.id


class Aside(Exception):
    """The event speaks of another product that is paid through the same account."""


class Unknown(Exception):
    """The event names a charge of ours that is not in the books."""


def _charge(payload: dict[str, Any]) -> Charge:
    """Return the charge an event speaks of, by our own names or by the payment. Raise Unknown or Aside."""
    named = _named(payload)
    reference, payment = payload.get("client_reference_id"), payload.get("payment_intent")
    for wanted in ({"public_id": named or reference}, {"provider_payment": payment}):
        (value,) = wanted.values()
        if isinstance(value, str) and value:
            found = Charge.objects.filter(**wanted).first()
            if found is not None:
                return found
    raise Unknown if named else Aside


def _named(payload: dict[str, Any]) -> str:
    metadata = payload.get("metadata")
    return str(metadata.get("charge") or "") if isinstance(metadata, dict) else ""


def _amount(charge: Charge, payload: dict[str, Any], name: str) -> int | None:
    """Return an amount of the event in our units; None when it cannot be one of this charge."""
    told, currency = payload.get(name), str(payload.get("currency") or charge.currency).upper()
    if told is None:
        return charge.amount
    if not isinstance(told, int) or currency != charge.currency:
        return None
    amount = gateway.own_amount(told, currency)
    return amount if 0 <= amount <= charge.amount else None


def _session_told(payload: dict[str, Any], at: datetime) -> str:
    return settle(_charge(payload), gateway.session_of(payload), at=at)


def _session_expired(payload: dict[str, Any], at: datetime) -> str:
    charge = _charge(payload)
    if charge.state == ChargeState.PENDING and not charge.provider_session:
        raise NotYet  # our own record of the page is about to be written
    return _expired(charge, gateway.session_of(payload), at)


def _session_failed(payload: dict[str, Any], at: datetime) -> str:
    charge = _charge(payload)
    if not _is_present(charge, gateway.session_of(payload)):
        return "ignored"
    charges.fail(charge, by=SYSTEM, at=at)
    letters.charge_news(charge, "failed", at=at)
    return "failed"


def _refunded(payload: dict[str, Any], at: datetime) -> str:
    charge = _charge(payload)
    total = _amount(charge, payload, "amount" if payload.get("refunded") else "amount_refunded")
    if total is None:
        return "amount differs"
    payment = str(payload.get("payment_intent") or "")
    if returning.is_booked(f"charge.keep_surplus:{payment}"):
        return (
            "surplus refunded"
            if returning.return_surplus(charge, payment, total, at=at)
            else "already refunded"
        )
    if charge.state not in PAID:
        raise NotYet
    if total <= charge.refunded_amount:
        return "already refunded"
    if total < charge.amount:
        returning.refund_part(charge, total, at=at)
        return "refunded in part"
    charges.refund(charge, by=SYSTEM, at=at)
    return "refunded"


def _refund_changed(payload: dict[str, Any], at: datetime) -> str:
    """Only a refund that did not arrive changes the books: what was given is told by the charge."""
    if payload.get("status") not in ("failed", "canceled"):
        return "ignored"
    charge, refund = _charge(payload), str(payload.get("id") or "")
    if returning.is_booked(f"charge.refund_failed:{refund}"):
        return "already booked"
    amount = _amount(charge, payload, "amount")
    if not amount:
        return "amount differs"
    if charge.refunded_amount < amount:
        raise NotYet  # that it was given is still on its way
    returning.refund_failed(charge, refund, amount, at=at)
    return "refund failed"


def _dispute_opened(payload: dict[str, Any], at: datetime) -> str:
    # A question of the bank holds nothing back; a dispute does.
    is_question = str(payload.get("status") or "").startswith("warning")
    return _disputed(payload, at, holds=not is_question)


def _dispute_held(payload: dict[str, Any], at: datetime) -> str:
    return _disputed(payload, at, holds=True)


def _disputed(payload: dict[str, Any], at: datetime, *, holds: bool) -> str:
    charge, dispute = _charge(payload), str(payload.get("id") or "")
    amount = _amount(charge, payload, "amount") if holds else 0
    if amount is None:
        return "amount differs"
    if charge.state not in PAID:
        raise NotYet
    known = returning.is_booked(f"charge.open_dispute:{dispute}") if holds else bool(charge.dispute)
    if known:
        return "already booked"
    returning.open_dispute(charge, dispute, amount, at=at)
    return "dispute opened"


def _dispute_closed(payload: dict[str, Any], at: datetime) -> str:
    charge, dispute = _charge(payload), str(payload.get("id") or "")
    if not charge.dispute:
        raise NotYet
    if charge.dispute != DisputeState.OPEN:
        return "already booked"
    state = DisputeState.LOST if payload.get("status") == "lost" else DisputeState.WON
    amount = _amount(charge, payload, "amount")
    if amount is None:
        return "amount differs"
    returning.close_dispute(charge, dispute, state, amount, at=at)
    return f"dispute {state}"


HANDLERS: dict[str, Callable[[dict[str, Any], datetime], str]] = {
    "checkout.session.completed": _session_told,
    "checkout.session.async_payment_succeeded": _session_told,
    "checkout.session.async_payment_failed": _session_failed,
    "checkout.session.expired": _session_expired,
    "charge.refunded": _refunded,
    "refund.failed": _refund_changed,
    "refund.updated": _refund_changed,
    "charge.refund.updated": _refund_changed,
    "charge.dispute.created": _dispute_opened,
    "charge.dispute.funds_withdrawn": _dispute_held,
    "charge.dispute.closed": _dispute_closed,
}
