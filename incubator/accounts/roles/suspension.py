"""Suspends a person and restores them: the account stays, nothing opens meanwhile.

What hangs on roles in other slices (files given to a juror, a mentor's start-ups) is ended by `portal.departures`, which
calls this.
"""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incubator.accounts.sign_in import devices
from incubator.accounts.states import PERSON
from incubator.people.models import Actor, User
from incubator.workflow import values
from incubator.workflow.refusals import once

LONGEST_REASON = 400


@once
def suspend(person: User, *, reason: str, by: Actor, at: datetime) -> User:
    """Close the account to the person until it is restored: roles open nothing, sessions and tokens end.

    The reason is written in the audit. Raises NotAllowed, BadValues.
    """
    reason = values.check_text("reason", reason, longest=LONGEST_REASON, missing=_("Write the reason."))
    with PERSON.move(person, "suspend", by=by, at=at, data={"reason": reason}) as suspended:
        suspended.is_active = False
        devices.end_others(suspended, None, by=by, at=at)
    return person


@once
def restore(person: User, *, by: Actor, at: datetime) -> User:
    """Open the account again, with the roles that are still in force. Raises NotAllowed."""
    with PERSON.move(person, "restore", by=by, at=at) as restored:
        restored.is_active = True
    return person
