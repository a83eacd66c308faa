"""Dates of a call for a telephone's calendar: those that hold, and those that no longer do."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from incubator.programmes.models import Call
from incubator.programmes.states import CallState

Dates = tuple[datetime, datetime | None, bool]


def dates_of(call: Call, address: str, at: datetime) -> bytes:
    """Return the openings and closings of the call as an iCalendar file; a rolling call has no closing.

    A window that was dropped, and every date of a cancelled call, stand in it as cancelled: a telephone that noted
    them takes them away.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Pepiniere//calls//FR")
    calendar.add("version", "2.0")
    if call.state == CallState.CANCELLED:
        calendar.add("method", "CANCEL")
    for number, (opens_at, closes_at, holds) in enumerate(_dates(call), start=1):
        mark = f"-{number}" if number > 1 else ""
        for kind, words, moment in (
            ("open", _("Applications open"), opens_at),
            ("close", _("Applications close"), closes_at),
        ):
            if moment is not None:
                calendar.add_component(_event(call, f"{kind}{mark}", words, moment, holds, address, at))
    return calendar.to_ical()


def _dates(call: Call) -> Iterator[Dates]:
    """Every window in its order, with whether it holds: its number, and so its identity, never changes."""
    kept = call.state != CallState.CANCELLED
    if not call.several_windows or call.is_rolling:
        yield from ((span.opens_at, span.closes_at, kept) for span in call.spans())
        return
    for row in sorted(call.windows.all(), key=lambda one: one.opens_at):
        yield row.opens_at, row.closes_at, kept and row.dropped_at is None


def _event(
    call: Call, kind: str, words: str, moment: datetime, holds: bool, address: str, at: datetime
) -> Event:
    """A date; its identity stays when the date is changed, so that a telephone moves it or takes it away."""
    changed = call.announced_closes_at or call.state == CallState.CANCELLED
    event = Event()
    event.add("uid", f"{call.public_id}-{kind}@pepiniere")
    event.add("sequence", max(1, int((at - call.created_at).total_seconds() // 60)) if changed else 0)
    event.add("status", "CONFIRMED" if holds else "CANCELLED")
    event.add("dtstamp", at)
    event.add("dtstart", moment)
    event.add("dtend", moment + timedelta(minutes=15))
    title = f"{words} – {call.title.plain}"
    event.add("summary", title if holds else _("Cancelled: %(title)s") % {"title": title})
    event.add("url", address)
    return event
