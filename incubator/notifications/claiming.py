"""One process sends a message: the one whose conditional UPDATE changed the row."""

from datetime import datetime

from django.db.models import F

from incubator.notifications.models import Message


def claim(message_id: int, *, at: datetime) -> Message | None:
    """Take a due message for this process; return it fresh, or None if it is not due or somebody has it."""
    taken = (
        Message.objects.due(at).unclaimed(at).filter(pk=message_id).order_by()
        .update(claimed_at=at, attempts=F("attempts") + 1)
    )  # fmt: skip
    return Message.objects.select_related("recipient", "centre").get(pk=message_id) if taken else None
