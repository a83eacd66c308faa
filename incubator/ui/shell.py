"""The frame around every page, drawn once for all pages that share it: header and foot change with the space and the
language, not with the page.

What belongs to the page or to the person is left as marks in what is kept, and put in for each answer: the token of
the forms, the address to come back to, the same page in the other language.
"""

from typing import Any

from django.template import Context
from django.template.loader import get_template
from django.utils.html import escape

from incubator.ui.context import Chrome

TOKEN, NEXT, PROBLEM = "@@token@@", "@@next@@", "@@problem@@"
MOST = 500
_DRAWN: dict[tuple[Any, ...], str] = {}
CENTRE = ("name", "tagline", "phone", "whatsapp", "hours", "address")


class Marked(Chrome):
    """The frame of no page in particular."""

    next = NEXT

    @property
    def problem_url(self) -> str | None:
        return PROBLEM if self.places["report_problem"] else None

    @property
    def languages(self) -> list[dict]:
        return [{**one, "url": f"@@{one['code']}@@"} for one in super().languages]


def drawn(part: str, chrome: Chrome, inside: bool, token: Any) -> str:
    """Return the header or the foot of a page (HTML that was escaped where it was drawn)."""
    key = (part, inside, *_what_it_shows(chrome))
    kept = _DRAWN.get(key)
    if kept is None:
        if len(_DRAWN) >= MOST:
            _DRAWN.clear()
        kept = _DRAWN[key] = _draw(part, chrome, inside)
    return _filled(kept, chrome, token)


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


def _filled(kept: str, chrome: Chrome, token: Any) -> str:
    # The token first: no text of an address can ask for it.
    kept = kept.replace(TOKEN, escape(token)) if TOKEN in kept else kept
    values = {f"@@{one['code']}@@": one["url"] for one in chrome.languages}
    values |= {NEXT: chrome.next, PROBLEM: chrome.problem_url or ""}
    for mark, value in values.items():
        kept = kept.replace(mark, escape(value))
    return kept
