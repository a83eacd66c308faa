"""Addresses in letters: those of the product are live, and nothing that somebody typed becomes one.

A name, a reason or a title may read "https://evil.example": mail programs and telephones make a link of it. Between the
signs by which they know one (after the colon of a scheme, after a point before a letter) a sign that nobody sees stops
them. An e-mail address stays as it is; so do the addresses in a letter that the desk itself wrote (`keep`).
"""

import re
from collections.abc import Iterable

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

STOP = "\u200b"
MARKS = ".,;:!?)»”’\"'…"
BEFORE, AFTER = r"(?<![^\s(«“‘\"'<\[\u00a0\u202f])", rf"(?=[{re.escape(MARKS)}<>\]]*(?:\s|$))"
PATH = r"(?:/[^\s<>\"]*)?"
TYPED = re.compile(
    r"(?P<mail>(?<![\w.@/:+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?![\w@/:?]))|(?<=:)(?=//)|(?<=[\w)\]-][.])(?=[^\W\d_])"
)
LIVE = re.compile(rf"{BEFORE}(https?://[^\s<>\"{STOP}]*[^\s<>\"{STOP}{re.escape(MARKS)}])")


def addresses_in(text: str) -> list[str]:
    """Return the web addresses that stand in a text."""
    return LIVE.findall(text)


def quiet(text: str, *, keep: Iterable[str] = ()) -> str:
    """Return a text in which the product's own addresses, and those to be kept, are the only links for whoever reads."""
    own = [re.escape(settings.BASE_URL) + PATH, *(re.escape(one) for one in keep)]
    parts = re.compile(f"{BEFORE}((?:{'|'.join(own)})){AFTER}").split(text)
    parts[::2] = [TYPED.sub(lambda found: found["mail"] or STOP, part) for part in parts[::2]]
    return "".join(parts)


def linked(text: str) -> SafeString:
    """Return a text that was made quiet as HTML: what is still an address becomes a link."""
    parts = LIVE.split(text)
    pieces = [format_html('<a href="{0}">{0}</a>' if i % 2 else "{0}", part) for i, part in enumerate(parts)]
    return format_html_join("", "{}", ((piece,) for piece in pieces))
