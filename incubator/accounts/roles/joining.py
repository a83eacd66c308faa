"""How a person comes to exist: by proving a contact, or by being expected."""

from datetime import datetime

from django.db import IntegrityError, transaction

from incubator.accounts import contacts
from incubator.accounts.contacts import Door
from incubator.core.bilingual import LANGUAGES
from incubator.people.models import SYSTEM, Actor, Contact, User
from incubator.people.states import ContactKind, PersonState
from incubator.workflow import audit, values


def register(
    *,
    email: str | None = None,
    phone: str | None = None,
    full_name: str = "",
    language: str = "fr",
    by: Actor = SYSTEM,
    at: datetime,
) -> User:
    """Return the person of these contacts, made if nobody has them; each contact opens the door.

    Raises TakenContact when one of them belongs to somebody else.
    """
    doors = _doors(email, phone)
    person = _known(doors)
    if person is None:
        try:
            with transaction.atomic():
                person = _make(full_name=full_name, language=language, state=PersonState.ACTIVE, by=by, at=at)
                return _proved(person, doors, at)
        except contacts.TakenContact:
            # Somebody came in by this contact at the same instant: the database let one through.
            person = _known(doors)
            if person is None:
                raise
    with transaction.atomic():
        return _proved(person, doors, at)


def _known(doors: list[Door]) -> User | None:
    return next(filter(None, (contacts.person_of(door, proved=True) for door in doors)), None)


def _proved(person: User, doors: list[Door], at: datetime) -> User:
    for door in doors:
        contacts.prove(person, door, at=at)
    return person


def expect(door: Door, *, full_name: str, language: str, by: Actor, at: datetime) -> User:
    """Return the person of this contact, made as invited (the contact is proved when they first come).

    Raises BadValues for a contact, a name or a language that no form takes.
    """
    door = contacts.checked(door)
    person = contacts.person_of(door, proved=True)
    if person is not None:
        return person
    try:
        with transaction.atomic():
            person = _make(full_name=full_name, language=language, state=PersonState.INVITED, by=by, at=at)
            setattr(person, "phone" if door.is_phone else "email", door.value)
            person.save(update_fields=["phone", "email"])
            Contact.objects.create(person=person, kind=door.kind, value=door.value, is_sign_in=True)
    except IntegrityError:
        # Expected by two at the same instant: the database let one through, and the other finds it.
        person = contacts.person_of(door, proved=True)
        if person is None:
            raise
    return person


def without_contact(*, full_name: str, language: str = "fr", by: Actor, at: datetime) -> User:
    """Make a person who has neither telephone nor address yet; the centre adds one when there is one."""
    with transaction.atomic():
        return _make(full_name=full_name, language=language, state=PersonState.INVITED, by=by, at=at)


def _doors(email: str | None, phone: str | None) -> list[Door]:
    doors = [Door(ContactKind.EMAIL, email)] if email else []
    return [contacts.checked(door) for door in doors + ([Door(ContactKind.PHONE, phone)] if phone else [])]


def _make(*, full_name: str, language: str, state: str, by: Actor, at: datetime) -> User:
    person = User(full_name=full_name, language=language, state=state, created_at=at)
    values.check(person, "full_name")
    values.check_choice("language", language, LANGUAGES)
    person.set_unusable_password()
    person.save()
    audit.record("user.join", person, by=person if by.is_system else by, at=at)
    return person
