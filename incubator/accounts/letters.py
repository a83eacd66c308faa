"""Every letter of the door: codes, invitations, and what was changed on an account."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import translation

from incubator.notifications import outbox
from incubator.notifications.models import Message
from incubator.people.models import SYSTEM, Actor, User
from incubator.people.states import Role
from incubator.ui import typography

ACCOUNT_ENDS = "accounts/account_ends"


def sign_in_code(
    *, to: User | None, address: str, digits: str, purpose: str, language: str, expires_at: datetime, at: datetime,
) -> list[Message]:  # fmt: skip
    """Send a code to a contact, whether or not somebody has it, and say what it is for; useless after twenty minutes."""
    with translation.override(to.language if to else language):
        context = {"code": digits, "purpose": str(purpose), "until": typography.clock_time(expires_at)}
        return outbox.post(
            "accounts/sign_in_code",
            to=to,
            address=address,
            context=context,
            secret=True,
            expires_at=expires_at,
            at=at,
        )


def invitation(person: User, role: str, *, address: str, by: Actor, at: datetime) -> list[Message]:
    """Tell a person which role they were given and how to come in."""
    with translation.override(person.language):
        context = {"role": str(Role(role).label), "contact": address}
    return outbox.post("accounts/invitation", to=person, address=address, context=context, by=by, at=at)


def contact_changed(
    person: User, value: str, *, added: bool, told: Sequence[str], at: datetime
) -> list[Message]:
    """Tell a person, at every contact they had before, that a way in was added to their account, or removed."""
    context = {"value": value, "added": added}
    return [
        letter
        for address in told or [""]
        for letter in outbox.post(
            "accounts/contact_changed", to=person, address=address, context=context, by=SYSTEM, at=at
        )
    ]


def second_factor_changed(person: User, *, on: bool, at: datetime) -> list[Message]:
    """Tell a person that their second factor was turned on or off."""
    return outbox.post("accounts/second_factor_changed", to=person, context={"on": on}, by=SYSTEM, at=at)


def password_changed(person: User, *, at: datetime) -> list[Message]:
    """Tell a person that their password was changed."""
    return outbox.post("accounts/password_changed", to=person, by=SYSTEM, at=at)


def account_ends(person: User, *, day: date, at: datetime) -> list[Message]:
    """Tell a person on which day their account is erased unless they sign in."""
    with translation.override(person.language):
        context = {"day": typography.day(day)}
    return outbox.post(ACCOUNT_ENDS, to=person, context=context, by=SYSTEM, at=at)


def account_erased(person: User, *, address: str, at: datetime) -> list[Message]:
    """Tell whoever had the account that it is erased; the letter itself is emptied in the following night."""
    return outbox.post("accounts/account_erased", to=person, address=address, by=SYSTEM, at=at)
