"""The results at the desk: every figure with its definition, and the rows it is made of, to read or to download."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from incubator.documents import tables
from incubator.people.states import DESK_ROLES
from incubator.portal import figure_parts, figure_rows, figures
from incubator.ui.tables import Column
from incubator.workflow.doors import desk_required

A_PAGE = 50
COLUMNS = [
    Column(gettext_lazy("Start-up")),
    Column(gettext_lazy("What is counted")),
    Column(gettext_lazy("Date")),
    Column(gettext_lazy("Counts for"), numeric=True),
]


def _definition(key: str) -> figures.Definition:
    if key not in figures.BY_KEY:
        raise Http404
    return figures.BY_KEY[key]


@require_safe
@desk_required(*DESK_ROLES)
def results(request: HttpRequest) -> HttpResponse:
    values = figures.count_all(figures.BY_KEY, request.user, request.received_at)
    return render(request, "portal/desk/results.html", {"values": values.values(), "at": request.received_at})


@require_safe
@desk_required(*DESK_ROLES)
def rows(request: HttpRequest, key: str) -> HttpResponse:
    definition = _definition(key)
    parts = figure_parts.apart(definition, request.user, request.received_at)
    paginator = Paginator(figure_rows.ordered(definition, request.user, request.received_at), A_PAGE)
    paginator.count = parts.whole.rows
    page = paginator.get_page(request.GET.get("page"))
    lines = figure_rows.lines(definition, page)
    context = {
        "value": parts.whole,
        "parts": parts,
        "columns": COLUMNS,
        "page_obj": page,
        "lines": lines,
        "openable": figure_rows.openable(lines, request.user),
    }
    return render(request, "portal/desk/figure.html", context)


@require_safe
@desk_required(*DESK_ROLES)
def rows_table(request: HttpRequest, key: str, form: str) -> HttpResponseBase:
    definition = _definition(key)
    found = figure_rows.ordered(definition, request.user, request.received_at)
    headings = [*(column.label for column in COLUMNS), _("Currency")]
    return tables.response(_plain(definition, found), headings, slugify(definition.label), form)


def _plain(definition: figures.Definition, found: Any) -> Iterator[tuple[Any, ...]]:
    for row in found.iterator(chunk_size=500):
        yield figure_rows.for_table(definition, row)
