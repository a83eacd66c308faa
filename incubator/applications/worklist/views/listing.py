"""The office's list of applications: saved views, filters with their counts, columns to choose, export."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from incubator.applications.worklist import keyset
from incubator.applications.worklist.filters import read
from incubator.applications.worklist.views import list_frame, rows
from incubator.applications.worklist.views.files import Listing
from incubator.people.states import Role
from incubator.programmes.models import Call
from incubator.ui import tables
from incubator.workflow.doors import desk_required

DESK = (Role.OFFICER, Role.DIRECTOR, Role.ADMIN)
CALL = ("id", "reference", "title_fr", "title_en")


@require_safe
@desk_required(*DESK)
def every_application(request: HttpRequest) -> HttpResponse:
    return _list(request, None)


@require_safe
@desk_required(*DESK)
def of_call(request: HttpRequest, reference: str) -> HttpResponse:
    return _list(request, get_object_or_404(Call.objects.visible_to(request.user), reference=reference))


def _listing(request: HttpRequest, call: Call | None) -> Listing:
    calls = None if call else list(Call.objects.visible_to(request.user).counted().only(*CALL))
    keys = (call.pk,) if call else tuple(one.pk for one in calls or ())
    chosen = read(request.GET, person=request.user, calls=calls, at=request.received_at)
    return Listing(request.user, keys, chosen, request.received_at)


def _list(request: HttpRequest, call: Call | None) -> HttpResponse:
    listing = _listing(request, call)
    for sentence in listing.chosen.ignored:
        messages.warning(request, sentence)
    frame = list_frame.of(request, call, listing)
    context = {
        "call": call,
        "chosen": listing.chosen,
        "frame": frame,
        "may_import": call is not None and request.user.has_role(Role.OFFICER, at=request.received_at),
        "back": request.get_full_path(),
        "export": tables.query(request.GET, call=call.reference if call else request.GET.get("call")),
        **_table(request, listing, frame["columns"]),
    }
    return render(request, "applications/worklist/list.html", context)


def _table(request: HttpRequest, listing: Listing, columns: list[str]) -> dict[str, Any]:
    page = listing.page(rows.reads(columns), keyset.Edge.of(request.GET))
    return {
        "page": page,
        "lines": rows.drawn(page.rows, columns, listing.chosen.known),
        "earlier": _beside(request, before=page.before, page=max(1, page.number - 1)) if page.before else "",
        "later": _beside(request, after=page.after, page=page.number + 1) if page.after else "",
    }


def _beside(request: HttpRequest, **edge: object) -> str:
    return tables.query(request.GET, **{"before": None, "after": None, "page": None, **edge})
