"""The home of the portal, by space."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from incubator.accounts.states import CMS, SPACE_HOMES
from incubator.people.states import DESK_ROLES
from incubator.portal import homes

PAGES = {
    "applicant": (homes.applicant, "portal/homes/founder.html"),
    "founder": (homes.founder, "portal/homes/founder.html"),
    "mentor": (homes.mentor, "portal/homes/mentor.html"),
    "juror": (homes.juror, "portal/homes/juror.html"),
    "agent": (homes.agent, "portal/homes/agent.html"),
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    space = getattr(request, "space", "applicant")
    if space in DESK_ROLES:
        return redirect("portal:desk")
    if SPACE_HOMES.get(space) == CMS:
        return redirect(CMS)
    gather, template = PAGES.get(space, PAGES["applicant"])
    context = gather(request.user, request.received_at)
    return render(request, template, {**context, "at": request.received_at})
