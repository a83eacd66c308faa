"""What the office does with a message: let a held one leave, try a failed one again, cancel it."""

from datetime import datetime
from functools import partial

from django.utils.translation import gettext_lazy as _

from incubator.notifications import addressing, dispatch, tasks
from incubator.notifications.models import Message
from incubator.notifications.querysets import STALE
from incubator.notifications.states import LIFECYCLE, Channel, MessageState
from incubator.people.models import Actor
from incubator.workflow import batches
from incubator.workflow.refusals import Refused, once


class AlreadyLeaving(Refused):
    """The message is being handed over at this very moment."""

    default = _("This message is leaving at this very moment: it cannot be called back.")


def queue(message: Message, *, by: Actor, at: datetime) -> Message:
    """Let a held message leave now. A second click returns the same message."""
    return _start(message, "queue", by=by, at=at)


def retry(message: Message, *, by: Actor, at: datetime) -> Message:
    """Send a failed message again, to the address the person has now. A second click changes nothing."""
    return _start(message, "retry", by=by, at=at)


@once
def cancel(message: Message, *, by: Actor, at: datetime) -> Message:
    """Keep a message from leaving. Raises AlreadyLeaving when a process is sending it."""
    with LIFECYCLE.move(message, "cancel", by=by, at=at) as draft:
        if draft.claimed_at and draft.claimed_at > at - STALE:
            raise AlreadyLeaving
        draft.secret_sealed = ""
    return message


def cancel_batch(batch: str, *, by: Actor, at: datetime) -> int:
    """Cancel what has not left yet of one batch ("Annuler l'envoi"); return how many. What leaves meanwhile has left."""
    waiting = Message.objects.filter(batch=batch, state__in=(MessageState.HELD, MessageState.QUEUED))
    return len(batches.each(waiting.order_by("id"), partial(cancel, by=by, at=at)).done)


@once
def _start(message: Message, move: str, *, by: Actor, at: datetime) -> Message:
    with LIFECYCLE.move(message, move, by=by, at=at) as draft:
        if move == "retry":
            draft.address = addressing.present_address(draft)
        draft.attempts, draft.claimed_at, draft.error = 0, None, ""
        draft.leaves_at = at
        if draft.channel != Channel.WHATSAPP:
            dispatch.after_commit(tasks.deliver, draft.pk)
    return message
