"""Answers a visitor with a public page that was made less than a minute ago, before session, person or database.

A view offers its page by naming the function that tells until when it holds (`response.holds_until`, asked only for a
page that may be kept, with the instant at which it was made). What is kept is dropped when anything
the public reads changes (`core.public_version`), and never shown at or after that instant: a page cannot say "open"
after closing. Nothing is kept for whoever carries a session, for an address with a query, or where a cookie is set.
"""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers, set_response_etag

from incubator.core import public_version

MOST = timedelta(seconds=60)
Next = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it leaves, plain and compressed, with the version of the site it shows."""

    version: str
    until: datetime
    body: bytes
    packed: bytes
    headers: dict[str, str]


class KeptPages:
    """Stands before the session: one question to the cache, none to the database."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not may_be_kept(request):
            return self.get_response(request)
        # The whole address: the host stands in the page, the language in the path.
        key = f"page:{request.build_absolute_uri()}"
        found = cache.get_many([public_version.KEY, key])
        version, kept = found.get(public_version.KEY), found.get(key)
        if kept is not None and kept.version == version and request.received_at < kept.until:
            return shown(request, kept)
        version = version or public_version.renew()
        response = self.get_response(request)
        # The version was read before the page was made: a change meanwhile leaves a copy that nobody will see.
        if (made := made_of(request, response, version)) is not None:
            seconds = (made.until - request.received_at).total_seconds()
            cache.set(key, made, max(1, int(seconds)))
        return response


def may_be_kept(request: HttpRequest) -> bool:
    """Tell whether the answer to a request may be one that others get too."""
    return (
        request.method == "GET"
        and not request.META.get("QUERY_STRING")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "HX-Request" not in request.headers
        and not request.path.startswith(settings.PATHS_INSIDE)
    )


def made_of(request: HttpRequest, response: HttpResponse, version: str) -> Kept | None:
    """Return what to keep of an answer, None when its view did not offer it; tell the browser the same limit."""
    holds_until: Callable[[datetime], datetime] | None = getattr(response, "holds_until", None)
    if holds_until is None or response.status_code != 200 or response.cookies or response.streaming:
        return None
    until = min(holds_until(request.received_at), request.received_at + MOST)
    _limit(response, request.received_at, until)
    set_response_etag(response)
    packed = gzip.compress(response.content, compresslevel=6, mtime=0)
    return Kept(version, until, response.content, packed, dict(response.items()))


def shown(request: HttpRequest, kept: Kept) -> HttpResponse:
    """Return the kept page, compressed for a browser that takes it."""
    compressed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(kept.packed if compressed else kept.body, headers=kept.headers)
    if compressed:
        response.headers["Content-Encoding"] = "gzip"
        response.headers["ETag"] = f"W/{kept.headers['ETag']}"
        response.headers["Content-Length"] = str(len(kept.packed))
    patch_vary_headers(response, ("Accept-Encoding",))
    _limit(response, request.received_at, kept.until)
    return response


def _limit(response: HttpResponse, at: datetime, until: datetime) -> None:
    """A browser or a proxy keeps the page no longer than we do."""
    del response.headers["Cache-Control"]
    patch_cache_control(response, public=True, max_age=max(0, int((until - at).total_seconds())))
