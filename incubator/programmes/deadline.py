"""The words of a call's opening and closing: what pages, letters and documents say of them.

The rule itself is `models.deadline`.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incubator.core.bilingual import Text
from incubator.programmes.models import Call, CallExtension
from incubator.programmes.states import CallPhase, CallState
from incubator.ui import typography


@dataclass(frozen=True)
class Deadline:
    """What is said: the phase, the closing that counts now (None: none), the one announced before it and why it changed,
    the next opening, the printed grace.
    """

    phase: str
    closes_at: datetime | None
    reopens_at: datetime | None
    windows: list[tuple[datetime, datetime | None]]
    before: datetime | None = None
    reason: Text | str = ""
    grace: str = ""
    cancelled: str = ""


def describe(call: Call, at: datetime) -> Deadline:
    """Say when the call opens and closes, as it stands at that instant."""
    change = last_change(call)
    is_over = call.state != CallState.PUBLISHED
    phase = CallPhase.CLOSED if is_over else call.phase(at)
    return Deadline(
        phase=phase,
        closes_at=call.closing(at),
        reopens_at=None if is_over else call.next_opening(at),
        windows=[tuple(span) for span in call.spans()] if call.several_windows else [],
        cancelled=cancelled_sentence(call, change),
        before=change.before if change and change.after else None,
        reason=change.reason if change else "",
        grace=grace_sentence(call),
    )


def cancelled_sentence(call: Call, change: CallExtension | None = None) -> str:
    """Say that the call was cancelled, and why; "" for any other call."""
    if call.state != CallState.CANCELLED:
        return ""
    change = change or last_change(call)
    told = _("This call was cancelled. No application is taken.")
    return f"{told} {change.reason}" if change else told


def last_change(call: Call) -> CallExtension | None:
    """Return what was last announced about the closing; asked of the database only when something was."""
    cancelled = call.state == CallState.CANCELLED
    return call.extensions.first() if call.announced_closes_at or cancelled else None


def grace_sentence(call: Call) -> str:
    """Return the printed grace, "" when there is none."""
    if not call.grace_minutes or call.is_rolling:
        return ""
    told = ngettext(
        "A sending begun before the closing is still taken for %(n)s minute: open the page that sends in time.",
        "A sending begun before the closing is still taken for %(n)s minutes: open the page that sends in time.",
        call.grace_minutes,
    )
    return told % {"n": call.grace_minutes}


def closed_sentence(call: Call, at: datetime) -> str:
    """Say why the call takes nothing at that instant; "" while it is open."""
    if call.is_open(at):
        return ""
    if call.state == CallState.CANCELLED:
        return _("This call was cancelled. Your draft stays readable.")
    opening = call.next_opening(at) if call.state == CallState.PUBLISHED else None
    if opening is not None and call.phase(at) == CallPhase.PLANNED:
        return _("This call opens on %(moment)s.") % {"moment": typography.moment(opening)}
    if opening is not None:
        told = _("Sending has stopped and opens again on %(moment)s. Your draft stays readable.")
        return told % {"moment": typography.moment(opening)}
    return _("The call closed on %(moment)s. Sending has stopped; your draft stays readable.") % {
        "moment": typography.moment(call.closing(at) or call.closes_at)
    }
