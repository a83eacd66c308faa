"""Sends what waits: claim, hand over, mark. Outside any transaction; each message leaves once."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

from django.conf import settings

from incubator.core import clock
from incubator.notifications import channels, claiming
from incubator.notifications.models import Message
from incubator.notifications.states import Failure, MessageState

log = logging.getLogger(__name__)
# Waits before the second, third… attempt; after the last one the message has failed and is shown to staff.
BACK_OFF = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60))
AT_ONCE = 200
SWEEP_LASTS = timedelta(seconds=25)


def deliver(message: Message, *, at: datetime) -> bool:
    """Send a message if it is due and free; `message` then shows its end. Return whether it left."""
    left = deliver_now(message.pk, at=at)
    message.refresh_from_db()
    return left


def deliver_now(message_id: int, *, at: datetime) -> bool:
    """Claim the message, hand it to its channel and mark it sent; a failure is kept on the row."""
    message = claiming.claim(message_id, at=at)
    if message is None:
        return False
    try:
        if message.is_secret and message.expires_at and message.expires_at <= at:
            raise channels.Undeliverable(Failure.EXPIRED)
        channels.send(message)
    except channels.Undeliverable as error:
        _close(message, MessageState.FAILED, error=error.reason)
    except SMTPRecipientsRefused:
        _close(message, MessageState.FAILED, error=Failure.REFUSED)
    except Exception as error:
        # Whatever a provider raises, the row keeps it and the next messages still leave.
        log.warning("Message %s did not leave: %s", message.public_id, type(error).__name__)
        _later(message, error, at=at)
    else:
        return _close(message, MessageState.SENT, sent_at=at)
    return False


def sweep(*, at: datetime) -> int:
    """Empty the secrets that expired, then send what is due, for at most 25 seconds; return how many left."""
    _empty_expired(at)
    left = 0
    waiting = Message.objects.due(at).unclaimed(at).values_list("pk", flat=True)[:AT_ONCE]
    started, moment = clock.now(), at
    for pk in list(waiting):
        left += deliver_now(pk, at=moment)
        spent = clock.now() - started
        if spent > SWEEP_LASTS:
            break
        moment = at + spent
    return left


def _close(message: Message, state: str, **facts: object) -> bool:
    """Write the end of a delivery, over a message still being sent; a secret body is emptied."""
    # The demonstration's outbox page shows codes until they expire.
    keeps = settings.PEPINIERE_MODE == "demo" and facts.get("error") != Failure.EXPIRED
    if message.is_secret and not keeps:
        facts["secret_sealed"] = ""
    facts = {"error": "", **facts}
    still = Message.objects.filter(pk=message.pk, state=MessageState.QUEUED, claimed_at=message.claimed_at)
    return still.update(state=state, claimed_at=None, **facts) == 1


def _later(message: Message, error: Exception, *, at: datetime) -> None:
    """Put a message back for a later attempt, or give it up; a secret one keeps only the kind of error."""
    words = type(error).__name__ if message.is_secret else f"{type(error).__name__}: {error}"[:300]
    if message.attempts > len(BACK_OFF):
        _close(message, MessageState.FAILED, error=words)
        return
    Message.objects.filter(pk=message.pk, state=MessageState.QUEUED, claimed_at=message.claimed_at).update(
        claimed_at=None, error=words, leaves_at=at + BACK_OFF[message.attempts - 1]
    )


def _empty_expired(at: datetime) -> None:
    expired = Message.objects.expired(at)
    expired.filter(state__in=(MessageState.QUEUED, MessageState.HELD)).update(
        state=MessageState.FAILED, error=Failure.EXPIRED, secret_sealed="", claimed_at=None
    )
    expired.exclude(secret_sealed="").update(secret_sealed="")
