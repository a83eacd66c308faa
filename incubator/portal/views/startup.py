"""A founder's start-up: where it stands, its profile, its consent to the public directory."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from incubator.cohorts.models import Place
from incubator.portal.forms import ProfileForm
from incubator.startups import profile as work
from incubator.startups.models import Startup
from incubator.startups.states import LIFECYCLE, StartupState
from incubator.workflow.doors import Attempt


def _startup(request: HttpRequest, slug: str) -> Startup:
    own = Startup.objects.of(request.user).select_related("sector", "commune__prefecture__zone")
    return get_object_or_404(own, slug=slug)


@require_safe
def hub(request: HttpRequest, slug: str) -> HttpResponse:
    startup = _startup(request, slug)
    context = {
        "startup": startup,
        "places": Place.objects.filter(startup=startup).select_related("cohort").order_by("-taken_at"),
        "team": startup.memberships.filter(until_on=None).select_related("person").order_by("id"),
    }
    return render(request, "portal/startup/hub.html", context)


def profile(request: HttpRequest, slug: str) -> HttpResponse:
    startup = _startup(request, slug)
    posted = request.POST if request.method == "POST" else None
    form = ProfileForm(posted, initial=ProfileForm.initial_of(startup))
    if posted is not None and form.is_valid():
        with Attempt(form):
            who = {"by": request.user, "at": request.received_at}
            work.update(startup, read=form.read, **who, **form.cleaned_data)
            messages.success(request, _("The profile is saved."))
            return redirect("portal:profile", slug)
    openings = {
        one.move.name: one.allowed for one in LIFECYCLE.open_to(request.user, startup, request.received_at)
    }
    context = {
        "startup": startup,
        "form": form,
        "consent": work.AGREEMENT,
        "is_published": startup.state == StartupState.PUBLISHED,
        "may_hide": openings.get("hide", False),
    }
    return render(request, "portal/startup/profile.html", context, status=422 if form.is_bound else 200)


@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    startup = _startup(request, slug)
    if not request.POST.get("agreed"):
        messages.warning(request, _("Tick the box to agree: without it nothing is shown."))
        return redirect("portal:profile", slug)
    with transaction.atomic():
        given = {"by": request.user, "at": request.received_at}
        work.consent_to_directory(startup, wording=str(work.AGREEMENT), given=True, **given)
        work.publish(startup, **given)
    messages.success(request, _("Your start-up is in the public directory."))
    return redirect("portal:profile", slug)


@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the agreement back: the profile is hidden at once."""
    startup = _startup(request, slug)
    work.consent_to_directory(
        startup, wording=str(work.AGREEMENT), given=False, by=request.user, at=request.received_at
    )
    messages.success(request, _("Your start-up is no longer in the public directory."))
    return redirect("portal:profile", slug)
