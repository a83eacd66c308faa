"""What the slice holds of people (`core/personal_data.py`)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from incubator.core.column_words import name
from incubator.core.forgetting import BEFORE, Subject, goes_after, goes_with
from incubator.core.personal_data import (
    Erasure,
    Ground,
    Kept,
    Processing,
    Section,
    Since,
    declare,
    impersonal,
)
from incubator.notifications.models import Message
from incubator.notifications.states import Channel, MessageState
from incubator.people.models import Contact

MY_LETTERS = Section("letters", _("my letters"))

LETTERS = Processing(
    "letters",
    title=_("Letters"),
    purpose=_("To tell people what is decided, asked and due, and to prove that it was told."),
    ground=Ground.CONTRACT,
    people=_("everybody the centre writes to"),
    data=_("address or telephone, subject, text, instants of sending and reading"),
    recipients=_("the person; the office; the provider that delivers the letter"),
    kept=Kept(36, Since.WRITTEN),
)


def letters_of(person: Any, at: datetime) -> Q:
    """Keep what left, or should have: what a person may read in their own space."""
    return Q(pk__in=Message.objects.letters_to(person, at).order_by().values("pk"))


declare(
    "notifications.Message",
    LETTERS,
    personal="address subject text short",
    internal="channel language",
    erase=Erasure.REPLACED,
    section=MY_LETTERS,
    whose=letters_of,
    beside="created_at sent_at read_at",
)
declare(
    "notifications.Message",
    LETTERS,
    sensitive="secret_sealed",
    erase=Erasure.EMPTIED,
    withheld=_("A code to sign in: it is emptied as soon as it left."),
)
declare(
    "notifications.Message",
    LETTERS,
    personal="error",
    internal="about_ref",
    erase=Erasure.EMPTIED,
    withheld=_("What the provider said of the delivery, for the office."),
)
impersonal("notifications.Message", "kind attempts about about_startup about_programme batch")
name(
    "notifications.Message",
    _("Letter"),
    spoken={"channel": Channel},
    channel=_("Sent by"),
    address=_("To"),
    subject=_("Subject"),
    short=_("As an SMS or a WhatsApp message"),
    sent_at=_("Sent on"),
    read_at=_("Read on"),
)


def cancel_what_waits(letters: QuerySet) -> None:
    """Let no letter leave whose words are about to go."""
    letters.filter(state__in=(MessageState.HELD, MessageState.QUEUED, MessageState.FAILED)).update(
        state=MessageState.CANCELLED
    )


def letters_to(people: Sequence[int]) -> Q:
    """Keep the letters to some people, and what was sent to an address of theirs before anybody knew whose it is."""
    contacts = Contact.objects.filter(person__in=people)
    return Q(recipient__in=people) | Q(recipient=None, address__in=contacts.values("value"))


goes_with(Subject.PERSON, "notifications.Message", rows=letters_to)
goes_after("notifications.Message", "created_at", LETTERS.kept)
BEFORE["notifications.Message"] = cancel_what_waits
