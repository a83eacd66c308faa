"""What the office does about a link, and everybody's own links."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from incubator.conflicts import declaring
from incubator.conflicts.forms import LinkForm, PersonForm
from incubator.conflicts.lists import OFFICE
from incubator.conflicts.models import Interest
from incubator.conflicts.policies import STAFF
from incubator.people.models import User
from incubator.people.states import Role
from incubator.startups.models import Startup
from incubator.workflow import deciding
from incubator.workflow.doors import Act, ActView, Attempt, desk_required

NAMED = (Role.OFFICER, Role.DIRECTOR, Role.JUROR, Role.MENTOR, Role.FINANCE, Role.APPROVER, Role.ADMIN)


def _fetch(request: HttpRequest, ref: str) -> Interest:
    return get_object_or_404(Interest.objects.visible_to(request.user).for_list(), public_id=ref)


act = ActView.as_view(
    roles=OFFICE,
    fetch=_fetch,
    acts={
        "confirm": Act(
            declaring.confirm, gettext_lazy("Link confirmed: the file stays closed to this person.")
        ),
        "dismiss": Act(
            declaring.dismiss, gettext_lazy("Link dismissed: the file is open again to this person.")
        ),
    },
    success_url="conflicts:register",
)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(*OFFICE)
def identify(request: HttpRequest, ref: str) -> HttpResponse:
    interest = _fetch(request, ref)
    deciding.require("interest.identify", request.user, interest, request.received_at)
    form = PersonForm(request.POST or None)
    form.fields["person"].queryset = _people(request)
    if request.method == "POST" and form.is_valid():
        declaring.identify(interest, form.cleaned_data["person"], by=request.user, at=request.received_at)
        messages.success(request, _("The link names this person: the file is closed to them."))
        return redirect("conflicts:register")
    return render(request, "conflicts/identify.html", {"interest": interest, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(*STAFF)
def declare(request: HttpRequest, slug: str) -> HttpResponse:
    """A member of staff says that they have a link: the start-up closes to them at once."""
    startup = get_object_or_404(Startup.objects.visible_to(request.user), slug=slug)
    form = LinkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with Attempt(form):
            declaring.declare_own(startup, by=request.user, at=request.received_at, **form.cleaned_data)
            messages.success(
                request, _("Your link is declared: the records of this start-up are closed to you.")
            )
            return redirect("conflicts:mine")
    context = {"startup": startup, "form": form}
    return render(request, "conflicts/declare.html", context, status=422 if form.errors else 200)


def _people(request: HttpRequest) -> Any:
    held = User.objects.filter(grants__role__in=NAMED, grants__from_at__lte=request.received_at)
    return held.distinct().order_by("full_name", "pk")


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Everybody's own links."""
    own = Interest.objects.filter(person=request.user).for_list().order_by("-declared_at")
    return render(request, "conflicts/mine.html", {"interests": own})
