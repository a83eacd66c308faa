"""Finds the page of an address in one query, and its twin in the other language."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpRequest
from wagtail.models import Page

from cms.addresses import language_of, public_path, tree_path
from cms.querysets import shown
from incubator.programmes.models import Call
from incubator.territory.centres import first_centre

FAR = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Found:
    """A live page; `falls_back` when it is the French one of an address that asked for English."""

    page: Page
    falls_back: bool = False


def find(path: str) -> Found | None:
    """Return the live page of an address.

    An English address without a live page gives its French page, if any.
    """
    wanted = tree_path(path)
    page = Page.objects.live().filter(url_path=wanted).only("content_type").first()
    if page is not None:
        return _answered(Found(_whole(page)))
    if language_of(wanted) == "en" and (french := _french_of(wanted)):
        return _answered(Found(_whole(french), falls_back=True))
    return None


def _answered(found: Found) -> Found | None:
    """Leave out what is live and speaks of what is not public: the page of a call that nobody approved."""
    is_answered: Callable[[], bool] = getattr(found.page, "is_answered", lambda: True)
    return found if is_answered() else None


def _whole(page: Page) -> Page:
    """Return the page as what it is (a call, a story …), with the rows its class names in `joined`."""
    model = page.specific_class
    if model is None:
        return page
    joined: tuple[str, ...] = getattr(model, "joined", ())
    pages = model.objects.select_related(*joined) if joined else model.objects
    return pages.get(pk=page.pk)


def _french_of(url_path: str) -> Page | None:
    """Climb to the nearest English page that exists, live or not; go down again from its French twin."""
    segments = url_path.strip("/").split("/")
    for depth in range(len(segments), 0, -1):
        above = Page.objects.filter(url_path=f"/{'/'.join(segments[:depth])}/").first()
        if above is None and depth > 1:
            continue
        start = _twin_path(above) if above else "/fr/"
        below = "".join(f"{segment}/" for segment in segments[depth:])
        return Page.objects.live().filter(url_path=f"{start}{below}").first() if start else None
    return None


def _twin_path(page: Page) -> str:
    twins = Page.objects.filter(translation_key=page.translation_key, url_path__startswith="/fr/")
    return twins.values_list("url_path", flat=True).first() or ""


def alternates(page: Page) -> dict[str, str]:
    """Return the address of the page in each language in which everybody reads it."""
    twins = shown(Page.objects).filter(translation_key=page.translation_key)
    return {language_of(path): public_path(path) for path in twins.values_list("url_path", flat=True)}


def holds_until(at: datetime) -> datetime:
    """Return until when a page made at `at` says what is so: the next opening, closing or date of a call, or ever."""
    return Call.objects.next_instant(at) or FAR


def dress(request: HttpRequest, found: Found) -> None:
    """Put on the request what the frame of a public page shows: the centre and the other language."""
    request.centre = first_centre()
    request.alternate_urls = alternates(found.page)
