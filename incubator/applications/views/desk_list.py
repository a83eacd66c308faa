"""The office's list of applications: saved views, filters, one bulk act, export."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from incubator.applications import screening
from incubator.applications.filters import VIEWS, ordered, read
from incubator.applications.models import Application
from incubator.applications.states import LIFECYCLE, State
from incubator.exports.tables import csv_response
from incubator.people.states import Role
from incubator.programmes.models import Call
from incubator.ui import tables
from incubator.ui.typography import short_moment
from incubator.workflow.doors import desk_required
from incubator.workflow.refusals import Refused

DESK = (Role.OFFICER, Role.DIRECTOR, Role.ADMIN)
PER_PAGE = 50
MOST = 200
COLUMNS = [
    tables.Column(gettext_lazy("Reference"), sort="reference"),
    tables.Column(gettext_lazy("Start-up"), sort="startup"),
    tables.Column(gettext_lazy("Zone")),
    tables.Column(gettext_lazy("State")),
    tables.Column(gettext_lazy("Rules of the call")),
    tables.Column(gettext_lazy("In charge")),
    tables.Column(gettext_lazy("Sent"), sort="sent"),
]


@require_safe
@desk_required(*DESK)
def every_application(request: HttpRequest) -> HttpResponse:
    return _list(request, None)


@require_safe
@desk_required(*DESK)
def of_call(request: HttpRequest, reference: str) -> HttpResponse:
    return _list(request, get_object_or_404(Call.objects.visible_to(request.user), reference=reference))


def _rows(request: HttpRequest, call: Call | None) -> tuple[QuerySet[Application], Any, list[str]]:
    queryset = Application.objects.at_the_desk_of(request.user)
    calls = None
    if call is not None:
        queryset = queryset.filter(call=call)
    else:
        calls = list(Call.objects.visible_to(request.user).only("reference"))
    known, ignored = read(request.GET, queryset, person=request.user, calls=calls)
    return queryset, known, ignored


def _list(request: HttpRequest, call: Call | None) -> HttpResponse:
    everything, known, ignored = _rows(request, call)
    view = request.GET.get("view", "todo")
    view = view if view in VIEWS else "todo"
    counts = _counts(known.qs)
    rows = ordered(_in_view(known.qs, view).for_lines(), request.GET.get("sort", ""))
    paginator = Paginator(rows, PER_PAGE)
    # The tabs already counted: no second question for the same number.
    paginator.count = counts[view]
    page = paginator.get_page(request.GET.get("page"))
    for sentence in ignored:
        messages.warning(request, sentence)
    empty_list = not page.object_list
    context = {
        "call": call,
        "views": _views(request, view, counts),
        "filter": known,
        "active": known.active,
        "page": page,
        "columns": COLUMNS,
        "act": VIEWS[view][2],
        "act_label": LIFECYCLE.moves[VIEWS[view][2]].label if VIEWS[view][2] else "",
        "unfiltered": _in_view(everything, view).count() if empty_list and known.active else 0,
        "export": tables.query(request.GET, call=call.reference if call else request.GET.get("call")),
    }
    return render(request, "applications/desk/list.html", context)


def _in_view(queryset: QuerySet[Application], view: str) -> QuerySet[Application]:
    states = VIEWS[view][1]
    return queryset.filter(state__in=states) if states else queryset


def _counts(queryset: QuerySet[Application]) -> dict[str, int]:
    """Count every view in one question."""
    sums = {
        f"n_{name}": Count("pk", filter=Q(state__in=states) if states else Q(pk__isnull=False))
        for name, (_label, states, _act) in VIEWS.items()
    }
    found = queryset.order_by().aggregate(**sums)
    return {name: found[f"n_{name}"] for name in VIEWS}


def _views(request: HttpRequest, current: str, counts: dict[str, int]) -> list[dict]:
    return [
        {
            "label": label,
            "url": tables.query(request.GET, view=name, page=None),
            "current": name == current,
            "count": counts[name],
        }
        for name, (label, _states, _act) in VIEWS.items()
    ]


@require_POST
@desk_required(*DESK)
def bulk(request: HttpRequest) -> HttpResponse:
    """First say who can and who cannot; then, confirmed, make the move for those who can."""
    act = request.POST.get("act", "")
    back = _back(request)
    ticked = request.POST.getlist("ref")[:MOST]
    rows = list(
        Application.objects.at_the_desk_of(request.user)
        .for_list()
        .filter(public_id__in=ticked)
        .order_by("submitted_at")
    )
    if act not in ("confirm_eligible", "send_to_review") or not rows:
        messages.warning(request, _("Tick at least one file of the list."))
        return redirect(back)
    if request.POST.get("sure") == "yes":
        return _do_bulk(request, act, rows, back)
    able, unable = [], []
    for row in rows:
        reason = _why_not(request, act, row)
        (unable.append((row, reason)) if reason else able.append(row))
    context = {"act": act, "label": LIFECYCLE.moves[act].label, "able": able, "unable": unable, "back": back}
    return render(request, "applications/desk/bulk.html", context)


def _back(request: HttpRequest) -> str:
    asked = request.POST.get("back", "")
    return asked if asked.startswith("/desk/") else reverse("applications:desk_list")


def _why_not(request: HttpRequest, act: str, row: Application) -> str:
    opening = next(
        (o for o in LIFECYCLE.open_to(request.user, row, request.received_at) if o.move.name == act), None
    )
    if opening is None:
        return _("This file is no longer at this step: %(state)s.") % {"state": State(row.state).label}
    if not opening.allowed:
        return str(opening.reason)
    if act == "confirm_eligible" and row.is_eligible is not True:
        return _("From its answers, it does not meet a rule of the call: open the file to decide.")
    return ""


def _do_bulk(request: HttpRequest, act: str, rows: list[Application], back: str) -> HttpResponse:
    done = 0
    for row in rows:
        try:
            if act == "confirm_eligible":
                screening.confirm(row, eligible=True, by=request.user, at=request.received_at)
            else:
                screening.send_to_review(row, by=request.user, at=request.received_at)
            done += 1
        except Refused as refusal:
            messages.error(request, f"{row.reference} – {refusal.sentence}")
    words = ngettext("%(n)s file: %(act)s.", "%(n)s files: %(act)s.", done)
    messages.success(request, words % {"n": done, "act": LIFECYCLE.moves[act].label})
    return redirect(back)


@require_safe
@desk_required(*DESK)
def export(request: HttpRequest) -> HttpResponseBase:
    """Every row of the filters in force, without any sensitive answer."""
    _everything, known, _ignored = _rows(request, None)
    view = request.GET.get("view", "todo")
    rows = _in_view(known.qs, view if view in VIEWS else "todo")
    headings = [
        _("Reference"), _("Call"), _("Start-up"), _("Sector"), _("Commune"), _("Zone"), _("Stage"), _("State"),
        _("Rules of the call"), _("In charge"), _("Sent"),
    ]  # fmt: skip
    return csv_response(
        _lines(ordered(rows.for_list(), request.GET.get("sort", ""))), headings, "applications"
    )


def _lines(rows: QuerySet[Application]) -> Iterator[list[Any]]:
    words = {True: _("Meets the rules"), False: _("Does not meet a rule"), None: _("To check")}
    for row in rows.iterator(chunk_size=500):
        zone = row.commune.prefecture.zone.name if row.commune else ""
        yield [
            row.reference, row.call.reference, row.startup_name or row.startup.name,
            row.sector.name.plain if row.sector else "", str(row.commune or ""), zone, row.stage,
            State(row.state).label, words[row.is_eligible], str(row.in_charge or ""), short_moment(row.submitted_at),
        ]  # fmt: skip
