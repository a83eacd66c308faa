"""Outages that an officer recorded, and the extension they justify.

The product cannot know that people did not reach it: somebody at the centre says from when until when. An outage of more
than thirty minutes within the six hours before a closing proposes to give that time back.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from incubator.people.models import User
from incubator.programmes.models import Call, Outage
from incubator.programmes.states import CallState
from incubator.workflow import audit, deciding, values
from incubator.workflow.acting import an_act
from incubator.workflow.refusals import Refused

LONG = timedelta(minutes=30)
LAST_HOURS = timedelta(hours=6)
STEP = timedelta(minutes=30)
LONGEST_NOTE = 300
PROPOSED_FOR = timedelta(days=3)


class OutageRefused(Refused):
    """The times do not make an outage that has ended."""

    code = "outage_refused"


@dataclass(frozen=True)
class Proposal:
    """An extension worth deciding: because of which outage, how many minutes were lost, until when."""

    outage: Outage
    minutes: int
    closes_at: datetime


@an_act
def record(*, began_at: datetime, ended_at: datetime, note: str, by: User, at: datetime) -> Outage:
    """Keep an outage that is over. Raises OutageRefused or NotAllowed. Audited."""
    deciding.require("outage.record", by, None, at)
    if ended_at <= began_at or ended_at > at:
        raise OutageRefused(_("An outage ends after it began, and has ended when it is recorded."))
    note = values.check_text("note", note, longest=LONGEST_NOTE, missing=_("Write what happened."))
    made = Outage.objects.create(
        began_at=began_at, ended_at=ended_at, note=note, recorded_at=at, recorded_by=by
    )
    audit.record("outage.record", made, by=by, at=at)
    return made


def proposal(call: Call, at: datetime) -> Proposal | None:
    """Return the extension that the longest outage before the closing justifies, None when there is none.

    Proposed until three days after the closing, and no longer once the closing was moved after the outage was recorded.
    """
    closing = call.closing(at)
    if call.state != CallState.PUBLISHED or closing is None or at > closing + PROPOSED_FOR:
        return None
    first = closing - LAST_HOURS
    near = Outage.objects.filter(began_at__lt=closing, ended_at__gt=first)
    if last := call.extensions.first():
        near = near.filter(recorded_at__gt=last.decided_at)
    lost = [(min(each.ended_at, closing) - max(each.began_at, first), each) for each in near]
    length, outage = max(lost, key=lambda pair: pair[0], default=(timedelta(), None))
    if outage is None or length <= LONG:
        return None
    wanted = max(closing, at) + length
    return Proposal(outage, int(length.total_seconds() // 60), _rounded_up(wanted))


def _rounded_up(moment: datetime) -> datetime:
    """A closing is announced on the hour or the half hour."""
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + -(-(moment - midnight) // STEP) * STEP
