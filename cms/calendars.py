"""Dates of a call for a telephone's calendar."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from incubator.programmes.models import Call


def dates_of(call: Call, address: str, at: datetime) -> bytes:
    """Return the opening and the closing of the call as an iCalendar file."""
    calendar = Calendar()
    calendar.add("prodid", "-//Pepiniere//calls//FR")
    calendar.add("version", "2.0")
    for kind, words, moment in (
        ("open", _("Applications open"), call.opens_at),
        ("close", _("Applications close"), call.closes_at),
    ):
        event = Event()
        event.add("uid", f"{call.public_id}-{kind}@pepiniere")
        event.add("dtstamp", at)
        event.add("dtstart", moment)
        event.add("dtend", moment + timedelta(minutes=15))
        event.add("summary", f"{words} – {call.title.plain}")
        event.add("url", address)
        calendar.add_component(event)
    return calendar.to_ical()
