"""A call's way to the public: an officer proposes it, a director approves it, then it is published."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incubator.people.models import Actor
from incubator.programmes import closing, letters
from incubator.programmes.models import Call
from incubator.programmes.preparation.checklist import checklist
from incubator.programmes.states import LIFECYCLE, CallPhase, CallState
from incubator.workflow import values
from incubator.workflow.refusals import Refused, once

LONGEST_NOTE = 2000


class CardsIncomplete(Refused):
    """The checklist is not complete; `data["missing"]` lists what each card still needs."""

    code = "not_ready"
    default = _("The call cannot leave preparation yet: some of its cards are to be completed.")


class ReasonMissing(Refused):
    """Sending a call back says what to correct."""

    code = "reason_missing"
    default = _("Say what is to be corrected, so that the officer knows what to do.")


class TemplateCall(Refused):
    """A template is copied, never opened."""

    code = "template_call"
    default = _("This is a template: copy it to make a call.")


class TooLate(Refused):
    """The call would close before anyone could apply."""

    code = "too_late"
    default = _("The closing is already past: change the dates of the call first.")


@once
def propose(call: Call, *, by: Actor, at: datetime) -> Call:
    """Send the call to the directors, who are written to. Raises CardsIncomplete while a card misses something."""
    with LIFECYCLE.move(call, "propose", by=by, at=at) as draft:
        if draft.is_template:
            raise TemplateCall
        require_complete(draft, at)
        draft.proposed_by, draft.correction_note = by, ""
        letters.call_proposed(draft, by=by, at=at)
    return draft


@once
def send_back(call: Call, *, by: Actor, at: datetime, note: str = "") -> Call:
    """Return the call to preparation with what is to be corrected; whoever proposed it is written to."""
    note = values.check_text("note", note, longest=LONGEST_NOTE)
    if not note and call.proposed_by_id != by.pk:
        raise ReasonMissing
    with LIFECYCLE.move(call, "send_back", by=by, at=at) as proposed:
        proposed.correction_note = note
        letters.call_sent_back(proposed, note=note, by=by, at=at)
    return proposed


@once
def approve(call: Call, *, by: Actor, at: datetime) -> Call:
    """Approve the call as it stands; whoever proposed it is written to."""
    with LIFECYCLE.move(call, "approve", by=by, at=at) as proposed:
        require_complete(proposed, at)
        letters.call_approved(proposed, by=by, at=at)
    return proposed


@once
def publish(call: Call, *, by: Actor, at: datetime) -> Call:
    """Make the call public. It opens by itself at its opening instant. Raises TooLate after its closing."""
    with LIFECYCLE.move(call, "publish", by=by, at=at) as approved:
        if approved.phase(at) == CallPhase.CLOSED:
            raise TooLate
    return approved


@once
def cancel(call: Call, *, by: Actor, at: datetime, reason_fr: str = "", reason_en: str = "") -> Call:
    """End the call for good; what was written stays readable at the desk.

    Once it was published its page says why: the reason is then required (ClosingRefused). The teams are written to by
    `applications.timetable.cancel`.
    """
    with LIFECYCLE.move(call, "cancel", by=by, at=at) as ended:
        if ended.state == CallState.PUBLISHED:
            closing.note_cancelled(ended, reason_fr=reason_fr, reason_en=reason_en, by=by, at=at)
    return ended


@once
def archive(call: Call, *, by: Actor, at: datetime) -> Call:
    """Put away a call whose results are published; its page stays."""
    with LIFECYCLE.move(call, "archive", by=by, at=at) as over:
        pass
    return over


def require_complete(call: Call, at: datetime) -> None:
    """Raise CardsIncomplete unless every card of the checklist is complete."""
    missing = {item.key: item.missing for item in checklist(call, at) if not item.is_done}
    if missing:
        raise CardsIncomplete(data={"missing": missing})
