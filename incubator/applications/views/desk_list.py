"""The office's list of applications: saved views, filters with their counts, columns to choose, export."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from incubator.applications import bulk, counting, flags, keyset
from incubator.applications.desk_forms import ViewForm
from incubator.applications.filters import VIEWS, Chosen, read
from incubator.applications.models import Application, KeptColumns, SavedView
from incubator.applications.views import desk_facets, desk_rows
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


def _rows(request: HttpRequest, call: Call | None) -> tuple[QuerySet[Application], Chosen]:
    queryset = Application.objects.at_the_desk_of(request.user)
    calls = None
    if call is not None:
        queryset = queryset.filter(call=call)
    else:
        calls = list(Call.objects.visible_to(request.user).only(*CALL))
    return queryset, read(request.GET, person=request.user, calls=calls, at=request.received_at)


def _list(request: HttpRequest, call: Call | None) -> HttpResponse:
    everything, chosen = _rows(request, call)
    scope = f"{request.user.pk} {call.pk if call else ''}"
    counts = counting.counted(
        chosen.narrowed(everything), key=f"{scope} {chosen.key}", at=request.received_at
    )
    total = counting.counted(everything, key=scope, at=request.received_at) if chosen.is_narrowed else counts
    for sentence in chosen.ignored:
        messages.warning(request, sentence)
    views = list(SavedView.objects.views_for(request.user, call).select_related("owner").only(*VIEW))
    columns = _columns(request, call)
    act = VIEWS[chosen.view][2]
    context = {
        "call": call,
        "chosen": chosen,
        "views": _tabs(request, chosen, counts, views),
        **_own_view(request, views),
        "facets": desk_facets.drawn(chosen, counts),
        "found": counts.total(chosen.states),
        "of_all": total.total(),
        "unfiltered": total.total(VIEWS[chosen.view][1]),
        "act": act,
        "acts": _acts(act),
        "choices": [(key, cell.label, key in columns) for key, cell in desk_rows.CELLS.items()],
        "kept_keys": [(key, request.GET.get(key, "")) for key in KEPT_BY_FILTERS],
        "export": tables.query(request.GET, call=call.reference if call else request.GET.get("call")),
        **_table(request, everything, chosen, columns),
    }
    return render(request, "applications/desk/list.html", context)


VIEW = ("public_id", "name", "query", "is_shared", "owner_id", "call_id", "owner__full_name")
KEPT_BY_FILTERS = ("view", "sort", "cols", "q")


def _acts(first: str) -> list[tuple[str, object]]:
    """The act that the view is for, then the others, then to write."""
    names = sorted(bulk.ACTS, key=lambda name: name != first)
    return [*((name, bulk.ACTS[name].label) for name in names), ("write", _("Write to these people"))]


def _columns(request: HttpRequest, call: Call | None) -> list[str]:
    """Return the columns of the address, else those the person kept, else the usual ones."""
    written = request.GET.get("cols", "")
    if not written:
        kept = KeptColumns.objects.filter(person=request.user).values_list("columns", flat=True)
        written = kept.first() or ""
    columns = desk_rows.chosen(written)
    return [key for key in columns if key != "call"] if call else columns


def _table(request: HttpRequest, everything: QuerySet, chosen: Chosen, columns: list[str]) -> dict[str, Any]:
    rows = chosen.applied(everything)
    if "flags" in columns:
        rows = rows.annotate(flags=flags.mask(request.received_at))
    page = keyset.slice_of(rows, desk_rows.reads(columns), sort=chosen.sort, edge=keyset.Edge.of(request.GET))
    number = page.number
    moved = {"before": None, "after": None, "page": None}
    return {
        "page": page,
        "columns": desk_rows.heads(columns),
        "lines": desk_rows.drawn(page.rows, columns),
        "earlier": tables.query(request.GET, **moved | {"before": page.before, "page": max(1, number - 1)})
        if page.before
        else "",
        "later": tables.query(request.GET, **moved | {"after": page.after, "page": number + 1})
        if page.after
        else "",
    }


def _tabs(
    request: HttpRequest, chosen: Chosen, counts: counting.Counts, views: list[SavedView]
) -> list[dict]:
    """The views of everybody with their counts, then the saved ones."""
    saved, narrowed = request.GET.get("saved", ""), chosen.values.get("state")
    moved = {"page": None, "after": None, "before": None, "saved": None}
    found = []
    for name, (label, states, _act) in VIEWS.items():
        kept = [s for s in states or [None] if narrowed in (None, s)] if states else [narrowed]
        count = counts.total([s for s in kept if s]) if any(kept) or (not states and not narrowed) else 0
        url = tables.query(request.GET, view=name, **moved)
        found.append(
            {"label": label, "url": url, "current": name == chosen.view and not saved, "count": count}
        )
    for view in views:
        url = f"?{view.query}&saved={view.public_id}" if view.query else f"?saved={view.public_id}"
        found.append({"label": view.name, "url": url, "current": saved == view.public_id, "count": None})
    return found


def _own_view(request: HttpRequest, views: list[SavedView]) -> dict[str, Any]:
    """The form that keeps the present query and, on a view of one's own, the one that changes it."""
    saved, mine = request.GET.get("saved", ""), request.user.pk
    own = next((v for v in views if v.public_id == saved and v.owner_id == mine), None)
    initial = {"name": own.name, "is_shared": own.is_shared} if own else {}
    return {
        "own_view": own,
        "own_form": ViewForm(initial=initial, auto_id="own_%s"),
        "view_form": ViewForm(auto_id="new_%s"),
    }
