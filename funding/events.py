"""Applies what the provider tells: in any order, any number of times, with one effect."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from funding import charges, gateway
from funding.models import Charge, ProviderEvent
from funding.states import ChargeRail, ChargeState
from incubator.people.models import SYSTEM
from incubator.workflow.refusals import IllegalMove

log = logging.getLogger(__name__)
# An event that came before what it speaks of is tried again this many times (the sweeper runs every minute).
MOST_ATTEMPTS = 60
PAID = (ChargeState.SUCCEEDED, ChargeState.REFUNDED)
# Outcomes that somebody of finance has to look at.
BY_HAND = ("amount differs", "paid twice: refund by hand", "paid after cancellation: refund by hand",
           "partial refund: enter by hand", "unknown charge", "given up")  # fmt: skip


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
        locked.attempts += 1
        if not outcome and locked.attempts >= MOST_ATTEMPTS:
            outcome = "given up"
        if outcome:
            locked.outcome, locked.applied_at = outcome, at
        locked.save(update_fields=["outcome", "applied_at", "attempts"])
    return outcome


def apply_waiting(*, at: datetime) -> int:
    """Apply every event that waits, oldest first; one that breaks does not stop the others. Return how many were applied."""
    applied = 0
    for event in ProviderEvent.objects.filter(applied_at=None).order_by("received_at", "pk")[:500]:
        try:
            applied += bool(apply(event, at=at))
        except Exception:
            log.exception("The provider's event %s could not be applied.", event.event_id)
            ProviderEvent.objects.filter(pk=event.pk).update(attempts=event.attempts + 1)
    return applied


def _outcome(event: ProviderEvent, at: datetime) -> str:
    handler = HANDLERS.get(event.kind)
    return handler(event.payload, at) if handler else "ignored"


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
        same = charge.provider_payment == session.payment
        return "already paid" if same else "paid twice: refund by hand"
    if charge.state == ChargeState.CANCELLED:
        return "paid after cancellation: refund by hand"
    charges.succeed(charge, session=session.id, payment=session.payment, at=at)
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


def _charge(public_id: str) -> Charge | None:
    return Charge.objects.filter(public_id=public_id).first() if public_id else None


def _session_told(payload: dict[str, Any], at: datetime) -> str:
    session = gateway.session_of(payload)
    charge = _charge(session.charge)
    return settle(charge, session, at=at) if charge else "unknown charge"


def _session_expired(payload: dict[str, Any], at: datetime) -> str:
    session = gateway.session_of(payload)
    charge = _charge(session.charge)
    if charge is None:
        return "unknown charge"
    if charge.state == ChargeState.PENDING and not charge.provider_session:
        raise NotYet  # our own record of the page is about to be written
    return _expired(charge, session, at)


def _session_failed(payload: dict[str, Any], at: datetime) -> str:
    session = gateway.session_of(payload)
    charge = _charge(session.charge)
    if charge is None:
        return "unknown charge"
    if not _is_present(charge, session):
        return "ignored"
    charges.fail(charge, by=SYSTEM, at=at)
    return "failed"


def _refunded(payload: dict[str, Any], at: datetime) -> str:
    charge = _charge((payload.get("metadata") or {}).get("charge", ""))
    if charge is None:
        return "unknown charge"
    if charge.state == ChargeState.REFUNDED:
        return "already refunded"
    if not payload.get("refunded"):
        return "partial refund: enter by hand"
    if charge.state != ChargeState.SUCCEEDED:
        raise NotYet
    charges.refund(charge, by=SYSTEM, at=at)
    return "refunded"


HANDLERS: dict[str, Callable[[dict[str, Any], datetime], str]] = {
    "checkout.session.completed": _session_told,
    "checkout.session.async_payment_succeeded": _session_told,
    "checkout.session.async_payment_failed": _session_failed,
    "checkout.session.expired": _session_expired,
    "charge.refunded": _refunded,
}
