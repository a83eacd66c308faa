"""The page of a list: what every list of the desk has in common with the others."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from incubator.lists import drawing
from incubator.lists.desk_list import DeskList
from incubator.ui import tables
from incubator.workflow.doors import desk_required

View = Callable[..., HttpResponseBase]


def page_of(declared: type[DeskList]) -> View:
    """Return the view that shows a list."""

    @require_safe
    @shows(declared)
    def page(request: HttpRequest, **path: str) -> HttpResponse:
        listing = declared.of(request, **path)
        return render(request, listing.template_name, context_of(request, listing))

    return page


def shows(declared: type[DeskList]) -> Callable[[View], View]:
    """Decorate the view of a list that does more than show it: who may enter, and which list stands at its address."""

    def decorate(view: View) -> View:
        guarded = desk_required(*declared.roles)(view)
        guarded.desk_list = declared  # type: ignore[attr-defined]
        return guarded

    return decorate


def context_of(request: HttpRequest, listing: DeskList) -> dict[str, Any]:
    """Return what the templates of a list draw."""
    request.left_aside = listing.left_aside
    page = listing.page()
    return {
        "listing": listing,
        "frame": drawing.frame_of(listing, request),
        "page": page,
        "lines": drawing.lines(listing, page.rows, request),
        "earlier": _beside(request, before=page.before, page=max(1, page.number - 1)) if page.before else "",
        "later": _beside(request, after=page.after, page=page.number + 1) if page.after else "",
        "back": urlencode({"back": request.get_full_path()}),
        **listing.context(request),
    }


def _beside(request: HttpRequest, **edge: object) -> str:
    return tables.query(request.GET, **{"before": None, "after": None, "page": None, **edge})
