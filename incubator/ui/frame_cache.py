"""The frame around every page, drawn once for all pages that share it: header and foot change with the space and the
language, not with the page.

What belongs to the page or to the person is left as marks in what is kept, and put in for each answer: the token of
the forms, the address to come back to, the same page in the other language.
"""

from functools import lru_cache
from typing import Any

from django.template import Context
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString

from incubator.core.bilingual import current_language
from incubator.ui.context import Chrome

TOKEN, NEXT = "@@token@@", "@@next@@"
MOST = 500
_DRAWN: dict[tuple[Any, ...], str] = {}
CENTRE = ("name", "tagline", "phone", "whatsapp", "hours", "address")


class Marked(Chrome):
    """The frame of no page in particular."""

    next = NEXT

    @property
    def languages(self) -> list[dict]:
        return [{**one, "url": f"@@{one['code']}@@"} for one in super().languages]


def words(template: str) -> SafeString:
    """Draw a template that holds nothing but words: once a language, for pages that carry many."""
    return _words(template, current_language())


@lru_cache(maxsize=64)
def _words(template: str, language: str) -> SafeString:
    return SafeString(get_template(template).render().strip())


def drawn(part: str, chrome: Chrome, inside: bool, token: Any) -> str:
    """Return the header or the foot of a page (HTML that was escaped where it was drawn)."""
    shows, values = _of_page(chrome)
    key = (part, inside, shows)
    kept = _DRAWN.get(key)
    if kept is None:
        if len(_DRAWN) >= MOST:
            _DRAWN.clear()
        kept = _DRAWN[key] = _draw(part, chrome, inside)
    return _filled(kept, values, token)


def _of_page(chrome: Chrome) -> tuple[tuple[Any, ...], dict[str, str]]:
    """Return what tells one frame from another, and what is put in for the marks; both parts of a page share them."""
    found: Any = chrome.__dict__.get("of_page")
    if found is None:
        values = {f"@@{one['code']}@@": one["url"] for one in chrome.languages}
        values |= {NEXT: chrome.next}
        found = _what_it_shows(chrome), {mark: str(escape(value)) for mark, value in values.items()}
        chrome.__dict__["of_page"] = found
    return found


def _what_it_shows(chrome: Chrome) -> tuple[Any, ...]:
    centre = chrome.centre
    read = centre.get if isinstance(centre, dict) else lambda name: getattr(centre, name, "")
    return (
        chrome.language,
        chrome.space,
        chrome.demo,
        bool(chrome.other_spaces),
        bool(getattr(chrome.request, "shared_device", False)),
        tuple((item["link"], item["current"]) for item in chrome.nav),
        tuple(str(read(name) or "") for name in CENTRE),
    )


def _draw(part: str, chrome: Chrome, inside: bool) -> str:
    words = {
        "chrome": Marked(chrome.request),
        "inside": inside,
        "request": chrome.request,
        "csrf_token": TOKEN,
    }
    return get_template(f"ui/frame/{part}.html").template.render(Context(words))


def _filled(kept: str, values: dict[str, str], token: Any) -> str:
    # The token first: no text of an address can ask for it.
    kept = kept.replace(TOKEN, escape(token)) if TOKEN in kept else kept
    for mark, value in values.items():
        kept = kept.replace(mark, value)
    return kept
