"""Days and hours as people write them: "29/11/2026 à 14 h 30", "2026-11-29", "dimanche 1er mars 2027", "5 March 2027"."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from django.utils import timezone as zones
from django.utils.translation import gettext_lazy as _

from incubator.core.reading.errors import Unreadable
from incubator.core.reading.signs import fold, one_line

FIRST_YEAR, LAST_YEAR = 1900, 2100
# No clock of the world is further from that of Greenwich.
FURTHEST_ZONE = timedelta(hours=14)
NUMERIC = re.compile(r"(?P<day>\d{1,2}) ?[/.\- ] ?(?P<month>\d{1,2}) ?[/.\- ] ?(?P<year>\d{4}|\d{2})(?!\d)")
YEAR_FIRST = re.compile(r"(?P<year>\d{4}) ?[/.\- ] ?(?P<month>\d{1,2}) ?[/.\- ] ?(?P<day>\d{1,2})(?!\d)")
IN_WORDS = re.compile(
    r"(?P<day>\d{1,2}) ?(?:er|st|nd|rd|th)?[ \-]?(?:of )?(?P<month>[a-z]{3,9})\.?,?[ \-]?(?P<year>\d{4})(?!\d)"
)
MONTH_FIRST = re.compile(r"(?P<month>[a-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})(?!\d)")
SHAPES = (YEAR_FIRST, NUMERIC, IN_WORDS, MONTH_FIRST)
MONTH_ALONE = (
    re.compile(r"(?P<month>\d{1,2}) ?[/.\- ] ?(?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4}) ?[/.\- ] ?(?P<month>\d{1,2})"),
    re.compile(r"(?P<month>[a-z]{3,9})\.?,?[ /\-]?(?:de |of )?(?P<year>\d{4})"),
)
# Telephones make a long dash of a hyphen between figures.
DASHES = str.maketrans("–−", "--")
LEADING = re.compile(
    r"(?:le |the |on )?(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday"
    r"|saturday|sunday|lun|mar|mer|jeu|ven|sam|dim|mon|tue|wed|thu|fri|sat|sun)\b[.,]? ?(?:le )?)?"
)
MONTHS = {
    name: month
    for names in (
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "january february march april may june july august september october november december",
    )
    for month, name in enumerate(names.split(), start=1)
}
HOUR = (
    r"(?:,? ?(?:a|at|t|,|-)? ?)(?P<hour>\d{1,2}) ?(?:[:h.](?:eures?)? ?(?:(?P<minute>\d{2}) ?(?:mi?n?)?"
    r"(?: ?[:h.]? ?(?P<second>\d{2})(?:[.,]\d+)? ?s?)?)?)? ?(?P<half>[ap]\.?m\.?)?"
)
ZONE = (
    r",? ?(?:heure de lome|lome time)?,? ?\(?(?P<zone>z|(?:utc|gmt)?"
    r"(?:(?P<sign>[+\-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?)?)\)?"
)
BEHIND = re.compile(HOUR + ZONE)

NOT_A_DATE = _("Write the date as day, month and year, for example 17/08/1999 or 17 August 1999.")
NOT_A_MONTH = _("Write the month and the year, for example 03/2027 or March 2027.")
NO_SUCH_DAY = _("This day does not exist in the calendar. Check the day and the month.")
OUT_OF_REACH = _("Check the year: it is written with four digits, between 1900 and 2100.")
NOT_AN_HOUR = _("Write the hour after the date, for example 17/08/1999 14:30.")
NO_HOUR = _("Give the hour too, for example 29/11/2026 17:00.")


def day(text: str) -> date:
    """Return the day written in a text; an hour behind it is read and left out. Raises Unreadable."""
    found, _rest = _parted(text)
    return found


def moment(text: str, *, hour: time | None = None, zone: tzinfo | None = None) -> datetime:
    """Return the instant (aware, UTC) of a day and an hour.

    `hour` is taken when only a day is written; without it a day alone is not enough. `zone` is where the hour is told
    (the centre's by default); an offset written behind the hour goes before it. Raises Unreadable.
    """
    found, rest = _parted(text)
    told = hour
    zone = zone or zones.get_current_timezone()
    if rest is not None:
        told, zone = _hour(rest), _offset(rest) or zone
    if told is None:
        raise Unreadable(NO_HOUR, code="no_hour")
    return datetime.combine(found, told, zone).astimezone(UTC)


def month(text: str) -> date:
    """Return the first day of the month written in a text; the day of a whole date is left out. Raises Unreadable."""
    plain = _plain(text)
    for shape in MONTH_ALONE:
        if found := shape.fullmatch(plain):
            number = _month_of(found)
            if number is None or not 1 <= number <= 12:
                raise Unreadable(NOT_A_MONTH, code="not_a_month")
            return date(_year_of(found), number, 1)
    try:
        return day(text).replace(day=1)
    except Unreadable as error:
        if error.code != "not_a_date":
            raise
        raise Unreadable(NOT_A_MONTH, code="not_a_month") from error


def year(text: str) -> int:
    """Return a year of four digits, from 1900 to 2100. Raises Unreadable."""
    typed = one_line(text)
    if not re.fullmatch(r"[0-9]{4}", typed) or not FIRST_YEAR <= int(typed) <= LAST_YEAR:
        raise Unreadable(OUT_OF_REACH, code="year")
    return int(typed)


def _parted(text: str) -> tuple[date, re.Match | None]:
    """Return the day, and what stands behind it when that is an hour."""
    plain = _plain(text)
    for shape in SHAPES:
        found = shape.match(plain, LEADING.match(plain).end())  # type: ignore[union-attr]
        if found:
            read = _day_of(found)
            rest = plain[found.end() :].strip()
            return read, _behind(rest) if rest else None
    raise Unreadable(NOT_A_DATE, code="not_a_date")


def _plain(text: str) -> str:
    return fold(one_line(text).translate(DASHES))


def _day_of(found: re.Match) -> date:
    month = _month_of(found)
    if month is None:
        raise Unreadable(NOT_A_DATE, code="not_a_date")
    try:
        return date(_year_of(found), month, int(found["day"]))
    except ValueError as error:
        raise Unreadable(NO_SUCH_DAY, code="no_such_day") from error


def _month_of(found: re.Match) -> int | None:
    """Return the number of the month that was written, None for a word that is no month or may be several."""
    written = found["month"]
    if written.isdigit():
        return int(written)
    months = {number for name, number in MONTHS.items() if name.startswith(written)}
    return months.pop() if len(months) == 1 else None


def _year_of(found: re.Match) -> int:
    if not FIRST_YEAR <= int(found["year"]) <= LAST_YEAR:
        raise Unreadable(OUT_OF_REACH, code="year")
    return int(found["year"])


def _behind(rest: str) -> re.Match:
    found = BEHIND.fullmatch(rest)
    if not found:
        raise Unreadable(NOT_AN_HOUR, code="not_an_hour")
    _hour(found)
    return found


def _hour(found: re.Match) -> time:
    hour, half = int(found["hour"]), (found["half"] or "")[:1]
    if half and not 1 <= hour <= 12:
        raise Unreadable(NOT_AN_HOUR, code="not_an_hour")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, int(found["minute"] or 0), int(found["second"] or 0))
    except ValueError as error:
        raise Unreadable(NOT_AN_HOUR, code="not_an_hour") from error


def _offset(found: re.Match) -> tzinfo | None:
    if not found["zone"]:
        return None
    if not found["sign"]:
        return UTC
    ahead = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    if ahead > FURTHEST_ZONE:
        raise Unreadable(NOT_AN_HOUR, code="not_an_hour")
    return timezone(-ahead if found["sign"] == "-" else ahead)
