""" "Envoyer par WhatsApp": a short text that somebody sends from their own telephone, then marks as sent."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.db import models
from django.utils.translation import gettext_lazy as _

from incubator.core.holding import hold
from incubator.notifications import addressing, outbox
from incubator.notifications.models import Message
from incubator.notifications.states import LIFECYCLE, Channel, MessageState
from incubator.people.models import Actor, User, person_or_none
from incubator.workflow import audit, deciding
from incubator.workflow.acting import an_act
from incubator.workflow.refusals import Refused, once


class NoTelephone(Refused):
    """The person gave no telephone number."""

    default = _("This person has given no telephone number: write by e-mail, or ask for a number.")


@an_act
def prepare(message: Message, *, by: Actor, at: datetime) -> Message:
    """Prepare the short text of a letter for WhatsApp, once: a second click returns the one that waits.

    Writes a row that only a person can send, and an audit row. Raises NoTelephone.
    """
    deciding.require("message.prepare", by, message, at)
    hold(message)
    waiting = Message.objects.filter(
        channel=Channel.WHATSAPP, recipient=message.recipient, kind=message.kind, state=MessageState.QUEUED,
        about=message.about, about_ref=message.about_ref,
    ).first()  # fmt: skip
    if waiting:
        return waiting
    prepared = Message.objects.create(
        kind=message.kind, channel=Channel.WHATSAPP, recipient=message.recipient, language=message.language,
        address=_number(message.recipient), subject=message.subject, short=message.short, leaves_at=at,
        created_at=at, about=message.about, about_ref=message.about_ref, batch=message.batch,
        about_startup=message.about_startup, about_programme=message.about_programme,
        posted_by=person_or_none(by),
    )  # fmt: skip
    audit.record("message.prepare", prepared, by=by, at=at)
    return prepared


@an_act
def prepare_letter(
    letter: str,
    *,
    to: User,
    by: Actor,
    at: datetime,
    about: models.Model | None = None,
    context: dict[str, Any] | None = None,
) -> Message:
    """Prepare a letter that was never posted (its short text only). Raises NoTelephone."""
    _number(to)
    (message,) = outbox.post(
        letter, to=to, at=at, about=about, context=context, by=by, channels=[Channel.WHATSAPP]
    )  # fmt: skip
    deciding.require("message.prepare", by, message, at)
    audit.record("message.prepare", message, by=by, at=at)
    return message


def may_prepare(message: Message, *, by: Actor, at: datetime) -> bool:
    """Tell whether `prepare` would take this letter: not cancelled, not by WhatsApp already, to somebody with a number."""
    return (
        message.channel != Channel.WHATSAPP
        and message.state != MessageState.CANCELLED
        and bool(addressing.address_of(message.recipient, Channel.WHATSAPP))
        and bool(deciding.decide("message.prepare", by, message, at))
    )


@once
def mark_sent(message: Message, *, by: Actor, at: datetime) -> Message:
    """Note that somebody sent the prepared text. A second click returns the same message."""
    with LIFECYCLE.move(message, "mark_sent", by=by, at=at) as draft:
        draft.sent_at = at
        draft.sent_by = person_or_none(by)
    return message


def link(message: Message) -> str:
    """Return the address that opens the text on the sender's telephone."""
    return f"https://wa.me/{message.address.lstrip('+')}?text={quote(message.short)}"


def _number(person: User | None) -> str:
    number = addressing.address_of(person, Channel.WHATSAPP)
    if not number:
        raise NoTelephone
    return number
