"""The desk: a new call, and the moves of its preparation."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from incubator.people.states import Role
from incubator.programmes import deciding_words, outages
from incubator.programmes.lists import STAFF
from incubator.programmes.models import Call, Outage
from incubator.programmes.preparation import approval, copying
from incubator.programmes.preparation.checklist import checklist
from incubator.programmes.preparation.forms import CopyForm, CorrectionForm, OutageForm
from incubator.programmes.states import LIFECYCLE, CallState
from incubator.workflow.doors import Act, ActView, Attempt, desk_required


def _call(request: HttpRequest, reference: str) -> Call:
    calls = Call.objects.visible_to(request.user).select_related("programme", "form_version", "proposed_by")
    call = get_object_or_404(calls, reference=reference)
    request.reference = call.reference
    return call


@desk_required(Role.OFFICER)
def call_new(request: HttpRequest) -> HttpResponse:
    calls = Call.objects.visible_to(request.user)
    form = CopyForm(request.POST or None, calls=calls, initial={"source": calls.first()})
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        with Attempt(form):
            made = copying.copy(values.pop("source"), by=request.user, at=request.received_at, **values)
            messages.success(
                request,
                _("The call was copied. Go through its cards: the rules that decide were copied too."),
            )
            return redirect("programmes:prepare", made.reference)
    return render(request, "programmes/desk/new.html", {"form": form, "calls": calls})


@desk_required(*STAFF)
@require_GET
def call_home(request: HttpRequest, reference: str) -> HttpResponse:
    return redirect("programmes:prepare", _call(request, reference).reference)


@desk_required(*STAFF)
@require_GET
def prepare(request: HttpRequest, reference: str) -> HttpResponse:
    call = _call(request, reference)
    read = _read(request, call)
    context = {
        **read,
        "missing": sum(not item.is_done for item in read["items"]),
        "may_edit": call.state == CallState.DRAFT
        and request.user.has_role(Role.OFFICER, at=request.received_at),
    }
    return render(request, "programmes/desk/prepare.html", context)


@desk_required(Role.DIRECTOR)
def approve(request: HttpRequest, reference: str) -> HttpResponse:
    """What the director reads before deciding, and the decision."""
    call = _call(request, reference)
    if request.method == "POST":
        approval.approve(call, by=request.user, at=request.received_at)
        messages.success(request, _("The call is approved. The officer can publish it."))
        return redirect("programmes:prepare", call.reference)
    context = {**_read(request, call), "form": CorrectionForm()}
    return render(request, "programmes/desk/approve.html", context)


def _read(request: HttpRequest, call: Call) -> dict[str, Any]:
    """What whoever prepares or decides a call reads of it: its cards, its deciding rules in words, what may be done."""
    at = request.received_at
    return {
        "call": call,
        "items": checklist(call, at),
        "deciding": deciding_words.sentences(call, call.criteria.all()),
        "moves": {o.move.name: o for o in LIFECYCLE.open_to(request.user, call, at)},
        "at": at,
    }


@desk_required(Role.OFFICER, Role.DIRECTOR)
@require_POST
def send_back(request: HttpRequest, reference: str) -> HttpResponse:
    call, form = _call(request, reference), CorrectionForm(request.POST)
    # Whoever proposed the call takes it back without a word.
    note = form.cleaned_data["note"] if form.is_valid() else ""
    with Attempt(form, "note", shown=approval.ReasonMissing):
        approval.send_back(call, by=request.user, at=request.received_at, note=note)
        messages.success(request, _("The call is back in preparation."))
        return redirect("programmes:prepare", call.reference)
    context = {**_read(request, call), "form": form}
    return render(request, "programmes/desk/approve.html", context, status=409)


_act = ActView.as_view(
    fetch=_call,
    acts={
        "propose": Act(
            approval.propose,
            gettext_lazy("The call was sent to the director."),
            says=approval.CardsIncomplete,
        ),
        "cancel": Act(approval.cancel, gettext_lazy("The call is cancelled.")),
        "archive": Act(approval.archive, gettext_lazy("The call is archived.")),
    },
    success_url=lambda call: reverse("programmes:prepare", args=[call.reference]),
)
propose = desk_required(Role.OFFICER)(_act)
act = desk_required(Role.OFFICER, Role.DIRECTOR)(_act)


@desk_required(Role.OFFICER, Role.DIRECTOR, Role.ADMIN)
def outage_list(request: HttpRequest) -> HttpResponse:
    """What happened to the site, as the office wrote it down."""
    form = OutageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with Attempt(form):
            outages.record(by=request.user, at=request.received_at, **form.cleaned_data)
            messages.success(
                request, _("The outage is recorded. Calls that it touched propose an extension.")
            )
            return redirect("programmes:outages")
    page = Paginator(Outage.objects.select_related("recorded_by"), 50).get_page(request.GET.get("page"))
    status = 422 if request.method == "POST" else 200
    return render(request, "programmes/desk/outages.html", {"form": form, "page_obj": page}, status=status)
