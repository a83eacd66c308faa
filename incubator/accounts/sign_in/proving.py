"""Has somebody who is signed in prove once more that it is them, before what cannot be undone: by a code, or a password."""

from datetime import datetime

from django.contrib.sessions.backends.base import SessionBase

from incubator.accounts.contacts import Door
from incubator.accounts.sign_in import codes, throttling
from incubator.accounts.sign_in.sources import Source
from incubator.accounts.states import FRESH_FACTOR
from incubator.people.models import User

PROVED = "proved_once_more"


def door_of(person: User) -> Door | None:
    """Return the contact that a code can be sent to, an e-mail address first; None where there is none."""
    rows = person.contacts.sign_in().exclude(verified_at=None).order_by("kind", "pk")
    doors = [Door(contact.kind, contact.value) for contact in rows]
    return next((door for door in doors if codes.can_reach(door)), None)


def is_proved(person: User, typed: str, *, purpose: str, source: Source, at: datetime) -> bool:
    """Tell whether what was typed is the code sent for this, or the password of whom no code reaches.

    Raises TooManyAttempts.
    """
    door = door_of(person)
    if door is not None:
        return codes.use(door, typed, purpose=purpose, source=source, at=at)
    return person.has_usable_password() and knows_password(person, typed, source=source, at=at)


def knows_password(person: User, typed: str, *, source: Source, at: datetime) -> bool:
    """Tell whether this is the password of somebody signed in, counted as at the door. Raises TooManyAttempts."""
    account = f"person:{person.public_id}"
    throttling.consume(throttling.PASSWORD, account, source, at=at)
    is_right = person.check_password(typed)
    if is_right:
        throttling.give_back(throttling.PASSWORD, account, source, at=at)
    return is_right


def note(session: SessionBase, person: User, *, at: datetime) -> None:
    """Remember that the person proved in this session that it is them."""
    session[PROVED] = [person.public_id, at.timestamp()]


def was_proved(session: SessionBase, person: User, *, at: datetime) -> bool:
    """Tell whether the person proved in this session, a moment ago, that it is them."""
    whose, since = session.get(PROVED, ["", 0])
    return whose == person.public_id and at.timestamp() - since <= FRESH_FACTOR.total_seconds()
