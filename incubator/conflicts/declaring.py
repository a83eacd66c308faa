"""Declares, confirms and dismisses links. Nothing else is sent: every file asks the register."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incubator.conflicts.models import Interest
from incubator.conflicts.states import LIFECYCLE, InterestKind, InterestState
from incubator.people.models import Actor, User
from incubator.startups.models import Startup
from incubator.workflow import audit, deciding, values
from incubator.workflow.acting import acting
from incubator.workflow.refusals import Refused, once


class AlreadyNamed(Refused):
    """The link already says whom it is about."""

    default = _("This link already names a person.")


def declare(
    person: User | None, startup: Startup, *, kind: str, note: str = "", by: User, at: datetime
) -> Interest:
    """Write a link into the register and close the start-up's files to the person.

    Without a person (an applicant's words), the note says whom it is about until the office names somebody.
    The same link declared again is the one that stands already, a note then completes an empty one.
    """
    values.check_choice("kind", kind, InterestKind)
    note = values.check_text("note", note, longest=400)
    with acting(by):
        Startup.objects.select_for_update().get(pk=startup.pk)
        standing = Interest.objects.between(person, startup).exclude(state=InterestState.DISMISSED)
        if person is None:
            standing = standing.filter(note=note)
        found = standing.first()
        if found is not None:
            if note and not found.note:
                found.note = note
                found.save(update_fields=["note"])
            return found
        interest = Interest.objects.create(
            person=person,
            startup=startup,
            kind=kind,
            note=note,
            declared_by=by,
            declared_at=at,
            created_at=at,
        )
        audit.record("interest.declare", interest, by=by, at=at, kind=kind)
    return interest


def declare_own(startup: Startup, *, kind: str, note: str = "", by: User, at: datetime) -> Interest:
    """Say that one has a link oneself; what is asked of `declare` holds. Raises NotAllowed."""
    with acting(by):
        deciding.require("interest.declare", by, startup, at)
        return declare(by, startup, kind=kind, note=note, by=by, at=at)


def identify(interest: Interest, person: User, *, by: Actor, at: datetime) -> Interest:
    """Say whom an applicant's words are about; from then on the link closes the file to that person.

    Returns the person's standing link with the start-up when there is one already.
    """
    with acting(by):
        locked = LIFECYCLE.locked(interest)
        deciding.require("interest.identify", by, locked, at)
        if locked.person_id is not None:
            raise AlreadyNamed()
        standing = (
            Interest.objects.between(person, locked.startup).exclude(state=InterestState.DISMISSED).first()
        )
        if standing is not None:
            return standing
        locked.person = person
        locked.save(update_fields=["person"])
        audit.record("interest.identify", locked, by=by, at=at)
    interest.person = person
    return interest


@once
def confirm(interest: Interest, *, by: Actor, at: datetime) -> Interest:
    """Confirm that the link is real; the file stays closed to the person."""
    with LIFECYCLE.move(interest, "confirm", by=by, at=at):
        pass
    return interest


@once
def dismiss(interest: Interest, *, by: Actor, at: datetime) -> Interest:
    """Dismiss a link that is none: the start-up's files open again to the person."""
    with LIFECYCLE.move(interest, "dismiss", by=by, at=at):
        pass
    return interest
