"""Inviting a person to a role: the account waits, the letter leads to the door."""

from datetime import datetime

from incubator.accounts import letters
from incubator.accounts.contacts import Door
from incubator.accounts.roles import granting, joining
from incubator.people.models import Actor, Grant, User
from incubator.people.states import ContactKind
from incubator.territory.models import Centre, Commune
from incubator.workflow import audit, deciding
from incubator.workflow.acting import acting


def invite(
    *,
    email: str | None = None,
    phone: str | None = None,
    role: str,
    full_name: str = "",
    language: str = "fr",
    centre: Centre | None = None,
    commune: Commune | None = None,
    until_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> User:
    """Give a role to the person of this contact, known or expected, and write them how to come in.

    Raises NotAllowed.
    """
    door = Door(ContactKind.EMAIL, email.strip().lower()) if email else Door(ContactKind.PHONE, phone or "")
    with acting(by):
        deciding.require("user.invite", by, Grant(role=role, commune=commune, until_at=until_at), at)
        person = joining.expect(door, full_name=full_name, language=language, by=by, at=at)
        held = person.has_role(role, at=at)
        granting.grant(person, role, centre=centre, commune=commune, until_at=until_at, by=by, at=at)
        audit.record("user.invite", person, by=by, at=at, role=str(role), again=held)
        letters.invitation(person, role, address=door.value, by=by, at=at)
    return person
