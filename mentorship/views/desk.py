"""The desk's mentoring: matches, mentors, sessions with their notes."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from incubator.cohorts.models import Place
from incubator.people.states import Role
from incubator.startups.models import Startup
from incubator.ui.tables import Column, tell_unknown
from incubator.workflow.doors import Act, ActView, Attempt, desk_required
from mentorship import matching, onboarding
from mentorship.filters import MatchFilter, SessionFilter
from mentorship.forms import InvitationForm, MatchForm, posted
from mentorship.models import Action, Match, Mentor, Session
from mentorship.querysets import NOTE_READERS
from mentorship.states import MATCH, MENTOR

OFFICE = (Role.OFFICER, Role.DIRECTOR)
A_PAGE = 50
SESSION_COLUMNS = [
    Column(gettext_lazy("Date"), sort="held_on"),
    Column(gettext_lazy("Start-up"), sort="startup__name"),
    Column(gettext_lazy("Mentor"), sort="mentor__person__full_name"),
    Column(gettext_lazy("Duration"), sort="minutes", numeric=True),
    Column(gettext_lazy("Summary")),
    Column(gettext_lazy("Colour")),
]
MOVES_OF_A_MENTOR = {
    "approve": onboarding.approve,
    "pause": onboarding.pause,
    "resume": onboarding.resume,
    "end": onboarding.end,
}


def _tabs(current: str) -> list[dict[str, Any]]:
    pages = (("desk", _("Matches")), ("mentors", _("Mentors")), ("desk_sessions", _("Sessions")))
    return [
        {"label": label, "url": reverse(f"mentorship:{name}"), "current": name == current}
        for name, label in pages
    ]


@desk_required(*OFFICE)
def matches(request: HttpRequest) -> HttpResponse:
    """List the matches; the form proposes one, with the mentors that fit the chosen start-up."""
    present = Place.objects.visible_to(request.user).present()
    startups = Startup.objects.filter(pk__in=present.values("startup"))
    form = MatchForm(posted(request), startups=startups, initial={"startup": request.GET.get("startup")})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with Attempt(form):
            matching.propose(
                given["mentor"],
                given["startup"],
                goals=given["goals"],
                by=request.user,
                at=request.received_at,
            )
            messages.success(request, _("Proposed. Confirm the match when both agree."))
            return redirect("mentorship:desk")
    chosen = startups.filter(slug=request.GET.get("startup", "")).first()
    found = MatchFilter(
        request.GET, queryset=Match.objects.visible_to(request.user).for_list(), request=request
    )
    tell_unknown(request, {"startup": None}, found)
    listed = found.qs.order_by("state", "startup__name", "id")
    page = Paginator(listed, A_PAGE).get_page(request.GET.get("page"))
    # The buttons follow the state; the policy answers when one is pressed.
    rows = [
        (
            match,
            matching.reasons(match),
            [move for move in MATCH.moves.values() if match.state in move.sources],
        )
        for match in page
    ]
    context = {
        "tabs": _tabs("desk"),
        "form": form,
        "filter": found,
        "page_obj": page,
        "rows": rows,
        "chosen": chosen,
        "suggestions": matching.suggest(chosen) if chosen else [],
    }
    return render(request, "mentorship/desk/matches.html", context, status=422 if form.is_bound else 200)


def _match(request: HttpRequest, public_id: str) -> Match:
    return get_object_or_404(Match.objects.visible_to(request.user), public_id=public_id)


act_on_match = ActView.as_view(
    roles=OFFICE,
    fetch=_match,
    acts={
        "confirm": Act(matching.confirm, gettext_lazy("Match confirmed. The mentor and the team are told.")),
        "end": Act(matching.end, gettext_lazy("Match ended. Its sessions and actions stay.")),
    },
    success_url="mentorship:desk",
)


@desk_required(*OFFICE)
def mentors(request: HttpRequest) -> HttpResponse:
    form = InvitationForm(posted(request))
    if request.method == "POST" and form.is_valid():
        with Attempt(form):
            onboarding.invite_by_email(by=request.user, at=request.received_at, **form.cleaned_data)
            messages.success(request, _("Invited. Approve the mentor to open the space and the charter."))
            return redirect("mentorship:mentors")
    listed = Mentor.objects.visible_to(request.user).select_related("person").with_load()
    page = Paginator(listed.prefetch_related("sectors"), A_PAGE).get_page(request.GET.get("page"))
    rows = [(mentor, _mentor_moves(request, mentor)) for mentor in page]
    context = {"tabs": _tabs("mentors"), "form": form, "page_obj": page, "rows": rows}
    return render(request, "mentorship/desk/mentors.html", context, status=422 if form.is_bound else 200)


def _mentor_moves(request: HttpRequest, mentor: Mentor) -> list[Any]:
    openings = MENTOR.open_to(request.user, mentor, request.received_at)
    return [one.move for one in openings if one.allowed and one.move.name in MOVES_OF_A_MENTOR]


def _mentor(request: HttpRequest, public_id: str) -> Mentor:
    return get_object_or_404(Mentor.objects.visible_to(request.user), public_id=public_id)


def _done_for(mentor: Mentor) -> str:
    return _("Done for %(name)s.") % {"name": mentor}


act_on_mentor = ActView.as_view(
    roles=OFFICE,
    fetch=_mentor,
    acts={name: Act(work, _done_for) for name, work in MOVES_OF_A_MENTOR.items()},
    success_url="mentorship:mentors",
)


@require_safe
@desk_required(*OFFICE, Role.ADMIN)
def desk_sessions(request: HttpRequest) -> HttpResponse:
    readable = Session.objects.held().at_the_desk_of(request.user).for_list()
    reads_notes = request.user.has_role(*NOTE_READERS, at=request.received_at)
    found = SessionFilter(request.GET, queryset=readable)
    if not reads_notes:
        del found.filters["colour"]
    tell_unknown(request, {}, found)
    columns = SESSION_COLUMNS if reads_notes else SESSION_COLUMNS[:-1]
    sorts = {column.sort for column in columns if column.sort}
    wanted = request.GET.get("sort", "-held_on")
    listed = found.qs.order_by(wanted if wanted.lstrip("-") in sorts else "-held_on", "-id")
    context = {
        "tabs": _tabs("desk_sessions"),
        "filter": found,
        "columns": columns,
        "page_obj": Paginator(listed, A_PAGE).get_page(request.GET.get("page")),
        "reads_notes": reads_notes,
    }
    return render(request, "mentorship/desk/sessions.html", context)


@require_safe
@desk_required(*OFFICE, Role.ADMIN)
def desk_session(request: HttpRequest, public_id: str) -> HttpResponse:
    readable = (
        Session.objects.held()
        .at_the_desk_of(request.user)
        .for_list()
        .select_related("milestone", "logged_by")
    )
    session = get_object_or_404(readable, public_id=public_id)
    reads_notes = request.user.has_role(*NOTE_READERS, at=request.received_at)
    context = {
        "session": session,
        "actions": Action.objects.filter(session=session),
        "reads_notes": reads_notes,
        "note": session.note if reads_notes else "",
    }
    return render(request, "mentorship/desk/session.html", context)
