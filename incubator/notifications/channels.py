"""The ways out: e-mail through Django, SMS through a provider's adapter, and their stand-ins."""

from collections.abc import Sequence
from email.utils import parseaddr
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.module_loading import import_string

from incubator.notifications.models import Message
from incubator.notifications.rendering import laid_out, subject_line
from incubator.notifications.states import Channel, Failure


class Undeliverable(Exception):
    """This message will never leave as it is: trying again is useless. `reason` is a Failure."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class SmsProvider(Protocol):
    """What a provider's adapter offers. It raises Undeliverable, or anything else when it may work later."""

    def send(self, *, to: str, text: str, reference: str) -> None:
        """Hand a text over for a number; `reference` is the same when a message is handed over twice."""


class KeptSms:
    """The stand-in of tests and demonstration: nothing leaves, the text stays in the outbox."""

    def send(self, *, to: str, text: str, reference: str) -> None:
        return None


class KeptEmail(BaseEmailBackend):
    """The demonstration's e-mail backend: nothing leaves, the message is simply marked as sent."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return len(email_messages)


def send(message: Message) -> None:
    """Hand a message over to its channel; raise Undeliverable, or what the channel raised."""
    if not message.address:
        raise Undeliverable(Failure.NO_ADDRESS)
    if message.is_secret and not message.secret_sealed:
        raise Undeliverable(Failure.EXPIRED)
    if message.channel == Channel.SMS:
        _send_sms(message)
    else:
        _send_email(message)


def _send_sms(message: Message) -> None:
    if not settings.SMS_PROVIDER:
        raise Undeliverable(Failure.NO_PROVIDER)
    provider: SmsProvider = import_string(settings.SMS_PROVIDER)()
    text = message.secret if message.is_secret else message.short
    provider.send(to=message.address, text=text, reference=message.public_id)


def _send_email(message: Message) -> None:
    text = message.secret if message.is_secret else message.text
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    email = EmailMultiAlternatives(
        # A row that was written before its subject was one line still leaves.
        subject=subject_line(message.subject),
        body=text,
        to=[message.address],
        # The same identity if it must leave twice: a mailbox then shows it once.
        headers={
            "Message-ID": f"<{message.public_id}@{host}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": message.language,
        },
    )
    email.attach_alternative(laid_out(message, text), "text/html")
    email.send()
