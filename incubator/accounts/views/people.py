"""The desk's people: give and end roles, invite. For administrators."""

from datetime import datetime, time, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from incubator.accounts.forms import GrantForm, InvitationForm
from incubator.accounts.roles import granting, inviting
from incubator.accounts.sign_in import second_factor
from incubator.people.models import User
from incubator.people.states import ContactKind, Role
from incubator.workflow.doors import Attempt, desk_required
from incubator.workflow.models import Event
from incubator.workflow.refusals import Refused
from incubator.workflow.wording import verb_in_words


@desk_required(Role.ADMIN)
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    return _person_page(request, get_object_or_404(User, public_id=public_id), GrantForm())


@require_POST
@desk_required(Role.ADMIN)
def give(request: HttpRequest, public_id: str) -> HttpResponse:
    someone = get_object_or_404(User, public_id=public_id)
    form = GrantForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        with Attempt(form, shown=Refused):
            granting.grant(
                someone, given["role"], centre=given["centre"], commune=given["commune"],
                until_at=_end_of(given["until_on"]), by=request.user, at=request.received_at,
            )  # fmt: skip
            messages.success(request, _("Role given: %(role)s.") % {"role": Role(given["role"]).label})
            return redirect("accounts:person", public_id)
    return _person_page(request, someone, form, status=422)


@require_http_methods(["GET", "POST"])
@desk_required(Role.ADMIN)
def invite(request: HttpRequest) -> HttpResponse:
    form = InvitationForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        door = given.pop("contact")
        way = {"phone" if door.kind == ContactKind.PHONE else "email": door.value}
        with Attempt(form, shown=Refused):
            someone = inviting.invite(**way, **given, by=request.user, at=request.received_at)
            messages.success(request, _("Invitation sent to %(contact)s.") % {"contact": door.value})
            return redirect("accounts:person", someone.public_id)
    return render(request, "accounts/invite.html", {"form": form}, status=422 if form.is_bound else 200)


def _person_page(request: HttpRequest, someone: User, form: GrantForm, status: int = 200) -> HttpResponse:
    grants = someone.grants.select_related("centre", "commune", "granted_by").order_by("-from_at", "-pk")
    in_force = set(someone.grants.in_force(request.received_at).values_list("pk", flat=True))
    events = Event.objects.of(someone).order_by("-id")[:50]
    context = {
        "someone": someone,
        "form": form,
        "held": [grant for grant in grants if grant.pk in in_force],
        "past": [grant for grant in grants if grant.pk not in in_force],
        "contacts": someone.contacts.order_by("kind", "value"),
        "factor_on": second_factor.is_on(someone),
        "myself": someone == request.user,
        "history": [
            {
                "at": event.at,
                "who": event.actor or _("The system"),
                "what": verb_in_words(event.verb),
                "note": event.data.get("reason") or event.data.get("asked", ""),
            }
            for event in events
        ],
    }
    return render(request, "accounts/person.html", context, status=status)


def _end_of(day: object) -> datetime | None:
    """Return the instant after the last moment of a day in the centre's time zone."""
    return timezone.make_aware(datetime.combine(day, time()) + timedelta(days=1)) if day else None
