"""The office starts incubations, reads evidence and decides."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from incubator.cohorts.models import Cohort, Place
from incubator.cohorts.policies import CENTRE, OFFICE
from incubator.core.clock import local_day
from incubator.milestones import evidence, planning, signoff, wording
from incubator.milestones.forms import NoteForm
from incubator.milestones.models import Milestone
from incubator.milestones.states import LIFECYCLE
from incubator.workflow import batches
from incubator.workflow.doors import Act, ActView, desk_required


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
    open_to_them = Place.objects.visible_to(request.user).filter(cohort=cohort)
    places = open_to_them.ready_to_start().select_related("startup", "cohort")
    batch = batches.each(places, partial(planning.begin, by=request.user, at=request.received_at))
    for line in batches.told(batch, lambda place: place.startup.name):
        messages.warning(request, line)
    started = len(batch.done)
    words = ngettext("%(n)s incubation has started.", "%(n)s incubations have started.", started)
    messages.success(request, words % {"n": started})
    return redirect("cohorts:detail", slug=slug)
