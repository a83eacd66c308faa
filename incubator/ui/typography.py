"""How the product writes amounts, numbers, dates and sentences, in French and in English.

The patterns below are locale data, not messages: they hold the spaces and the order of words that each
language's typography asks for, so they live here beside the code that joins them.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import floor
from zoneinfo import ZoneInfo

import phonenumbers
from babel.dates import format_date
from babel.numbers import format_decimal

from incubator.core.bilingual import current_language as language
from incubator.core.money import EXPONENTS, Money
from incubator.core.reading.signs import fold

NBSP = "\u00a0"
THIN = "\u202f"
CENTRE_ZONE = ZoneInfo("Africa/Lome")
ZONE_WORDS = {"fr": "heure de Lomé (UTC+0)", "en": "Lomé time (UTC+0)"}
SYMBOLS = {"XOF": f"F{NBSP}CFA", "EUR": "€", "USD": "$"}
# The signs that French sets apart.
SPACED = re.compile("[:;!?%«»']")
# Dates, figures and sentences are written again and again: so many of each are remembered.
KEPT = 2048

Amount = int | Money | None
Day = date | datetime


def number(value: int | float | Fraction | None, decimals: int | None = None) -> str:
    """Write a number with its thousands apart: 1 500 000 or 1,500,000; a dash for none.

    An exact fraction is rounded here, and only here: at most two decimals, halves upwards.
    """
    if value is None or value == "":
        return "–"
    if isinstance(value, Fraction):
        value = Decimal(floor(value * 100 + Fraction(1, 2))) / 100
    pattern = None if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
    return _figure(value, pattern, language())


def below(value: Fraction, limit: int) -> str:
    """Write a figure that is below a limit so that it reads so: 59.999 of 60 is written 59.99, never 60."""
    return number(min(value, Fraction(limit * 100 - 1, 100)))


@lru_cache(maxsize=KEPT, typed=True)
def _figure(value: int | float | Decimal, pattern: str | None, code: str) -> str:
    return format_decimal(value, format=pattern, locale=code)


def money(amount: Amount, currency: str = "XOF") -> str:
    """Write integer minor units: 1 500 000 F CFA in French, XOF 1,500,000 in English; a dash for none."""
    if amount is None or amount == "":
        return "–"
    if isinstance(amount, Money):
        amount, currency = amount.amount, amount.currency
    exponent, symbol = EXPONENTS.get(currency, 0), SYMBOLS.get(currency, currency)
    figure = number(int(amount) / 10**exponent if exponent else int(amount), exponent)
    return f"{currency}{NBSP}{figure}" if language() == "en" else f"{figure}{NBSP}{symbol}"


def percent(value: int | float | None, decimals: int = 0) -> str:
    """Write a percentage given on the scale of 100: 12 % in French, 12% in English."""
    if value is None or value == "":
        return "–"
    return number(value, decimals) + ("%" if language() == "en" else f"{NBSP}%")


@lru_cache(maxsize=KEPT)
def telephone(value: str | None) -> str:
    """Write a number kept as E.164 with its groups apart: +228 90 00 00 00; other words are left as they are."""
    if not value or not value.startswith("+"):
        return value or ""
    try:
        found = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    grouped: str = phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return grouped.replace(" ", NBSP)


def filesize(octets: int | None) -> str:
    """Write a size as people read it: 340 Ko, 1,8 Mo; 340 KB, 1.8 MB in English."""
    if octets is None or octets == "":
        return "–"
    units = ("B", "KB", "MB", "GB") if language() == "en" else ("octets", "Ko", "Mo", "Go")
    size, rank = float(octets), 0
    while size >= 1000 and rank < len(units) - 1:
        size, rank = size / 1000, rank + 1
    rounded = round(size, 1) if rank > 1 and size < 10 else round(size)
    return f"{number(rounded)}{NBSP}{units[rank]}"


def local(value: Day) -> Day:
    """Return an instant in the centre's zone; a plain date is returned as it is."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(CENTRE_ZONE)
    return value


def _date(value: Day | None, french: str, english: str) -> str:
    if not value:
        return "–"
    value, code = local(value), language()
    whole = value.date() if isinstance(value, datetime) else value
    return _day_in_words(whole, english if code == "en" else french, code)


@lru_cache(maxsize=KEPT)
def _day_in_words(value: date, pattern: str, code: str) -> str:
    """Write a day; the rows of a list often hold the same ones."""
    text = format_date(value, pattern, locale=code)
    if code == "fr" and value.day == 1:
        text = re.sub(r"(?<!\d)1(?= [a-zéû])", "1er", text, count=1)
    return text


def day(value: Day | None) -> str:
    """Write a date in full with its weekday: vendredi 5 mars 2027, Friday 5 March 2027."""
    return _date(value, "EEEE d MMMM y", "EEEE d MMMM y")


def short_day(value: Day | None) -> str:
    """Write a date without its weekday: 5 mars 2027, 5 March 2027."""
    return _date(value, "d MMMM y", "d MMMM y")


def day_month(value: Day | None) -> str:
    """Write a date without its year: 1er octobre, 1 October."""
    return _date(value, "d MMMM", "d MMMM")


def clock_time(value: datetime | time | None) -> str:
    """Write an hour: 14 h 02 in French, 14:02 in English."""
    if value is None or value == "":
        return "–"
    if isinstance(value, datetime):
        value = local(value)
    if language() == "en":
        return f"{value.hour}:{value.minute:02d}"
    return f"{value.hour}{NBSP}h{NBSP}{value.minute:02d}"


def moment(value: datetime | None) -> str:
    """Write an instant in full: weekday, date, hour and the centre's zone."""
    if not value:
        return "–"
    if language() == "en":
        return f"{day(value)} at {clock_time(value)}, {ZONE_WORDS['en']}"
    return f"{day(value)} à {clock_time(value)}, {ZONE_WORDS['fr']}"


def exact_moment(value: datetime | None) -> str:
    """Write an instant to the second, for a receipt: … à 14 h 02 min 09 s, heure de Lomé (UTC+0)."""
    if not value:
        return "–"
    second = local(value).second
    if language() == "en":
        return f"{day(value)} at {clock_time(value)}:{second:02d}, {ZONE_WORDS['en']}"
    return f"{day(value)} à {clock_time(value)}{NBSP}min{NBSP}{second:02d}{NBSP}s, {ZONE_WORDS['fr']}"


def written(value: object) -> str:
    """Write an instant or a date in full; leave words as they are."""
    if isinstance(value, datetime):
        return moment(value)
    return day(value) if isinstance(value, date) else str(value or "")


def short_moment(value: datetime | None) -> str:
    """Write an instant for a list or a history: 5 mars 2027, 14 h 02."""
    return f"{short_day(value)}, {clock_time(value)}" if value else "–"


UNITS = {
    "fr": {"day": ("jour", "jours"), "hour": ("heure", "heures"), "minute": ("minute", "minutes")},
    "en": {"day": ("day", "days"), "hour": ("hour", "hours"), "minute": ("minute", "minutes")},
}


def duration(seconds: float) -> str:
    """Write a length of time by its largest unit, rounded down: 3 jours, 5 heures, 12 minutes."""
    code, words = language(), ("minute", max(int(seconds // 60), 0))
    if seconds >= 86_400:
        words = ("day", int(seconds // 86_400))
    elif seconds >= 3_600:
        words = ("hour", int(seconds // 3_600))
    unit, count = words
    singular = count == 1 or (count == 0 and code == "fr")
    return f"{number(count)}{NBSP}{UNITS[code][unit][0 if singular else 1]}"


def time_left(until: datetime | None, at: datetime) -> str:
    """Say how long is left at an instant: "Il vous reste 3 jours."; say it is over when it is."""
    if until is None:
        return ""
    seconds = (until - at).total_seconds()
    english = language() == "en"
    if seconds <= 0:
        return "The time is over." if english else "Le délai est passé."
    if seconds < 60:
        return "Less than a minute is left." if english else "Il reste moins d’une minute."
    if english:
        return f"You have {duration(seconds)} left."
    return f"Il vous reste {duration(seconds)}."


def nbsp(text: str) -> str:
    """Put French no-break spaces before : ; ! ? » % and after «, ’ for a straight apostrophe, “ ” inside « ».

    English, addresses and hours are left alone.
    """
    if not text or not SPACED.search(text) or language() == "en":
        return text or ""
    return _french_spaces(str(text))


@lru_cache(maxsize=KEPT)
def _french_spaces(text: str) -> str:
    text = re.sub(r"(?<![ \u00a0\u202f])[ \u00a0\u202f]+([:;!?»%])", NBSP + r"\1", text)
    text = re.sub(r"«[ \u00a0\u202f]*", "«" + NBSP, text)
    text = re.sub(r"(?<=[^\s\u00a0])»", NBSP + "»", text)
    return french_marks(text)


def without_optional(label: str) -> str:
    """Return a label without its own "(optional)": the form says it once, beside the label."""
    return re.sub(r"(?<!\s)\s*\((?:optional|facultati(?:f|ve)s?)\)$", "", label, flags=re.IGNORECASE)


def french_marks(text: str) -> str:
    """Return a French text with ’ for the apostrophe between letters, and “ ” for a quotation within « »."""
    text = re.sub(r"(?<=[^\W\d_])'(?=[^\W\d_])", "’", text)
    depth, parts = 0, []
    for part in re.split(r"(«\s*|(?<!\s)\s+»|»)", text):
        if part[:1] == "«":
            depth += 1
            part = part if depth == 1 else "“"
        elif part[-1:] == "»":
            depth = max(0, depth - 1)
            part = "”" if depth else part
        parts.append(part)
    return "".join(parts)


def joined(items: Iterable[object]) -> str:
    """Join words as in a sentence: "a, b et c", "a, b and c"."""
    words = [str(item) for item in items]
    if len(words) < 2:
        return "".join(words)
    last = "and" if language() == "en" else "et"
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def of(name: str) -> str:
    """Return a name after "of": `of Akossiwa`, in French `d’Akossiwa` before a vowel or an h, otherwise `de Kossi`."""
    if language() != "fr":
        return f"of {name}"
    return f"d’{name}" if fold(name.strip()[:1])[:1] in set("aeiouh") else f"de {name}"
