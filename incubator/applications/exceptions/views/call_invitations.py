"""The desk: who is invited to a call that is not open to everybody."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from incubator.applications.casework.desk import DESK, call_of
from incubator.applications.exceptions import call_invitations
from incubator.applications.exceptions.forms import GuestsForm
from incubator.people.states import Role
from incubator.programmes.models import Call
from incubator.workflow import batches, deciding
from incubator.workflow.doors import Attempt, desk_required

A_PAGE = 50


@desk_required(*DESK)
@require_GET
def page(request: HttpRequest, reference: str) -> HttpResponse:
    return _page(request, call_of(request, reference), GuestsForm())


@desk_required(Role.OFFICER, Role.DIRECTOR)
@require_POST
def add(request: HttpRequest, reference: str) -> HttpResponse:
    call, form = call_of(request, reference), GuestsForm(request.POST)
    if form.is_valid():
        with Attempt(form):
            new = call_invitations.invite(
                call, form.cleaned_data["contacts"], by=request.user, at=request.received_at
            )
            return _done(request, call, new) if not form.strange else _with_the_rest(request, call, form, new)
    return _page(request, call, form, status=422)


@desk_required(Role.OFFICER, Role.DIRECTOR)
@require_POST
def preselected(request: HttpRequest, reference: str) -> HttpResponse:
    call = call_of(request, reference)
    batch = call_invitations.invite_preselected(call, by=request.user, at=request.received_at)
    for line in batches.told(batch, str):
        messages.warning(request, line)
    return _done(request, call, len(batch.done))


@desk_required(Role.OFFICER, Role.DIRECTOR)
@require_POST
def withdraw(request: HttpRequest, reference: str, public_id: str) -> HttpResponse:
    call = call_of(request, reference)
    row = get_object_or_404(call.invitations.select_related("call"), public_id=public_id)
    call_invitations.withdraw(row, by=request.user, at=request.received_at)
    messages.success(request, _("The invitation is taken back."))
    return redirect("applications:call_invitations", call.reference)


def _done(request: HttpRequest, call: Call, new: int) -> HttpResponse:
    _say(request, new)
    return redirect("applications:call_invitations", call.reference)


def _say(request: HttpRequest, new: int) -> None:
    told = ngettext("%(n)s invitation was sent.", "%(n)s invitations were sent.", new) % {"n": new}
    messages.success(request, told)


def _with_the_rest(request: HttpRequest, call: Call, form: GuestsForm, new: int) -> HttpResponse:
    """The good lines are invited; those that are no contact stay in the field, each with its sentence."""
    _say(request, new)
    rest = GuestsForm({"contacts": "\n".join(form.strange)})
    rest.is_valid()
    return _page(request, call, rest, status=422)


def _page(request: HttpRequest, call: Call, form: GuestsForm, *, status: int = 200) -> HttpResponse:
    rows = call.invitations.standing().select_related("person", "earlier__startup", "invited_by")
    context = {
        "call": call,
        "form": form,
        "page_obj": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "preselected": list(call_invitations.preselected(call)),
        "may_invite": deciding.decide("call.invite", request.user, call, request.received_at),
    }
    return render(request, "applications/exceptions/call_invitations.html", context, status=status)
