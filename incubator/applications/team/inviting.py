"""Inviting somebody into the team of a file, by a code that works once, and coming in with it."""

import secrets
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from incubator.accounts.contacts import Door
from incubator.accounts.sign_in import throttling
from incubator.accounts.sign_in.throttling import Rate
from incubator.applications.models import Application, ApplicationMember, TeamInvitation
from incubator.applications.states import INVITATION_LIFE, INVITED_AS, MOST_IN_A_TEAM
from incubator.applications.team import letters
from incubator.conflicts import declaring
from incubator.conflicts.states import InterestKind
from incubator.core.ids import ALPHABET
from incubator.people.models import User
from incubator.people.states import ContactKind, Role
from incubator.workflow import audit, deciding
from incubator.workflow.acting import acting
from incubator.workflow.refusals import Refused

LENGTH = 12
# A lead writes to a few people, not to a list of addresses.
INVITE = (Rate("invite_here", 15, timedelta(hours=1)), Rate("invite", 30, timedelta(days=1)))
JOIN = (Rate("join_here", 10, timedelta(minutes=15)), Rate("join", 30, timedelta(hours=1)))


class NoSuchInvitation(Refused):
    """The code was used, cancelled, is over, or never was: nobody learns which."""

    status = 404
    code = "no_such_invitation"


class FullTeam(Refused):
    """The team has as many people and invitations as a file may hold."""

    code = "full_team"


def hashed(code: str) -> str:
    """Return the keyed hash of a code, however its letters were spaced when typed."""
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    return salted_hmac("applications.invitation", plain, algorithm="sha256").hexdigest()


def invite(
    application: Application, door: Door | None, *, role: str, by: User, at: datetime
) -> tuple[TeamInvitation, str]:
    """Open a place in the team and return it with its code, which cannot be read again.

    With a contact the code leaves by e-mail or SMS; without one the lead gives it by hand. Inviting the same
    contact again ends the earlier code. Raises NotAllowed, FullTeam and TooManyAttempts.
    """
    if role not in INVITED_AS:
        raise Refused(_("Choose whether the person may write or read."))
    throttling.consume(INVITE, f"person:{by.public_id}", application.public_id, at=at)
    code = new_code()
    with acting(by):
        deciding.require("application.invite", by, application, at)
        Application.objects.select_for_update().get(pk=application.pk)
        contact = door.value if door else ""
        if contact:
            application.invitations.waiting(at).filter(contact=contact).update(cancelled_at=at)
        _require_room(application, at)
        invitation = TeamInvitation.objects.create(
            application=application, contact=contact, role=role, code_hash=hashed(code),
            expires_at=at + INVITATION_LIFE, invited_by=by, created_at=at,
        )  # fmt: skip
        way = door.kind if door else "code"
        audit.record("application.invite", application, by=by, at=at, role=role, way=way)
        if door:
            letters.invitation(invitation, door, code=code, by=by, at=at)
    return invitation, code


def cancel(invitation: TeamInvitation, *, by: User, at: datetime) -> None:
    """End an invitation that nobody has used; ending it twice is ending it once. Raises NotAllowed."""
    application = invitation.application
    with acting(by):
        deciding.require("application.invite", by, application, at)
        open_one = TeamInvitation.objects.filter(pk=invitation.pk, used_at=None, cancelled_at=None)
        if open_one.update(cancelled_at=at):
            audit.record("application.uninvite", application, by=by, at=at)


def find(code: str, *, by: User, address: str, at: datetime) -> TeamInvitation:
    """Return the invitation of this code while it is open. Raises NoSuchInvitation, TooManyAttempts."""
    account = f"person:{by.public_id}"
    throttling.consume(JOIN, account, address, at=at)
    found = _waiting(at).filter(code_hash=hashed(code)).first()
    if found is None:
        raise NoSuchInvitation(
            _("This invitation is no longer open: it was used, cancelled, or is over."),
            way_out=_("Ask the project lead for another one."),
        )
    throttling.give_back(JOIN, account, address, at=at)
    return found


def waiting_for(person: User, *, at: datetime) -> QuerySet[TeamInvitation]:
    """Return the open invitations sent to a contact that the person has proved: these need no code."""
    proved = person.contacts.exclude(verified_at=None).values("value")
    return _waiting(at).filter(contact__in=proved).exclude(application__team__person=person)


def join(invitation: TeamInvitation, *, by: User, at: datetime) -> Application:
    """Bring the person who holds the invitation into the team, once; the lead is told.

    Somebody who is in the team already stays as they are, and the invitation stays open. A juror's new tie is
    written into the register of links at once. Raises NotAllowed, NoSuchInvitation, FullTeam.
    """
    application = invitation.application
    if application.team.filter(person=by).exists():
        return application
    with acting(by):
        deciding.require("application.join", by, application, at)
        Application.objects.select_for_update().get(pk=application.pk)
        # The condition again: of two people with one code, one alone changes the row.
        if not _waiting(at).filter(pk=invitation.pk).update(used_at=at, used_by=by):
            raise NoSuchInvitation(
                _("This invitation is no longer open: it was used, cancelled, or is over.")
            )
        if application.team.count() >= MOST_IN_A_TEAM:
            raise _full()
        ApplicationMember.objects.create(application=application, person=by, role=invitation.role)
        if by.has_role(Role.JUROR, at=at):
            declaring.declare(by, application.startup, kind=InterestKind.ORGANISATIONAL, by=by, at=at)
        audit.record("application.join", application, by=by, at=at, role=invitation.role)
        letters.joined(application, by, role=invitation.role, at=at)
    return application


def new_code() -> str:
    """Return a code that can be read aloud, in three groups: "k7fz-4mqr-9pwx"."""
    signs = [secrets.choice(ALPHABET) for _place in range(LENGTH)]
    return "-".join("".join(signs[start : start + 4]) for start in range(0, LENGTH, 4))


def door_of(contact: str) -> Door:
    """Return a stored contact as a door."""
    return Door(ContactKind.EMAIL if "@" in contact else ContactKind.PHONE, contact)


def _waiting(at: datetime) -> QuerySet[TeamInvitation]:
    found = TeamInvitation.objects.waiting(at)
    return found.select_related("application__call", "application__startup", "invited_by")


def _require_room(application: Application, at: datetime) -> None:
    if application.team.count() + application.invitations.waiting(at).count() >= MOST_IN_A_TEAM:
        raise _full()


def _full() -> FullTeam:
    told = _("A file has at most %(count)s people, invitations included.") % {"count": MOST_IN_A_TEAM}
    return FullTeam(told, way_out=_("Cancel an invitation or remove somebody first."))
