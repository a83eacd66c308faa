"""How numbers, amounts and days are written in each language, with the no-break spaces of French."""

import datetime
import re
import unicodedata
from contextlib import AbstractContextManager, nullcontext

from django.utils import translation

from incubator.core.bilingual import Text, current_language, pick_pair
from incubator.ui import typography

NO_BREAK = "\u00a0"
# The categories Cc (but for line ends and the tabulator) and Cs of Unicode.
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def here(pair: dict[str, str]) -> str:
    """Return a {"fr", "en"} pair as plain text in the active language."""
    return pick_pair(pair or {}).plain


def number(value: int | float, language: str | None = None) -> str:
    """Write 1500000 as "1 500 000" (narrow no-break spaces) or "1,500,000"."""
    with _written_in(language):
        return typography.number(value)


def money(value: int, currency: str = "XOF", language: str | None = None) -> str:
    """Write an amount as "1 500 000 F CFA" in French, "XOF 1,500,000" in English."""
    with _written_in(language):
        return typography.money(value, currency)


def day(value: str, language: str | None = None) -> str:
    """Write an ISO date as "17 août 1999", "1er mai 2019" or "17 August 1999"; a year stays a year."""
    try:
        date = datetime.date.fromisoformat(value)
    except ValueError:
        return value
    with _written_in(language):
        return typography.short_day(date)


def _written_in(language: str | None) -> AbstractContextManager[None]:
    """Change the language only where it is another one than the active one: it is asked for each figure."""
    if language in (None, current_language()):
        return nullcontext()
    return translation.override(language)


def spaced(text: Text) -> Text:
    """Give a bilingual text its French no-break spaces; it keeps its language."""
    return Text(typography.nbsp(text.plain), text.lang, falls_back=text.falls_back)


def label(text: Text, *, optional: bool) -> Text:
    """Return the label of a question; an optional one says so once, beside its label, not in it as well."""
    text = spaced(text)
    return (
        Text(typography.without_optional(text.plain), text.lang, falls_back=text.falls_back)
        if optional
        else text
    )


def labelled(label: dict[str, str], text: str, language: str) -> str:
    """Write "Label : text" with the spaces of the language."""
    colon = f"{NO_BREAK}: " if language == "fr" else ": "
    return f"{pick_pair(label, language).plain}{colon}{text}"


def count_words(text: str) -> int:
    """Count the words of `text`; a lone punctuation sign, which French sets apart, is not a word."""
    return sum(1 for token in text.split() if token.isalnum() or any(map(str.isalnum, token)))


def clean(text: str) -> str:
    """Normalise line ends and combining marks, and drop the blanks around the text."""
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def without_controls(text: str) -> str:
    """Return `text` without NUL, other controls and broken halves, which cannot be stored or exported."""
    # Asked of every answer of every page: what can be printed holds none of them, and is told quicker.
    return text if text.isprintable() else UNSTORABLE.sub("", text)
