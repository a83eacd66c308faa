"""The desk's mentoring: matches, mentors, sessions with their notes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from incubator.cohorts.models import Place
from incubator.lists.pages import context_of, shows
from incubator.people.states import Role
from incubator.startups.models import Startup
from incubator.workflow.doors import Act, ActView, Attempt, desk_required
from mentorship import matching, onboarding
from mentorship.forms import InvitationForm, MatchForm, posted
from mentorship.lists import OFFICE, MatchList, MentorList, pages
from mentorship.models import Action, Match, Mentor, Session
from mentorship.querysets import NOTE_READERS

MOVES_OF_A_MENTOR = {
    "approve": onboarding.approve,
    "pause": onboarding.pause,
    "resume": onboarding.resume,
    "end": onboarding.end,
}


@shows(MatchList)
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
    context = {
        **context_of(request, MatchList.of(request)),
        "tabs": pages("desk"),
        "form": form,
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


@shows(MentorList)
def mentors(request: HttpRequest) -> HttpResponse:
    form = InvitationForm(posted(request))
    if request.method == "POST" and form.is_valid():
        with Attempt(form):
            onboarding.invite_by_email(by=request.user, at=request.received_at, **form.cleaned_data)
            messages.success(request, _("Invited. Approve the mentor to open the space and the charter."))
            return redirect("mentorship:mentors")
    context = {**context_of(request, MentorList.of(request)), "tabs": pages("mentors"), "form": form}
    return render(request, "mentorship/desk/mentors.html", context, status=422 if form.is_bound else 200)


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
