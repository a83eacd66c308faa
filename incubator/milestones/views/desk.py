"""The office starts incubations, reads evidence and decides."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from incubator.cohorts.filters import active
from incubator.cohorts.models import Cohort, Place
from incubator.cohorts.policies import CENTRE, OFFICE
from incubator.core.clock import local_day
from incubator.milestones import evidence, planning, signoff, wording
from incubator.milestones.filters import MilestoneFilter
from incubator.milestones.forms import NoteForm
from incubator.milestones.models import Milestone
from incubator.milestones.states import LIFECYCLE
from incubator.ui.tables import Column, ordered, tell_unknown, view_tabs
from incubator.workflow import batches
from incubator.workflow.doors import Act, ActView, desk_required

PAGE = 50
SORTS = {
    "startup": "place__startup__name",
    "number": "number",
    "due": "due_on",
    "sent": "submitted_at",
}
USUAL = ("due_on", "pk")
VIEWS = {"to_read": gettext_lazy("To read"), "overdue": gettext_lazy("Late"), "all": gettext_lazy("All")}
COLUMNS = (
    Column(gettext_lazy("Start-up"), sort="startup"),
    Column(gettext_lazy("Milestone"), sort="number"),
    Column(gettext_lazy("Cohort")),
    Column(gettext_lazy("State")),
    Column(gettext_lazy("Due"), sort="due"),
    Column(gettext_lazy("Sent on"), sort="sent"),
)


@require_safe
@desk_required(*CENTRE)
def milestones(request: HttpRequest) -> HttpResponse:
    day = local_day(request.received_at)
    seen = Milestone.objects.visible_to(request.user)
    views = {"to_read": seen.to_read(), "overdue": seen.overdue(day).order_by("due_on"), "all": seen}
    # A filter asked for without a view searches everything.
    filters = MilestoneFilter(request.GET, queryset=seen, request=request, day=day)
    default = "all" if filters.narrows else "to_read"
    view = request.GET.get("view", default)
    view = view if view in views else default
    filters.queryset = views[view].for_list()
    tell_unknown(request, {"view": views}, filters)
    rows = ordered(filters.qs, request.GET.get("sort", ""), SORTS, USUAL if view == "all" else ())
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "columns": COLUMNS,
        "filter": filters,
        "active": active(filters),
        "page_obj": page,
        "rows": [(each, each.days_late(day)) for each in page],
        "tabs": view_tabs(VIEWS, {name: rows.count() for name, rows in views.items()}, view),
        "view": view,
        "total": seen.count() if not page.paginator.count else page.paginator.count,
    }
    return render(request, "milestones/desk/list.html", context)


def _milestone(request: HttpRequest, public_id: str) -> Milestone:
    return get_object_or_404(Milestone.objects.visible_to(request.user).for_list(), public_id=public_id)


@require_safe
@desk_required(*CENTRE)
def milestone_page(request: HttpRequest, public_id: str) -> HttpResponse:
    return _page(request, _milestone(request, public_id))


def _page(
    request: HttpRequest, milestone: Milestone, act: str = "", form: NoteForm | None = None
) -> HttpResponse:
    day, held = local_day(request.received_at), signoff.files_of(milestone)
    labels = evidence.file_fields(milestone.evidence_wanted)
    request.reference = f"{milestone.place.startup.slug} {milestone.number}"
    may = {o.move.name: o for o in LIFECYCLE.open_to(request.user, milestone, request.received_at)}
    context = {
        "milestone": milestone,
        "day": day,
        "standing": wording.standing(milestone, day),
        "tone": wording.tone(milestone, day),
        "answers": [(label, text or "–") for _key, label, text in
                    evidence.shown(milestone.evidence_wanted, milestone.evidence)],
        "files": [(label, held.get(key, [])) for key, label in labels.items()],
        "may": {name: opening for name, opening in may.items() if name != "submit"},
        "form": form or NoteForm(),
        "act": act,
    }  # fmt: skip
    return render(request, "milestones/desk/detail.html", context, status=422 if form else 200)


act = ActView.as_view(
    roles=OFFICE,
    fetch=_milestone,
    page=_page,
    acts={
        "approve": Act(signoff.approve, gettext_lazy("The milestone is approved and the lead is told.")),
        "return": Act(
            signoff.return_to_founder,
            gettext_lazy("The evidence is returned with your reason."),
            NoteForm,
            "note",
        ),
        "waive": Act(signoff.waive, gettext_lazy("The milestone is waived."), NoteForm, "note"),
    },
    success_url=lambda milestone: reverse("milestones:desk_detail", args=[milestone.public_id]),
)


@require_POST
@desk_required(*OFFICE)
def begin(request: HttpRequest, slug: str, place: str) -> HttpResponse:
    places = Place.objects.visible_to(request.user).filter(cohort__slug=slug)
    found = get_object_or_404(places, public_id=place)
    made = planning.begin(found, by=request.user, at=request.received_at)
    words = ngettext(
        "The incubation has started, with %(n)s milestone.",
        "The incubation has started, with %(n)s milestones.",
        len(made),
    )
    messages.success(request, words % {"n": len(made)})
    return redirect("cohorts:place", slug=slug, place=place)


@require_POST
@desk_required(*OFFICE)
def begin_all(request: HttpRequest, slug: str) -> HttpResponse:
    cohort = get_object_or_404(Cohort.objects.visible_to(request.user), slug=slug)
    places = Place.objects.filter(cohort=cohort).ready_to_start().select_related("startup", "cohort")
    batch = batches.each(places, partial(planning.begin, by=request.user, at=request.received_at))
    for line in batches.told(batch, lambda place: place.startup.name):
        messages.warning(request, line)
    started = len(batch.done)
    words = ngettext("%(n)s incubation has started.", "%(n)s incubations have started.", started)
    messages.success(request, words % {"n": started})
    return redirect("cohorts:detail", slug=slug)
