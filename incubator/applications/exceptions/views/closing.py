"""The desk: the closing of a published call — extended, asked to come earlier, decided, cancelled."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from incubator.applications.casework.desk import DESK, call_of
from incubator.applications.exceptions import timetable
from incubator.applications.exceptions.forms import ClosingForm, ReasonForm
from incubator.people.states import Role
from incubator.programmes import closing, outages
from incubator.programmes.models import Call
from incubator.workflow import deciding
from incubator.workflow.doors import Attempt, desk_required


@desk_required(*DESK)
@require_GET
def page(request: HttpRequest, reference: str) -> HttpResponse:
    return _page(request, call_of(request, reference))


@desk_required(Role.OFFICER, Role.DIRECTOR)
@require_POST
def extend(request: HttpRequest, reference: str) -> HttpResponse:
    call, form = call_of(request, reference), ClosingForm(request.POST, prefix="extend")
    if form.is_valid():
        with Attempt(form):
            told = timetable.extend(call, by=request.user, at=request.received_at, **form.cleaned_data)
            return _told(request, call, _("The call is extended."), told)
    return _page(request, call, extend=form)


@desk_required(Role.OFFICER, Role.DIRECTOR)
@require_POST
def ask_early(request: HttpRequest, reference: str) -> HttpResponse:
    call, form = call_of(request, reference), ClosingForm(request.POST, prefix="early")
    if form.is_valid():
        with Attempt(form):
            closing.ask_early(call, by=request.user, at=request.received_at, **form.cleaned_data)
            messages.success(
                request, _("A director has been asked. Nothing changes for the teams until then.")
            )
            return redirect("applications:call_closing", call.reference)
    return _page(request, call, early=form)


@desk_required(Role.DIRECTOR)
@require_POST
def decide_early(request: HttpRequest, reference: str) -> HttpResponse:
    call, accept = call_of(request, reference), request.POST.get("answer") == "accept"
    told = timetable.decide_early(call, accept=accept, by=request.user, at=request.received_at)
    done = _("The call closes earlier.") if accept else _("The announced closing is kept.")
    return _told(request, call, done, told)


@desk_required(Role.OFFICER, Role.DIRECTOR)
@require_POST
def cancel(request: HttpRequest, reference: str) -> HttpResponse:
    call, form = call_of(request, reference), ReasonForm(request.POST, prefix="cancel")
    deciding.require("call.cancel", request.user, call, request.received_at)
    if form.is_valid():
        told = timetable.cancel(call, by=request.user, at=request.received_at, **form.cleaned_data)
        return _told(request, call, _("The call is cancelled."), told)
    return _page(request, call, cancel=form)


def _told(request: HttpRequest, call: Call, done: str, told: int) -> HttpResponse:
    letters = ngettext("%(n)s team is written to.", "%(n)s teams are written to.", told) % {"n": told}
    messages.success(request, f"{done} {letters}" if told else done)
    return redirect("applications:call_closing", call.reference)


def _page(request: HttpRequest, call: Call, **bound: Any) -> HttpResponse:
    """The page, with the form that was refused as it was typed."""
    proposed = outages.proposal(call, request.received_at)
    asked = call.early_closings.filter(decided_at=None).select_related("asked_by").first()
    first = {"closes_at": proposed.closes_at, "reason_fr": _reason(proposed)} if proposed else None
    context = {
        "call": call,
        "at": request.received_at,
        "proposed": proposed,
        "extend": bound.get("extend") or ClosingForm(prefix="extend", initial=first),
        "early": bound.get("early") or ClosingForm(prefix="early"),
        "cancel": bound.get("cancel") or ReasonForm(prefix="cancel"),
        "asked": asked,
        "dropped": closing.later_windows(call, asked.closes_at) if asked else (),
        "later": closing.later_windows(call, request.received_at),
        "history": call.extensions.select_related("decided_by"),
        "leads": timetable.leads(call),
        "may": {
            name: deciding.decide(f"call.{name}", request.user, call, request.received_at)
            for name in ("extend", "ask_early_closing", "close_early", "cancel")
        },
    }
    return render(request, "applications/exceptions/closing.html", context, status=422 if bound else 200)


def _reason(proposed: outages.Proposal) -> str:
    words = {"minutes": proposed.minutes}
    return _("The site could not be reached for %(minutes)s minutes before the closing.") % words
