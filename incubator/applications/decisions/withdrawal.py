"""Taking a file back, at any time before its place is accepted."""

from datetime import datetime

from incubator.applications.decisions import decision
from incubator.applications.models import Application
from incubator.applications.states import LIFECYCLE
from incubator.applications.submission import letters
from incubator.people.models import User
from incubator.workflow import values
from incubator.workflow.refusals import once

LONGEST_REASON = 1000


@once
def withdraw(application: Application, *, by: User, at: datetime, reason: str = "") -> Application:
    """Withdraw the file; its answers stay as they were sent, and the lead gets a letter.

    The reason is kept in the record for the centre. Withdrawn twice by the same person, it is withdrawn once.
    Raises NotAllowed and IllegalMove.
    """
    reason = values.check_text("reason", reason, longest=LONGEST_REASON)
    with LIFECYCLE.move(application, "withdraw", by=by, at=at) as file:
        file.changed_at = at
        file.withdrawal_reason = reason
        decision.leave_the_list(file)
        letters.application_withdrawn(file, to=by, at=at)
    return application
