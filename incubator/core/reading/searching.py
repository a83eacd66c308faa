"""What somebody looks for, in the form in which it is kept."""

import re

from incubator.core.reading.contacts import email, telephone
from incubator.core.reading.errors import Unreadable
from incubator.core.reading.signs import one_line

PART_OF_A_NUMBER = re.compile(r"[0-9+().\- ]+")
FEWEST_DIGITS = 4


def as_contact(text: str) -> str:
    """Return the e-mail address or the telephone number (E.164) that a text is, "" when it is neither."""
    try:
        return email(text) if "@" in text or "\uff20" in text else telephone(text)
    except Unreadable:
        return ""


def digits_typed(text: str) -> str:
    """Return the digits of a piece of a telephone number ("90 00 00" is "900000"), "" for other words.

    The sign and the zeros of a way of dialling are left out: what is returned stands inside the E.164 number.
    """
    typed = one_line(text)
    if not PART_OF_A_NUMBER.fullmatch(typed):
        return ""
    digits = re.sub(r"[^0-9]", "", re.sub(r"\( ?0 ?\)", "", typed)).removeprefix("00")
    return digits if len(digits) >= FEWEST_DIGITS else ""
