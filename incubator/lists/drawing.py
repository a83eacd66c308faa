"""The rows of a list as HTML, and what stands around them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import get_template, render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from incubator.core.bilingual import current_language
from incubator.lists import saved_views
from incubator.lists.cells import drawn
from incubator.lists.desk_list import Column, Counts, DeskList
from incubator.lists.models import SavedView
from incubator.ui import tables

OF_A_PLACE = ("page", "after", "before")
KEPT_BY_FILTERS = ("sort", "cols", "q")


def lines(listing: DeskList, rows: Sequence[Any], request: HttpRequest) -> SafeString:
    """Return the lines of the table; the box that one begins with is named "ref" and holds the key of its row."""
    # A phone shows the usual columns without some of them; whoever chose the columns sees all of them there too.
    is_usual = listing.shown == listing.usual
    cells = [(_opening(column, is_usual), _drawing(column, request)) for column in listing.shown]
    word = _("Tick")
    drawn_rows = []
    for row in rows:
        line = "".join([f"{opening}{draw(row)}</td>" for opening, draw in cells])
        tick = _tick(row, listing.row_key, word) if listing.ticks else ""
        drawn_rows.append(f"<tr>{tick}{line}</tr>")
    return SafeString("\n".join(drawn_rows))


def _opening(column: Column, is_usual: bool) -> SafeString:
    hidden = "wide" if is_usual and not column.on_phone else ""
    classes = " ".join(filter(None, ["num" if column.numeric else "", hidden]))
    marked = format_html(' class="{}"', classes) if classes else ""
    return format_html('<td{} data-label="{}">', marked, column.label)


def _drawing(column: Column, request: HttpRequest) -> Callable[[Any], SafeString]:
    if not column.template:
        return lambda row: drawn(column.value(row))
    template, token = get_template(column.template), get_token(request)
    return lambda row: template.render({"row": row, "value": column.value(row), "csrf_token": token})


def _tick(row: Any, key: str, word: str) -> SafeString:
    ref = row[key] if isinstance(row, dict) else getattr(row, key)
    name = row.get("reference", "") if isinstance(row, dict) else row
    box = format_html('<input type="checkbox" name="ref" value="{}">', ref)
    return format_html(
        '<td class="tick"><label>{}<span class="quiet">{} {}</span></label></td>', box, word, name
    )


@dataclass(frozen=True)
class Frame:
    """What stands around the rows: views, search and filters as HTML, and how many rows there are."""

    html: SafeString
    head: SafeString
    counts: Counts
    found: int


def frame_of(listing: DeskList, request: HttpRequest) -> Frame:
    """Return the frame, drawn now or less than `keeps_counts` seconds ago for the same reader, address and language."""
    if not listing.keeps_counts:
        return _frame(listing, request)
    query = tables.query(request.GET, **dict.fromkeys(OF_A_PLACE))
    who = f"{request.user.pk}.{saved_views.version(request.user)}.{current_language()}"
    # What people typed is not a key of a cache: its length and its signs are no matter.
    place = f"lists.frame.{who}.{sha256(f'{request.path}{query}'.encode()).hexdigest()[:32]}"
    kept: Frame | None = cache.get(place)
    if kept is None:
        kept = _frame(listing, request)
        cache.set(place, kept, listing.keeps_counts)
    return kept


def _frame(listing: DeskList, request: HttpRequest) -> Frame:
    counts = listing.counts
    kept_keys = [(key, request.GET.get(key, "")) for key in (listing.tab_key, *KEPT_BY_FILTERS)]
    context = {
        "listing": listing,
        "tabs": _tabs(listing, counts, request),
        "facets": listing.filters.drawn(counts.facets) if listing.filters else "",
        "searches": bool(listing.filters and "q" in listing.filters.form.fields),
        "is_open": bool(listing.filters and listing.filters.asked.keys() - {"q"}),
        "active": listing.filters.active if listing.filters else [],
        "kept_keys": [(key, value) for key, value in kept_keys if value],
    }
    columns = [tables.Column(one.label, one.key if one.sort else "", one.numeric) for one in listing.shown]
    heads = {"heads": tables.headings(columns, request.GET), "ticks": listing.ticks}
    return Frame(
        html=render_to_string("lists/frame.html", context, request),
        head=render_to_string("ui/components/table_head.html", heads),
        counts=counts,
        found=counts.tabs[listing.tab],
    )


def _tabs(listing: DeskList, counts: Counts, request: HttpRequest) -> list[dict[str, Any]]:
    """Return the tabs of everybody with their counts, then the views that are kept."""
    saved = request.GET.get("saved", "")
    moved = {"page": None, "after": None, "before": None, "saved": None}
    found = [
        {
            "label": tab.label,
            "url": tables.query(request.GET, **{listing.tab_key: name}, **moved),
            "current": name == listing.tab and not saved,
            "count": counts.tabs[name],
        }
        for name, tab in listing.tabs.items()
        if counts.tabs[name] or name == listing.tab or not listing.drops_empty_tabs
    ]
    for view in SavedView.objects.of_list(request.user, listing.name, listing.place):
        url = f"?{view.query}&saved={view.public_id}" if view.query else f"?saved={view.public_id}"
        found.append({"label": view.name, "url": url, "current": saved == view.public_id, "count": None})
    return found
