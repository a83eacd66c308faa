"""The one way to write to somebody: rows of the outbox, in the transaction of the act they tell of."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models

from incubator.core.bilingual import current_language
from incubator.notifications import addressing, dispatch, tasks
from incubator.notifications.models import Message
from incubator.notifications.rendering import Rendered, render
from incubator.notifications.states import PRACTICE, Channel, Failure, MessageState
from incubator.people.models import SYSTEM, Actor, User, person_or_none
from incubator.territory.centres import first_centre
from incubator.workflow import audit
from incubator.workflow.querysets import subject_type
from incubator.workflow.standing import keys_of

SECRET_LIFE = timedelta(hours=24)
_history: ContextVar[bool] = ContextVar("messages are history", default=False)


@contextmanager
def history() -> Iterator[None]:
    """Inside, letters are stored as sent at their moment and never delivered (demo history, imports)."""
    token = _history.set(True)
    try:
        yield
    finally:
        _history.reset(token)


def post(
    letter: str,
    *,
    to: User | None,
    at: datetime,
    about: models.Model | None = None,
    context: dict[str, Any] | None = None,
    by: Actor = SYSTEM,
    channels: Sequence[str] | None = None,
    address: str = "",
    secret: bool = False,
    leaves_at: datetime | None = None,
    held: bool = False,
    batch: str = "",
    expires_at: datetime | None = None,
) -> list[Message]:
    """Write a letter to a person: one row a channel (by default e-mail, else SMS), in their language.

    The worker is told after the commit; the sweeper sends what it did not hear of. `secret` seals the body (a code, a
    link), which is emptied once sent or at `expires_at` (a day by default). `address` sends elsewhere than to the
    person's own contact; `to` may then be empty. What is written about a record that says `holds_messages` (a
    practice call, its files) is kept and never leaves. A person without any address leaves a failed row that staff see.
    """
    if getattr(about, "holds_messages", False):
        held, batch = True, PRACTICE
    context = _context(to, about, context)
    startup, programme = keys_of(about)
    rendered = render(letter, context, language=_language(to), secret=secret)
    common = {
        "kind": letter, "recipient": to, "language": _language(to), "is_secret": secret, "batch": batch,
        "centre": context["centre"],
        "leaves_at": leaves_at or at, "created_at": at, "posted_by": person_or_none(by),
        "expires_at": (expires_at or at + SECRET_LIFE) if secret else None,
        "about": subject_type(about) if about else "", "about_ref": audit.reference(about) if about else "",
        "about_startup": startup, "about_programme": programme,
    }  # fmt: skip
    wanted = list(channels) if channels else [addressing.channel_for(to, address)]
    where = {channel: address or addressing.address_of(to, channel) for channel in wanted}
    messages = [
        _row(channel, rendered, common, where[channel], held, channel == wanted[0]) for channel in wanted
    ]
    Message.objects.bulk_create(messages)
    _dispatch([message for message in messages if _leaves_now(message, at)])
    return messages


def words_of(
    letter: str, *, to: User | None, about: models.Model | None = None, context: dict[str, Any] | None = None
) -> Rendered:
    """Return the words of a letter without posting it."""
    return render(letter, _context(to, about, context), language=_language(to), secret=False)


def _language(to: User | None) -> str:
    return to.language if to else current_language()


def _row(
    channel: str, rendered: Rendered, common: dict[str, Any], address: str, held: bool, first: bool
) -> Message:
    state = _first_state(channel, address, held)
    message = Message(**common, state=state, channel=channel, address=address, subject=rendered.subject)
    if not message.is_secret:
        message.short = rendered.short
        # The whole letter is kept once, on its first channel: it is what the person reads in their space.
        if first or channel == Channel.EMAIL:
            message.text = rendered.text
    if state == MessageState.SENT:
        message.sent_at = message.leaves_at
    elif state == MessageState.FAILED:
        message.error = Failure.NO_ADDRESS
    elif message.is_secret:
        message.secret = rendered.text if channel == Channel.EMAIL else rendered.short
    return message


def _first_state(channel: str, address: str, held: bool) -> str:
    if _history.get():
        return MessageState.SENT
    if not address and channel != Channel.WHATSAPP:
        return MessageState.FAILED
    return MessageState.HELD if held else MessageState.QUEUED


def _context(to: User | None, about: models.Model | None, given: dict[str, Any] | None) -> dict[str, Any]:
    known = {"person": to, "about": about, "base_url": settings.BASE_URL, **(given or {})}
    return known if "centre" in known else known | {"centre": first_centre()}


def _leaves_now(message: Message, at: datetime) -> bool:
    is_due = message.state == MessageState.QUEUED and message.leaves_at <= at
    return is_due and message.channel != Channel.WHATSAPP


def _dispatch(messages: list[Message]) -> None:
    if messages:
        dispatch.after_commit(tasks.deliver, *[message.pk for message in messages])
