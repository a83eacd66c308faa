"""Actions carried from session to session until somebody says done or dropped."""

from datetime import datetime

from incubator.people.models import Actor
from incubator.workflow.refusals import once
from mentorship.models import Action
from mentorship.states import ACTION


def complete(action: Action, *, by: Actor, at: datetime) -> Action:
    """Say that it is done. Said twice by the same person, it stays done."""
    return _close(action, "complete", by, at)


def drop(action: Action, *, by: Actor, at: datetime) -> Action:
    """Say that it will not be done."""
    return _close(action, "drop", by, at)


@once
def _close(action: Action, name: str, by: Actor, at: datetime) -> Action:
    with ACTION.move(action, name, by=by, at=at) as closed:
        closed.closed_at = at
    return closed
