"""Tranches suspended, released again or cancelled, each with the reason the start-up reads."""

from datetime import datetime

from django.db.models import F

from funding import letters
from funding.models import Award, Tranche
from funding.states import TRANCHE
from incubator.people.models import Actor
from incubator.workflow import values
from incubator.workflow.refusals import ReasonMissing


def block(tranche: Tranche, *, note: str, by: Actor, at: datetime) -> Tranche:
    """Suspend a tranche, with the reason the start-up reads. A request under way stops counting."""
    if not note.strip():
        raise ReasonMissing()
    with TRANCHE.move(tranche, "block", by=by, at=at) as blocked:
        if blocked.requested_at is not None:
            Award.objects.filter(pk=blocked.award_id).update(
                requested_amount=F("requested_amount") - blocked.amount
            )
        blocked.requested_by = blocked.verified_by = None
        blocked.requested_at = blocked.verified_at = blocked.expected_on = None
        blocked.office_note = values.check_text("note", note, longest=300)
        letters.tranche_blocked(blocked, at=at)
    return blocked


def unblock(tranche: Tranche, *, by: Actor, at: datetime) -> Tranche:
    """Lift the suspension."""
    with TRANCHE.move(tranche, "unblock", by=by, at=at) as lifted:
        lifted.office_note = ""
    return lifted


def cancel(tranche: Tranche, *, note: str, by: Actor, at: datetime) -> Tranche:
    """Cancel a tranche that was not asked for, with its reason."""
    if not note.strip():
        raise ReasonMissing()
    with TRANCHE.move(tranche, "cancel", by=by, at=at) as cancelled:
        cancelled.office_note = values.check_text("note", note, longest=300)
    return cancelled
