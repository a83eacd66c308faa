"""The office plans cohorts, records agreements and follows places."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incubator.cohorts import agreement, graduation, planning
from incubator.cohorts.forms import CohortForm, ReasonForm, ScanForm
from incubator.cohorts.models import Cohort, Place
from incubator.cohorts.policies import CENTRE, OFFICE
from incubator.cohorts.states import LIFECYCLE, PRESENT, PlaceState
from incubator.files.held import Keeper
from incubator.people.models import User
from incubator.programmes.models import Call
from incubator.workflow.doors import Act, ActView, Attempt, desk_required

# What a place's page offers, with whether a reason is asked. Starting belongs to the milestones.
RECORDED = gettext_lazy("Recorded.")
ACTS = {
    "pause": Act(graduation.pause, RECORDED, ReasonForm, "note"),
    "resume": Act(graduation.resume, RECORDED),
    "graduate": Act(graduation.graduate, RECORDED),
    "leave": Act(graduation.leave, RECORDED, ReasonForm, "note"),
    "exclude": Act(graduation.exclude, RECORDED, ReasonForm, "note"),
}


@require_http_methods(["GET", "POST"])
@desk_required(*OFFICE)
def plan(request: HttpRequest, ref: str) -> HttpResponse:
    calls = Call.objects.visible_to(request.user).select_related("programme")
    call = get_object_or_404(calls, reference=ref)
    existing = Cohort.objects.filter(call=call).first()
    if existing is not None:
        return redirect("cohorts:detail", slug=existing.slug)
    proposed = planning.proposal(call)
    initial = {name: getattr(proposed, name) for name in proposed.__slots__}
    form = CohortForm(
        request.POST if request.method == "POST" else None, initial=initial, programme_id=call.programme_id
    )
    if request.method == "POST" and form.is_valid():
        with Attempt(form, "ends_on"):
            cohort = planning.plan_cohort(
                call, programme=call.programme, by=request.user, at=request.received_at, **form.cleaned_data
            )
            return redirect("cohorts:detail", slug=cohort.slug)
    status = 422 if form.is_bound else 200
    return render(request, "cohorts/desk/plan.html", {"call": call, "form": form}, status=status)


@require_safe
@desk_required(*CENTRE)
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    cohort = get_object_or_404(Cohort.objects.visible_to(request.user).for_list(), slug=slug)
    places = list(Place.objects.visible_to(request.user).filter(cohort=cohort).for_list())
    confirmed = [place for place in places if place.state == PlaceState.CONFIRMED]
    ready = [place for place in confirmed if hasattr(place, "agreement")]
    context = {
        "cohort": cohort,
        "places": places,
        "ready": len(ready),
        "waiting": len(confirmed) - len(ready),
        "may_act": bool(OFFICE & request.user.roles(request.received_at)),
    }
    return render(request, "cohorts/desk/detail.html", context)


def _place(request: HttpRequest, slug: str, place: str) -> Place:
    places = Place.objects.visible_to(request.user).for_list()
    return get_object_or_404(places, cohort__slug=slug, public_id=place)


@require_safe
@desk_required(*CENTRE)
def place_page(request: HttpRequest, slug: str, place: str) -> HttpResponse:
    return _place_page(request, _place(request, slug, place))


def _place_page(
    request: HttpRequest,
    place: Place,
    name: str = "",
    form: ReasonForm | None = None,
    scan: ScanForm | None = None,
) -> HttpResponse:
    acts = []
    for opening in LIFECYCLE.open_to(request.user, place, request.received_at):
        move = opening.move
        if move.name in ACTS and opening.allowed:
            blank = ReasonForm(prefix=move.name) if ACTS[move.name].form else None
            acts.append({"move": move, "form": form if move.name == name else blank})
    context = {
        "place": place,
        "signed": getattr(place, "agreement", None),
        "acts": acts,
        "is_confirmed": place.state == PlaceState.CONFIRMED,
        "scan": scan or ScanForm(place=place),
        "may_record": place.state in PRESENT and bool(OFFICE & request.user.roles(request.received_at)),
    }
    return render(request, "cohorts/desk/place.html", context, status=422 if form or scan else 200)


class PlaceAct(ActView):
    """What becomes of a place; the fields of the form are named after the act."""

    def get_form(self, form_class: type[ReasonForm], record: Place, name: str) -> ReasonForm:
        """Return the form that was sent."""
        return form_class(self.request.POST, prefix=name)


act = PlaceAct.as_view(
    roles=OFFICE,
    fetch=_place,
    page=_place_page,
    acts=ACTS,
    success_url=lambda place: reverse("cohorts:place", args=[place.cohort.slug, place.public_id]),
)


@require_POST
@desk_required(*OFFICE)
def record_scan(request: HttpRequest, slug: str, place: str) -> HttpResponse:
    found = _place(request, slug, place)
    keeper = Keeper(found.pk, by=request.user, at=request.received_at)
    form = ScanForm(request.POST, request.FILES, place=found, keeper=keeper)
    if form.is_valid():
        signer: User = form.cleaned_data["signed_by"]
        with Attempt(form):
            agreement.record_scan(
                found, form.cleaned_data["scan"], signed_by=signer, by=request.user, at=request.received_at
            )
            messages.success(request, _("The signed agreement is recorded."))
            return redirect("cohorts:place", slug=slug, place=place)
    return _place_page(request, found, scan=form)
