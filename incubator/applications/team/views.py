"""The team of a file: its people and invitations, the lead that changes hands, and coming in by a code."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from incubator.accounts.sign_in import codes
from incubator.applications.filling import presenting
from incubator.applications.filling.forms import InviteForm, JoinForm
from incubator.applications.models import Application, ApplicationMember
from incubator.applications.states import INVITED_AS, TeamRole
from incubator.applications.team import handing_over, inviting, members
from incubator.core import client_address
from incubator.workflow.doors import Attempt, Said
from incubator.workflow.refusals import Refused


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, ref: str) -> HttpResponse:
    application = presenting.fetch(request, ref)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        door, role = form.cleaned_data["contact"], form.cleaned_data["role"]
        with Attempt(form, shown=Refused):
            invited, code = inviting.invite(
                application, door, role=role, by=request.user, at=request.received_at
            )
            return _invited(request, application, invited, code)
    return _page(request, application, form)


def _page(request: HttpRequest, application: Application, form: InviteForm) -> HttpResponse:
    at, me = request.received_at, request.user
    people = list(application.team.select_related("person").order_by("pk"))
    leads = presenting.is_lead(application)
    offered = handing_over.waiting(application, at=at)
    context = {
        "application": application,
        "name": _name(application),
        "members": people,
        "is_lead": leads,
        "may_change": leads and presenting.may(request, "application.invite", application),
        "invitations": application.invitations.waiting(at) if leads else [],
        "offered": offered,
        "offered_to_me": offered is not None and offered.person_id == me.pk,
        "parts": [(role.value, role.label) for role in INVITED_AS],
        "form": form,
    }
    return render(request, "applications/team/team.html", context, status=422 if form.errors else 200)


def _invited(request: HttpRequest, application: Application, invited: object, code: str) -> HttpResponse:
    """Show the code once; what left by e-mail or SMS need not be copied, but may be."""
    path = reverse("applications:join_with", kwargs={"code": code})
    address = request.build_absolute_uri(path)
    told = _("Join the application of %(name)s: %(address)s") % {
        "name": _name(application),
        "address": address,
    }
    has_left = bool(invited.contact) and codes.can_reach(inviting.door_of(invited.contact))
    context = {
        "application": application,
        "name": _name(application),
        "invited": invited,
        "code": code,
        "address": address,
        "has_left": has_left,
        "whatsapp": f"https://wa.me/?{urlencode({'text': told})}",
    }
    return render(request, "applications/team/invited.html", context)


@require_POST
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """One act on one member or one invitation, named by the button that was pressed."""
    application = presenting.fetch(request, ref)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        messages.error(request, _("Choose what to do."))
        return redirect("applications:team", ref=ref)
    with Said(request):
        messages.success(request, act(request, application))
    return redirect("applications:team", ref=ref)


@require_POST
def leave(request: HttpRequest, ref: str) -> HttpResponse:
    application = presenting.fetch(request, ref)
    with Said(request):
        members.leave(application, by=request.user, at=request.received_at)
        messages.success(request, _("You have left the team. The lead has been told."))
        return redirect("applications:list")
    return redirect("applications:team", ref=ref)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, code: str = "") -> HttpResponse:
    """A code typed, or brought by a link; nothing happens before the button is pressed."""
    typed = code or request.POST.get("code", "")
    form = JoinForm({"code": typed} if typed or request.method == "POST" else None)
    invited = None
    if form.is_bound and form.is_valid():
        with Attempt(form, "code", shown=Refused):
            invited = inviting.find(
                form.cleaned_data["code"],
                by=request.user,
                address=client_address.of(request),
                at=request.received_at,
            )
            if "join" in request.POST or invited.application.team.filter(person=request.user).exists():
                return _joined(request, invited)
    if form.errors:
        invited = None
    name = _name(invited.application) if invited else ""
    context = {"form": form, "invited": invited, "code": typed, "name": name}
    return render(request, "applications/team/join.html", context, status=422 if form.errors else 200)


@require_POST
def accept(request: HttpRequest, public_id: str) -> HttpResponse:
    """An invitation sent to one of the person's own contacts, taken without its code."""
    mine = inviting.waiting_for(request.user, at=request.received_at)
    return _joined(request, get_object_or_404(mine, public_id=public_id))


def _joined(request: HttpRequest, invited: object) -> HttpResponse:
    application = inviting.join(invited, by=request.user, at=request.received_at)
    messages.success(request, _("You are in the team of this file."))
    return redirect("applications:file", ref=application.ref)


def _name(application: Application) -> str:
    return presenting.names_of([application])[application.pk]


def _member(request: HttpRequest, application: Application) -> ApplicationMember:
    theirs = application.team.select_related("person", "application")
    return get_object_or_404(theirs, person__public_id=request.POST.get("member", ""))


def _give_part(request: HttpRequest, application: Application) -> str:
    member, role = _member(request, application), request.POST.get("role", "")
    members.give_part(member, role, by=request.user, at=request.received_at)
    return _("%(person)s: %(part)s.") % {"person": member.person, "part": TeamRole(role).label}


def _remove(request: HttpRequest, application: Application) -> str:
    member = _member(request, application)
    members.remove(member, by=request.user, at=request.received_at)
    told = _("%(person)s is no longer in the team. What they wrote stays in the file.")
    return told % {"person": member.person}


def _cancel(request: HttpRequest, application: Application) -> str:
    invited = get_object_or_404(application.invitations, public_id=request.POST.get("invitation", ""))
    inviting.cancel(invited, by=request.user, at=request.received_at)
    return _("The invitation is cancelled: its code opens nothing any more.")


def _offer(request: HttpRequest, application: Application) -> str:
    member = _member(request, application)
    handing_over.offer(application, member, by=request.user, at=request.received_at)
    return _("%(person)s has been asked. You stay the lead until they accept.") % {"person": member.person}


def _take_back(request: HttpRequest, application: Application) -> str:
    handing_over.take_back(application, by=request.user, at=request.received_at)
    return _("The offer is taken back: you stay the lead.")


def _take(request: HttpRequest, application: Application) -> str:
    handing_over.take(application, by=request.user, at=request.received_at)
    return _("You now lead this file: you send it, and the centre writes to you.")


def _decline(request: HttpRequest, application: Application) -> str:
    handing_over.decline(application, by=request.user, at=request.received_at)
    return _("You have declined. The present lead has been told.")


ACTS = {
    "part": _give_part,
    "remove": _remove,
    "cancel": _cancel,
    "offer": _offer,
    "take_back": _take_back,
    "take": _take,
    "decline": _decline,
}
