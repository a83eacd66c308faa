"""Dates of a call for a telephone's calendar."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from incubator.programmes.models import Call


def dates_of(call: Call, address: str, at: datetime) -> bytes:
    """Return the openings and closings of the call as an iCalendar file; a rolling call has no closing."""
    calendar = Calendar()
    calendar.add("prodid", "-//Pepiniere//calls//FR")
    calendar.add("version", "2.0")
    for number, (opens_at, closes_at) in enumerate(call.spans(), start=1):
        mark = f"-{number}" if number > 1 else ""
        calendar.add_component(_event(call, f"open{mark}", _("Applications open"), opens_at, address, at))
        if closes_at is not None:
            calendar.add_component(
                _event(call, f"close{mark}", _("Applications close"), closes_at, address, at)
            )
    return calendar.to_ical()


def _event(call: Call, kind: str, words: str, moment: datetime, address: str, at: datetime) -> Event:
    """A date; its identity stays when the date is changed, so that a telephone moves it."""
    event = Event()
    event.add("uid", f"{call.public_id}-{kind}@pepiniere")
    event.add(
        "sequence", int((at - call.created_at).total_seconds() // 60) if call.announced_closes_at else 0
    )
    event.add("dtstamp", at)
    event.add("dtstart", moment)
    event.add("dtend", moment + timedelta(minutes=15))
    event.add("summary", f"{words} – {call.title.plain}")
    event.add("url", address)
    return event
