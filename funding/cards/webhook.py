"""Receives the provider's events: the signature is checked, the event stored once; the work is done later."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

import stripe
from django.conf import settings
from django.db import IntegrityError, transaction

from funding import tasks
from funding.models import ProviderEvent
from incubator.notifications import dispatch

TOLERANCE = timedelta(minutes=5)
# What is kept of an event: nothing personal (the payer's name and address stay at the provider).
KEPT = ("id", "object", "status", "payment_status", "amount_total", "currency", "payment_intent", "client_reference_id",
        "metadata", "amount", "amount_refunded", "refunded", "reason", "failure_reason")  # fmt: skip


class NotGenuine(Exception):
    """The body was not signed by the provider, or not now."""


def receive(body: bytes, signature: str, *, at: datetime) -> ProviderEvent | None:
    """Store a genuine event and ask the worker to apply it; return None for one already stored. Raise NotGenuine."""
    _require_genuine(body, signature, at)
    try:
        told = json.loads(body)
        identity, kind, thing = str(told["id"])[:100], str(told["type"])[:80], told["data"]["object"]
        kept = {name: thing[name] for name in KEPT if name in thing}
    except (ValueError, KeyError, TypeError) as error:
        raise NotGenuine("not an event") from error
    return _keep(identity, kind, kept, at)


def _keep(identity: str, kind: str, kept: dict[str, Any], at: datetime) -> ProviderEvent | None:
    try:
        with transaction.atomic():
            event = ProviderEvent.objects.create(event_id=identity, kind=kind, payload=kept, received_at=at)
            dispatch.after_commit(tasks.apply_event, event.pk)
    except IntegrityError:
        return None
    return event


def _require_genuine(body: bytes, signature: str, at: datetime) -> None:
    try:
        text = body.decode()
        stripe.WebhookSignature.verify_header(
            text, signature, settings.STRIPE_WEBHOOK_SECRET, int(TOLERANCE.total_seconds())
        )
    except (stripe.SignatureVerificationError, UnicodeDecodeError, ValueError) as error:
        raise NotGenuine(type(error).__name__) from error
    # The provider's library lets events of the future pass: a stolen clock could keep one for later.
    stamp = re.search(r"(?:^|,)t=(\d+)", signature)
    if stamp is None or int(stamp[1]) > at.timestamp() + TOLERANCE.total_seconds():
        raise NotGenuine("from the future")
