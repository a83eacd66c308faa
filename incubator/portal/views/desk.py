"""The home of the desk by role, what the director decides, the one-page file of a start-up."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from incubator.core.clock import local_day
from incubator.people.states import DESK_ROLES, Role
from incubator.portal import desk_todo, dossier, overview
from incubator.portal.lists import VERIFIERS
from incubator.startups import profile
from incubator.startups.models import Startup
from incubator.startups.states import LIFECYCLE
from incubator.workflow import deciding
from incubator.workflow.doors import Act, ActView, desk_required


@require_safe
@desk_required(*DESK_ROLES)
def home(request: HttpRequest) -> HttpResponse:
    role, at = request.space, request.received_at
    if role == Role.DIRECTOR:
        context = {
            "decide": desk_todo.to_decide(request.user, at),
            "figures": overview.of_director(request.user, at),
            "today": local_day(at),
        }
        return render(request, "portal/desk/director.html", context)
    if role == Role.DONOR:
        return render(request, "portal/desk/donor.html", {"figures": overview.of_donor(request.user, at)})
    lines = desk_todo.waiting(request.user, role, at)
    context = {
        "role": role,
        "lines": [line for line in lines if not line.is_alarm],
        "alarms": [line for line in lines if line.is_alarm],
        "cohorts": overview.by_cohort(request.user, at) if role == Role.OFFICER else [],
        "budget": overview.by_line() if role in (Role.FINANCE, Role.APPROVER) else [],
        "nothing": desk_todo.NOTHING,
    }
    return render(request, "portal/desk/to_do.html", context)


@require_safe
@desk_required(Role.DIRECTOR)
def decide(request: HttpRequest) -> HttpResponse:
    lines = desk_todo.to_decide(request.user, request.received_at)
    return render(request, "portal/desk/decide.html", {"lines": lines, "nothing": desk_todo.NOTHING})


@require_safe
@desk_required(*DESK_ROLES)
def startup(request: HttpRequest, slug: str) -> HttpResponse:
    found = _startup(request, slug)
    context = dossier.gather(found, request.user, request.received_at)
    openings = LIFECYCLE.open_to(request.user, found, request.received_at)
    return render(
        request,
        "portal/desk/startup.html",
        {
            **context,
            "openings": openings,
            "verifies": request.user.has_role(*VERIFIERS),
            "declares": deciding.decide("interest.declare", request.user, found, request.received_at),
        },
    )


def _startup(request: HttpRequest, slug: str) -> Startup:
    readable = dossier.readable(request.user).select_related("sector", "commune__prefecture__zone")
    return get_object_or_404(readable, slug=slug)


act = ActView.as_view(
    roles=(Role.OFFICER, Role.ADMIN),
    fetch=_startup,
    acts={
        "publish": Act(profile.publish, gettext_lazy("The profile is in the public directory.")),
        "hide": Act(profile.hide, gettext_lazy("The profile is no longer in the public directory.")),
    },
    success_url=lambda startup: reverse("portal:desk_startup", args=[startup.slug]),
)
