"""What stands around the rows of the list: views with their counts, search, filters, the head of the table, the acts.
Kept thirty seconds for its reader.
"""

from functools import lru_cache
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from incubator.applications.models import SavedView
from incubator.applications.worklist import bulk, counting, keyset, saved_views
from incubator.applications.worklist.filters import VIEWS, Chosen
from incubator.applications.worklist.views import facets, rows
from incubator.applications.worklist.views.files import Listing
from incubator.core.bilingual import current_language
from incubator.programmes.models import Call
from incubator.ui import tables

OF_A_PLACE = ("page", "after", "before")
KEPT_BY_FILTERS = ("view", "sort", "cols", "q")
# So many heads and rows of acts are remembered by a process: they show no file and nobody, only a number.
REMEMBERED = 128


def of(request: HttpRequest, call: Call | None, listing: Listing) -> dict[str, Any]:
    """Return {html, head, acts, columns, found, of_all, unfiltered}: drawn now, or less than thirty seconds ago for
    the same reader, address and language.
    """
    params = request.GET.copy()
    for key in OF_A_PLACE:
        params.pop(key, None)
    version, query = saved_views.version(request.user), params.urlencode()
    where = f"{request.user.pk} {version} {request.path} {current_language()} {query}"
    place = counting.place_of(f"frame {where}")
    found: dict[str, Any] | None = cache.get(place)
    if found is None:
        found = _drawn(request, call, listing, query)
        cache.set(place, found, counting.KEPT)
    return found


def _drawn(request: HttpRequest, call: Call | None, listing: Listing, query: str) -> dict[str, Any]:
    scope = f"{request.user.pk} {saved_views.version(request.user)} {call.pk if call else ''}"
    chosen = listing.chosen
    if chosen.is_plain:
        total = counts = listing.all_counts(scope)
    else:
        total, counts = listing.totals(scope), listing.narrowed_counts(f"{scope} {chosen.key}")
    views = saved_views.views_of(request.user, call)
    columns = _columns(request, call)
    found = counts.total(chosen.states)
    context = {
        "request": request,
        "active": chosen.active,
        "views": _tabs(request, chosen, counts, views),
        "facets": facets.drawn(chosen, counts),
        "is_open": bool(chosen.values),
        "kept_keys": [(key, request.GET.get(key, "")) for key in KEPT_BY_FILTERS],
    }
    language = current_language()
    return {
        "html": render_to_string("applications/worklist/list_frame.html", context),
        "head": _head(tuple(columns), query, language),
        "acts": _acts_bar(VIEWS[chosen.view][2], found, language),
        "columns": columns,
        "found": found,
        "of_all": total.total(),
        "unfiltered": total.total(VIEWS[chosen.view][1]),
    }


@lru_cache(REMEMBERED)
def _head(columns: tuple[str, ...], query: str, language: str) -> str:
    """Draw the head of the table, whose links keep the query."""
    with override(language):
        heads = tables.headings(rows.heads(columns), QueryDict(query))
        return render_to_string("ui/components/table_head.html", {"heads": heads, "ticks": True})


@lru_cache(REMEMBERED)
def _acts_bar(first: str, found: int, language: str) -> str:
    """Draw the acts on the ticked files, the one of the view first; all that were found may be taken at once."""
    with override(language):
        acts = {"act": first, "acts": _acts(first), "found": found, "every": found > keyset.PER_PAGE}
        return render_to_string("applications/worklist/list_acts.html", acts)


def _columns(request: HttpRequest, call: Call | None) -> list[str]:
    """Return the columns that the address asks for, or those that the reader keeps; inside a call, not its name."""
    wanted = request.GET.get("cols", "") or saved_views.columns_of(request.user)
    return [key for key in rows.chosen(wanted) if key != "call" or call is None]


def _acts(first: str) -> list[tuple[str, object]]:
    """The act that the view is for, then the others, then to write."""
    names = sorted(bulk.ACTS, key=lambda name: name != (first or "take_charge"))
    return [
        *((name, bulk.ACTS[name].label) for name in names),
        ("write", _("Write to these people")),
        ("export", _("Export")),
    ]


def _tabs(
    request: HttpRequest, chosen: Chosen, counts: counting.Counts, views: list[SavedView]
) -> list[dict]:
    """The views of everybody with their counts, then the saved ones."""
    saved = request.GET.get("saved", "")
    moved = {"page": None, "after": None, "before": None, "saved": None}
    found = [
        {
            "label": label,
            "url": tables.query(request.GET, view=name, **moved),
            "current": name == chosen.view and not saved,
            "count": counts.total(chosen.states_in(name)),
        }
        for name, (label, _states, _act) in VIEWS.items()
    ]
    for view in views:
        url = f"?{view.query}&saved={view.public_id}" if view.query else f"?saved={view.public_id}"
        found.append({"label": view.name, "url": url, "current": saved == view.public_id, "count": None})
    return found
