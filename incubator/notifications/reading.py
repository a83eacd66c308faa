"""A person opens a letter in their space."""

from datetime import datetime

from incubator.notifications.models import Message
from incubator.people.models import User
from incubator.workflow import audit
from incubator.workflow.acting import an_act


@an_act
def open_letter(message: Message, *, by: User, at: datetime) -> None:
    """Note that its reader opened a letter: the first time only, with one audit row."""
    if Message.objects.filter(pk=message.pk, recipient=by, read_at=None).update(read_at=at):
        message.read_at = at
        audit.record("message.read", message, by=by, at=at)
