"""E-mail addresses and telephone numbers as doors: read, find the person, prove, add, remove."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from incubator.accounts import letters
from incubator.core import reading
from incubator.core.holding import hold
from incubator.core.validators import no_nul
from incubator.people.models import Actor, Contact, User
from incubator.people.states import ContactKind, PersonState
from incubator.workflow import audit, values
from incubator.workflow.acting import acting
from incubator.workflow.refusals import Refused

WRONG = _("Write an e-mail address such as afi@example.com, or a telephone number of eight digits.")


@dataclass(frozen=True, slots=True)
class Door:
    """What a person signs in with: an e-mail address (lower case) or a telephone number (E.164)."""

    kind: str
    value: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"

    @property
    def is_phone(self) -> bool:
        return self.kind == ContactKind.PHONE


class TakenContact(Refused):
    """The contact opens another person's account."""

    code = "taken_contact"
    default = _("This contact already opens another account. Use another one, or call the centre.")


class LastContact(Refused):
    """Without this contact the person could not come back."""

    code = "last_contact"
    default = _("This is your only way in. Add another contact first.")


def read(text: str) -> Door:
    """Return what was typed as a door; raise ValidationError with a sentence otherwise."""
    no_nul(text)
    typed = reading.one_line(text)
    if "@" in typed:
        try:
            return Door(ContactKind.EMAIL, reading.email(typed))
        except reading.Unreadable as error:
            raise ValidationError(WRONG, code="contact") from error
    if not any(sign.isdigit() for sign in typed):
        raise ValidationError(WRONG, code="contact")
    return Door(ContactKind.PHONE, reading.telephone(typed))


def checked(door: Door) -> Door:
    """Return a door as it would be read from what somebody types. Raises BadValues where it is none."""
    try:
        found = read(door.value)
    except ValidationError as error:
        values.refuse("contact", " ".join(error.messages))
    if found.kind != door.kind:
        values.refuse("contact", WRONG)
    return found


def person_of(door: Door, *, proved: bool = False) -> User | None:
    """Return the person whose door this is; `proved` also takes one never verified (an invitation)."""
    opening = Contact.objects.filter(kind=door.kind, value=door.value, is_sign_in=True)
    if not proved:
        opening = opening.exclude(verified_at=None)
    contact = opening.select_related("person").first()
    return contact.person if contact else None


def prove(person: User, door: Door, *, at: datetime) -> Contact:
    """Note that the person holds this contact: it opens the door from now on.

    Raises TakenContact when it opens another account.
    """
    try:
        with transaction.atomic():
            contact, _made = Contact.objects.get_or_create(person=person, kind=door.kind, value=door.value)
            contact.is_sign_in, contact.verified_at = True, contact.verified_at or at
            contact.save()
            column = "phone" if door.is_phone else "email"
            if not getattr(person, column):
                setattr(person, column, door.value)
            person.save(update_fields=[column])
            User.objects.filter(pk=person.pk, state=PersonState.INVITED).update(state=PersonState.ACTIVE)
            person.refresh_from_db(fields=["state"])
    except IntegrityError as error:
        raise TakenContact() from error
    return contact


def add(person: User, door: Door, *, by: Actor, at: datetime) -> Contact:
    """Add a contact that was just proved by its code; those held before are told of it. Raises Suspended."""
    with acting(by):
        told = _told(person)
        contact = prove(person, door, at=at)
        audit.record("user.add_contact", person, by=by, at=at, kind=door.kind)
        letters.contact_changed(person, door.value, added=True, told=told, at=at)
    return contact


def remove(contact: Contact, *, by: Actor, at: datetime) -> None:
    """Remove a contact; all that were held, this one too, are told. Raises LastContact for the only way in, Suspended."""
    with acting(by):
        person = hold(contact.person)
        told = _told(person)
        others = person.contacts.sign_in().exclude(pk=contact.pk)
        if contact.is_sign_in and not others.exists():
            raise LastContact()
        column = "phone" if contact.kind == ContactKind.PHONE else "email"
        gone = contact.value
        contact.delete()
        if getattr(person, column) == gone:
            following = others.filter(kind=contact.kind).first()
            setattr(person, column, following.value if following else None)
            person.save(update_fields=[column])
        audit.record("user.remove_contact", person, by=by, at=at, kind=contact.kind)
        letters.contact_changed(person, gone, added=False, told=told, at=at)


def _told(person: User) -> list[str]:
    """Return the contacts that open the account now, those that a letter can reach."""
    held = person.contacts.sign_in().exclude(verified_at=None).order_by("kind", "pk")
    if not settings.SMS_PROVIDER:
        held = held.exclude(kind=ContactKind.PHONE)
    return list(held.values_list("value", flat=True))
