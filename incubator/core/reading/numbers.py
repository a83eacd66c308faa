"""Numbers and amounts of money as people write them: "1 500 000,00", "1.500.000", "XOF 1,200,000", "10 %"."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from incubator.core.bilingual import current_language
from incubator.core.money import EXPONENTS
from incubator.core.reading.errors import Unreadable
from incubator.core.reading.signs import one_line

MOST_DIGITS = 15
# A first group, groups of three after one same mark, decimals after another one.
WRITTEN = re.compile(
    r"(?P<sign>[+\-\u2212]?) ?(?P<first>[0-9]+)(?P<groups>(?:(?P<mark>[ '’.,])[0-9]{3}(?:(?P=mark)[0-9]{3})*)?)"
    r"(?:(?P<point>[.,])(?P<decimals>[0-9]*))?"
)
PERCENT = re.compile(r" ?%$")
NAMES = {
    "XOF": r"XOF|F\.? ?CFA\.?|francs? ?CFA|CFA|francs?|frs?\.?|F\.?",
    "XAF": r"XAF|F\.? ?CFA\.?|francs? ?CFA|CFA|francs?|frs?\.?|F\.?",
    "EUR": r"EUR|€|euros?",
    "USD": r"USD|\$|dollars?",
}
FOREIGN = re.compile(
    r"[€$£₦₵]|\b(?:eur|euros?|usd|dollars?|gbp|livres?|ghs|ngn|cedis?|nairas?|xaf|xof)\b", re.IGNORECASE
)

NOT_A_WHOLE = _("Write a whole number in digits, for example 12.")
NOT_A_NUMBER = _("Write a number in digits, for example 12.5.")
NOT_AN_AMOUNT = _("Write an amount in digits, for example 1500000.")
WITH_CENTS = _("An amount is in whole francs, without cents.")
TOO_MANY_CENTS = _("This amount has more decimals than its currency.")
NEGATIVE = _("An amount cannot be negative.")
TWO_READINGS = _("This number can be read in two ways: write its digits alone, without points or commas.")
TOO_LARGE = _("This number is too large.")
OTHER_CURRENCY = _("Amounts are in CFA francs (XOF). Convert this amount, then write the number only.")
ANOTHER_CURRENCY = _("This amount is in another currency. Convert it, then write the number only.")


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number as written: its digits, what may be decimals, and whether three last digits may be either."""

    negative: bool
    whole: str
    decimals: str
    mark: str = ""

    @property
    def grouped(self) -> "_Figure":
        """Read "1,234" as a thousand."""
        return _Figure(self.negative, self.whole + self.decimals, "") if self.mark else self

    @property
    def value(self) -> Decimal:
        point = f".{self.decimals}" if self.decimals else ""
        return Decimal(f"{'-' if self.negative else ''}{self.whole}{point}")


def _figure(text: str) -> _Figure | None:
    found = WRITTEN.fullmatch(text)
    if not found:
        return None
    negative, first, mark = found["sign"] in ("-", "\u2212"), found["first"], found["mark"] or ""
    groups, decimals = re.sub(r"[^0-9]", "", found["groups"]), found["decimals"] or ""
    if mark and mark in ".,":
        if found["point"] == mark or (len(groups) > 3 and len(first) > 3):
            return None  # 1,234,5 and 1234,567,890 are no way to write a number
        if len(groups) == 3 and not found["point"]:
            either = 0 < len(first.lstrip("0")) < 4
            return _Figure(negative, first, groups, mark if either else "")
    return _Figure(negative, first + groups, decimals)


def _counted(figure: _Figure) -> _Figure:
    """Read three digits after a last mark as a group, where nothing has a thousandth: "1.500" francs are 1500.

    "1 500.000" may be a million and a half as well as one thousand five hundred: nobody guesses. Raise Unreadable.
    """
    figure = figure.grouped
    if figure.decimals == "000":
        raise Unreadable(TWO_READINGS, code="two_readings")
    return figure


def _checked_length(figure: _Figure) -> _Figure:
    if len(figure.whole.lstrip("0")) > MOST_DIGITS:
        raise Unreadable(TOO_LARGE, code="too_large")
    return figure


def number(text: str, *, decimals: int = 3, language: str | None = None) -> Decimal:
    """Return a number written with a comma or a point, its thousands apart or not, with or without "%".

    "1,234" is a thousand on an English page and a little more than one on a French page, as these pages print it;
    "1.234" is always a little more than one. Raises Unreadable, also for more than `decimals` decimals.
    """
    figure = _figure(PERCENT.sub("", one_line(text)))
    if figure and figure.mark == "," and (language or current_language()) == "en":
        figure = figure.grouped
    if figure is None or len(figure.decimals.rstrip("0")) > decimals:
        raise Unreadable(NOT_A_NUMBER, code="not_a_number")
    return _checked_length(figure).value


def whole(text: str) -> int:
    """Return a whole number; "1.500", "1,500" and "1 500,00" are one thousand five hundred. Raises Unreadable."""
    figure = _figure(PERCENT.sub("", one_line(text)))
    if figure is None or figure.grouped.decimals.strip("0"):
        raise Unreadable(NOT_A_WHOLE, code="not_whole" if figure else "not_a_number")
    return int(_checked_length(_counted(figure)).value)


def money(text: str, currency: str = "XOF") -> int:
    """Return an amount in minor units (francs, cents), its currency written before, after or not at all.

    Raises Unreadable: for another currency, for a part of a franc, for an amount below zero, for words.
    """
    bare = _without_currency(one_line(text), currency)
    figure = _figure(bare)
    if figure is None:
        raise Unreadable(NOT_AN_AMOUNT, code="not_an_amount")
    exponent, figure = EXPONENTS[currency], _checked_length(_counted(figure))
    if len(figure.decimals.rstrip("0")) > exponent:
        raise Unreadable(WITH_CENTS if exponent == 0 else TOO_MANY_CENTS, code="cents")
    if figure.negative and figure.value:
        raise Unreadable(NEGATIVE, code="negative")
    return int(figure.value.scaleb(exponent))


def _without_currency(text: str, currency: str) -> str:
    name = NAMES[currency]
    bare = re.sub(
        rf"^(?:{name}) ?(?=[0-9+\-\u2212])|(?<=[0-9.,]) ?(?:{name})$", "", text, flags=re.IGNORECASE
    )
    if FOREIGN.search(bare):
        raise Unreadable(OTHER_CURRENCY if currency == "XOF" else ANOTHER_CURRENCY, code="currency")
    return bare
