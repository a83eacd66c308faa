"""A payment by card, step by step: our move, the provider's answer, our record of it; never one inside the other."""

import logging
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from funding import charges
from funding.cards import events, gateway
from funding.models import Charge
from funding.states import ChargeRail, ChargeState
from incubator.people.models import SYSTEM, Actor
from incubator.workflow import deciding
from incubator.workflow.refusals import IllegalMove, Refused

log = logging.getLogger(__name__)
# How long an attempt stays silent before the provider is asked, and how many are asked in one go.
SILENCE = timedelta(minutes=15)
AT_ONCE = 20


def start(charge: Charge, *, by: Actor, at: datetime) -> str:
    """Return the address where the payer pays by card, opening the payment page or finding the one already open.

    Asked again after a silence, it asks the provider with the same key. Raises NotAllowed, IllegalMove,
    gateway.NotConfigured, NotByCard (an amount the provider does not take: nothing changed), ProviderSilent (the
    charge stays pending) or ProviderRefused (it has failed).
    """
    if not gateway.is_configured():
        raise gateway.NotConfigured()
    charge.refresh_from_db()
    if charge.state == ChargeState.PENDING and charge.rail == ChargeRail.CARD:
        deciding.require("charge.open_checkout", by, charge, at)
        return _resume(charge, by, at)
    gateway.require_by_card(charge)
    charges.open_checkout(charge, by=by, at=at)
    return _open(charge, at)


def _resume(charge: Charge, by: Actor, at: datetime) -> str:
    if not charge.provider_session:
        return _open(charge, at)
    session = gateway.read_session(charge.provider_session)
    if session.status == "open":
        return session.url
    events.settle(charge, session, at=at)
    charge.refresh_from_db()
    if charge.state != ChargeState.EXPIRED:
        return reverse("funding:payment", args=[charge.public_id])
    charges.open_checkout(charge, by=by, at=at)
    return _open(charge, at)


def _open(charge: Charge, at: datetime, *, timeout: int = gateway.PAGE_TIMEOUT) -> str:
    try:
        session = gateway.open_session(charge, timeout=timeout)
    except gateway.ProviderRefused as refusal:
        charges.fail(charge, note=str(refusal), by=SYSTEM, at=at)
        raise
    charges.reached_provider(charge, session.id, at=at)
    return session.url


def give_up(charge: Charge, *, by: Actor, at: datetime) -> Charge:
    """Close the payment page, so that the charge can be paid another way.

    Raises NotAllowed, IllegalMove, ProviderSilent, or IllegalMove when the card was paid meanwhile.
    """
    deciding.require("charge.expire", by, charge, at)
    if charge.state != ChargeState.PENDING or charge.rail != ChargeRail.CARD:
        raise IllegalMove()
    _close(charge, at)
    return charges.expire(charge, by=by, at=at)


def cancel(charge: Charge, *, note: str, by: Actor, at: datetime) -> Charge:
    """Cancel a charge, its payment page first. Raises as `give_up` and charges.cancel do."""
    deciding.require("charge.cancel", by, charge, at)
    if not note.strip():
        raise charges.ReasonMissing(charges.THE_PAYER_READS)
    if charge.state == ChargeState.PENDING and charge.rail == ChargeRail.CARD:
        _close(charge, at)
    return charges.cancel(charge, note=note, by=by, at=at)


def _close(charge: Charge, at: datetime) -> None:
    if not gateway.is_configured():
        return
    if not charge.provider_session:
        # It may exist without our knowing: the same key finds it.
        _open(charge, at)
    try:
        gateway.expire_session(charge.provider_session)
    except gateway.ProviderRefused:
        session = gateway.read_session(charge.provider_session)
        if session.status != "expired":
            events.settle(charge, session, at=at)
            raise IllegalMove(_("This payment by card has just been made. Reload the page.")) from None


def reconcile(charge: Charge, *, at: datetime) -> None:
    """Ask the provider about an attempt nobody heard of, with the key or the session it has; record what it says."""
    charge.provider_seen_at = at
    charge.save(update_fields=["provider_seen_at"])
    if not charge.provider_session:
        _open(charge, at, timeout=gateway.TASK_TIMEOUT)
        return
    session = gateway.read_session(charge.provider_session, timeout=gateway.TASK_TIMEOUT)
    events.settle(charge, session, at=at)


def reconcile_silent(*, at: datetime) -> int:
    """Reconcile the attempts that have been silent too long; return how many were asked about."""
    if not gateway.is_configured():
        return 0
    silent = Charge.objects.filter(
        state=ChargeState.PENDING, rail=ChargeRail.CARD, provider_seen_at__lte=at - SILENCE
    ).order_by("provider_seen_at")[:AT_ONCE]
    for charge in (asked := list(silent)):
        try:
            reconcile(charge, at=at)
        except Refused as refusal:
            log.warning("The payment %s is still unknown (%s).", charge.reference, refusal.code)
    return len(asked)
