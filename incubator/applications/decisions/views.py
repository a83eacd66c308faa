"""The office's acts on one file that need words: a finding, a refusal, a decision."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from incubator.applications.casework import screening
from incubator.applications.casework.desk import DESK, fetch
from incubator.applications.casework.forms import ReasonsForm, at_five
from incubator.applications.decisions import decision
from incubator.applications.decisions.forms import DecisionForm
from incubator.applications.models import Application
from incubator.applications.states import LIFECYCLE, DecisionResult
from incubator.workflow.doors import Attempt, desk_required


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(*DESK)
def find_ineligible(request: HttpRequest, ref: str) -> HttpResponse:
    application = fetch(request, ref)
    failed = application.eligibility.get("reasons", [])
    initial = {
        "reasons_fr": "\n".join(r.get("fr", "") for r in failed),
        "reasons_en": "\n".join(r.get("en", "") for r in failed),
    }

    def work(data: dict[str, Any]) -> None:
        screening.confirm(application, eligible=False, by=request.user, at=request.received_at, **data)

    label = LIFECYCLE.moves["find_ineligible"].label
    return typed(
        request,
        application,
        ReasonsForm(request.POST if request.method == "POST" else None, initial=initial),
        work,
        label,
    )


@require_POST
@desk_required(*DESK)
def promote(request: HttpRequest, ref: str) -> HttpResponse:
    application = fetch(request, ref)
    decision.promote(application, by=request.user, at=request.received_at)
    messages.success(request, _("The place is offered; the letter leaves now."))
    return redirect("applications:desk_file", application.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(*DESK)
def decline(request: HttpRequest, ref: str) -> HttpResponse:
    application = fetch(request, ref)

    def work(data: dict[str, Any]) -> None:
        decision.decline(application, by=request.user, at=request.received_at, **data)

    form = ReasonsForm(request.POST if request.method == "POST" else None)
    return typed(request, application, form, work, LIFECYCLE.moves["decline"].label)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(*DESK)
def decide(request: HttpRequest, ref: str) -> HttpResponse:
    application = fetch(request, ref)
    standing = decision.draft_of(application)
    initial: dict[str, Any] = {"result": DecisionResult.OFFER}
    if standing:
        initial = {name: getattr(standing, name) for name in ("result", "rank", "reasons_fr", "reasons_en")}
        initial["answer_on"] = decision.by_day(standing.answer_by)
    form = DecisionForm(request.POST if request.method == "POST" else None, initial=initial)
    form.is_proposal = standing is None

    def work(data: dict[str, Any]) -> None:
        answer_by, result = at_five(data.pop("answer_on")), data.pop("result")
        who = {"by": request.user, "at": request.received_at, "read": form.read}
        decision.decide(application, result, answer_by=answer_by, **who, **data)

    return typed(request, application, form, work, _("Write the decision"))


def typed(
    request: HttpRequest, application: Application, form: forms.Form, work: Callable[[dict], None], label: Any
) -> HttpResponse:
    """A page with one form: do the work, or show what was typed again with the sentence."""
    if request.method == "POST" and form.is_valid():
        with Attempt(form):
            work(form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect(_next(request, application))
    context = {"application": application, "form": form, "label": label, "next": request.GET.get("next", "")}
    return render(request, "applications/casework/form.html", context, status=422 if form.errors else 200)


def _next(request: HttpRequest, application: Application) -> str:
    asked = request.POST.get("next", "")
    return (
        asked
        if asked.startswith("/desk/")
        else reverse("applications:desk_file", args=[application.public_id])
    )
