"""What a team sees of its mentoring: summaries and actions, never the note or the colour."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from incubator.core.clock import local_day
from incubator.startups.models import Startup
from mentorship import actions as work
from mentorship.models import Action, Match, Session
from mentorship.states import ActionOwner

A_PAGE = 20
# Columns that no page of a team ever reads.
FOR_THE_CENTRE = ("note_sealed", "colour")


def _startup(request: HttpRequest, slug: str) -> Startup:
    return get_object_or_404(Startup.objects.of(request.user), slug=slug)


@require_safe
def mentoring(request: HttpRequest, slug: str) -> HttpResponse:
    startup = _startup(request, slug)
    sessions = Session.objects.held().filter(startup=startup).for_list().defer(*FOR_THE_CENTRE)
    opened = Action.objects.open().filter(startup=startup).select_related("session")
    context = {
        "startup": startup,
        "matches": Match.objects.active().filter(startup=startup).select_related("mentor__person"),
        "opened": [(action, action.owner == ActionOwner.TEAM) for action in opened],
        "page_obj": Paginator(sessions.prefetch_related("actions"), A_PAGE).get_page(request.GET.get("page")),
        "today": local_day(request.received_at),
    }
    return render(request, "mentorship/founder/mentoring.html", context)


@require_POST
def action_done(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    startup = _startup(request, slug)
    action = get_object_or_404(Action, startup=startup, public_id=public_id)
    work.complete(action, by=request.user, at=request.received_at)
    messages.success(request, _("Done: %(what)s") % {"what": action.what})
    return redirect("mentorship:founder", slug)
