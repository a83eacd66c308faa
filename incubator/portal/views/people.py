"""Roles that end, people suspended and restored. For administrators."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from incubator.people.models import Grant, User
from incubator.people.states import PersonState, Role
from incubator.portal import departures
from incubator.portal.forms import ErasureAskedForm, SuspensionForm
from incubator.portal.personal import erasing
from incubator.workflow.doors import Attempt, desk_required
from incubator.workflow.refusals import Refused

KNOWN = User.objects.exclude(state=PersonState.ANONYMISED)


@require_POST
@desk_required(Role.ADMIN)
def end_role(request: HttpRequest, public_id: str) -> HttpResponse:
    typed = request.POST.get("grant", "")
    key = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0
    held = get_object_or_404(Grant, person__public_id=public_id, pk=key)
    departures.end_role(held, by=request.user, at=request.received_at)
    messages.success(request, _("Role ended: %(role)s.") % {"role": held.get_role_display()})
    return redirect("accounts:person", public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(Role.ADMIN)
def suspend(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what ends with the access; posted, suspend the person."""
    someone = get_object_or_404(KNOWN, public_id=public_id)
    form = SuspensionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with Attempt(form, shown=Refused):
            departures.suspend(
                someone, reason=form.cleaned_data["reason"], by=request.user, at=request.received_at
            )
            messages.success(request, _("The access is suspended. Nothing opens to this person any more."))
            return redirect("accounts:person", public_id)
    context: dict[str, Any] = {"someone": someone, "form": form, "ends": departures.what_ends(someone)}
    return render(request, "portal/desk/suspend.html", context, status=422 if form.is_bound else 200)


@require_POST
@desk_required(Role.ADMIN)
def restore(request: HttpRequest, public_id: str) -> HttpResponse:
    someone = get_object_or_404(User, public_id=public_id)
    departures.restore(someone, by=request.user, at=request.received_at)
    messages.success(request, _("The access is restored, with the roles that are still in force."))
    return redirect("accounts:person", public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(Role.ADMIN)
def erase(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what goes with a person who asked the centre to be erased; posted, erase them."""
    someone = get_object_or_404(KNOWN.exclude(pk=request.user.pk), public_id=public_id)
    form = ErasureAskedForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with Attempt(form, shown=Refused):
            erasing.erase(someone, asked=form.cleaned_data["asked"], by=request.user, at=request.received_at)
            messages.success(request, _("The person is erased. The audit keeps the act."))
            return redirect("accounts:person", public_id)
    plan = erasing.plan(someone, at=request.received_at)
    context: dict[str, Any] = {"someone": someone, "form": form, "plan": plan}
    return render(request, "portal/desk/erase.html", context, status=422 if form.is_bound else 200)
