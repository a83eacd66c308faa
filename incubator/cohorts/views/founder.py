"""The founder answers the offer and accepts the agreement."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from incubator.applications.models import Application, Decision
from incubator.applications.states import DecisionKind, State
from incubator.cohorts import agreement, enrolment, wording
from incubator.cohorts.forms import AgreeForm, ReasonForm
from incubator.cohorts.models import Cohort, Place
from incubator.cohorts.states import AgreementMethod
from incubator.workflow import deciding
from incubator.workflow.doors import Attempt
from incubator.workflow.refusals import Refused

ANSWERED = (State.OFFERED, State.ACCEPTED, State.REFUSED)


def _offer(request: HttpRequest, ref: str) -> Application:
    files = Application.objects.of(request.user).filter(state__in=ANSWERED).select_related("call", "startup")
    return get_object_or_404(files, public_id=ref)


@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, ref: str) -> HttpResponse:
    application, tried = _offer(request, ref), Attempt(shown=Refused)
    if request.method == "POST":
        with tried:
            place = enrolment.accept(application, by=request.user, at=request.received_at)
            messages.success(request, _("Your place is confirmed. Read the agreement to go on."))
            return redirect("cohorts:agreement", slug=place.startup.slug)
    return _answer_page(request, "cohorts/accept.html", application, "accept", tried.refusal)


@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, ref: str) -> HttpResponse:
    application, tried = _offer(request, ref), Attempt(shown=Refused)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with tried:
            note = form.cleaned_data["note"]
            enrolment.refuse(application, by=request.user, at=request.received_at, reason=note)
            return redirect("cohorts:refuse", ref=ref)
    return _answer_page(request, "cohorts/refuse.html", application, "refuse", tried.refusal, form=form)


def _answer_page(
    request: HttpRequest,
    template: str,
    application: Application,
    move: str,
    refusal: Refused | None,
    **more: object,
) -> HttpResponse:
    decision = Decision.objects.published().filter(application=application, kind=DecisionKind.OUTCOME).first()
    request.reference = application.reference
    context = {
        "application": application,
        "cohort": Cohort.objects.filter(call=application.call_id).first(),
        "answer_by": decision.answer_by if decision else None,
        "verdict": deciding.decide(f"application.{move}", request.user, application, request.received_at),
        "refusal": refusal,
        "is_open": application.state == State.OFFERED,
        "is_accepted": application.state == State.ACCEPTED,
        **more,
    }
    return render(request, template, context, status=refusal.status if refusal else 200)


@require_http_methods(["GET", "POST"])
def agreement_page(request: HttpRequest, slug: str) -> HttpResponse:
    places = Place.objects.of(request.user).filter(startup__slug=slug).for_list()
    place = places.first()
    if place is None:
        place = get_object_or_404(places)
    form = AgreeForm(request.POST if request.method == "POST" else None)
    tried = Attempt(form, shown=Refused)
    if request.method == "POST" and form.is_valid():
        with tried:
            _accept(request, place)
            return redirect("cohorts:agreement", slug=slug)
    status = tried.refusal.status if tried.refusal else 422 if form.is_bound else 200
    context = {
        "place": place,
        "standing": wording.standing(place),
        "text": agreement.text_of(place),
        "signed": getattr(place, "agreement", None),
        "verdict": deciding.decide("agreement.accept", request.user, place, request.received_at),
        "form": form,
    }
    return render(request, "cohorts/agreement.html", context, status=status)


def _accept(request: HttpRequest, place: Place) -> None:
    agreement.record(
        place,
        method=AgreementMethod.ON_SCREEN,
        signed_by=request.user,
        by=request.user,
        at=request.received_at,
    )
    messages.success(request, _("The agreement is accepted. The centre will start the incubation."))
