"""The mentor's own pages: start-ups, the report of a session, the charter, the profile."""

import secrets
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from incubator.core.clock import local_day
from incubator.startups.models import Startup
from incubator.workflow import deciding
from incubator.workflow.doors import Attempt
from mentorship import briefing, onboarding, session_log, sharing
from mentorship.forms import (
    DONE,
    DROPPED,
    ActionFormSet,
    CharterForm,
    MentorForm,
    OpenActionsForm,
    SessionForm,
    posted,
)
from mentorship.models import Action, Match, Mentor, Session
from mentorship.policies import TIME_TO_AMEND
from mentorship.states import MENTOR, MentorState

A_PAGE = 25


def _mentor(request: HttpRequest) -> Mentor:
    return get_object_or_404(Mentor.objects.of(request.user).select_related("person"))


def _startup(request: HttpRequest, slug: str) -> Startup:
    held = Match.objects.of(request.user).values("startup")
    return get_object_or_404(Startup.objects.select_related("sector", "commune"), pk__in=held, slug=slug)


@require_safe
def startups(request: HttpRequest) -> HttpResponse:
    mentor = _mentor(request)
    rows = briefing.in_hand(request.user, local_day(request.received_at))
    return render(request, "mentorship/mentor/startups.html", {"mentor": mentor, "rows": rows})


@require_safe
def startup(request: HttpRequest, slug: str) -> HttpResponse:
    found = _startup(request, slug)
    sessions = Session.objects.held().visible_to(request.user).filter(startup=found).for_list()
    context = {
        "startup": found,
        "mentor": _mentor(request),
        "match": Match.objects.of(request.user).get(startup=found),
        "before": briefing.before(found),
        "page_obj": Paginator(sessions, A_PAGE).get_page(request.GET.get("page")),
        "team": found.memberships.filter(until_on=None).select_related("person").order_by("id"),
        "today": local_day(request.received_at),
    }
    return render(request, "mentorship/mentor/startup.html", context)


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    mentor = _mentor(request)
    own = Session.objects.held().visible_to(request.user).filter(mentor=mentor).for_list()
    page = Paginator(own, A_PAGE).get_page(request.GET.get("page"))
    year = local_day(request.received_at).year
    hours = own.filter(held_on__year=year).minutes_in_all() / 60
    context = {"mentor": mentor, "page_obj": page, "hours": round(hours, 1), "year": year}
    return render(request, "mentorship/mentor/sessions.html", context)


def new_session(request: HttpRequest) -> HttpResponse:
    mentor = _mentor(request)
    slug = request.GET.get("startup", "")
    held = Match.objects.of(request.user).select_related("startup").order_by("startup__name")
    if not slug:
        if len(held) != 1:
            return render(request, "mentorship/mentor/choose.html", {"matches": held})
        return redirect(f"{request.path}?startup={held[0].startup.slug}")
    found = _startup(request, slug)
    before = briefing.before(found)
    data = posted(request)
    form = SessionForm(data, initial={"held_on": local_day(request.received_at), "mode": "in_person"})
    opened = OpenActionsForm(before.actions, data)
    rows = ActionFormSet(data, prefix="new")
    if data is not None:
        # A read of the three before any is refused: every mistake is said at once.
        good = [form.is_valid(), opened.is_valid(), rows.is_valid()]
        made = _log(request, mentor, found, form, opened, rows) if all(good) else None
        if made is not None:
            messages.success(request, _("Saved. The team receives the summary and the actions."))
            return redirect("mentorship:session", made.public_id)
    context = {
        "startup": found,
        "before": before,
        "form": form,
        "opened": opened,
        "rows": rows,
        "token": request.POST.get("form_token", "") or secrets.token_hex(16),
        "today": local_day(request.received_at),
    }
    return render(
        request, "mentorship/mentor/new_session.html", context, status=422 if data is not None else 200
    )


def _log(
    request: HttpRequest,
    mentor: Mentor,
    found: Startup,
    form: SessionForm,
    opened: OpenActionsForm,
    rows: Any,
) -> Session | None:
    with Attempt(form):
        return session_log.log(
            found,
            mentor=mentor,
            new_actions=rows.new_actions(),
            done=opened.answered(DONE),
            dropped=opened.answered(DROPPED),
            form_token=request.POST.get("form_token", "")[:32] or None,
            by=request.user,
            at=request.received_at,
            **form.values(),
        )
    return None


@require_safe
def session(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _session(request, public_id)
    actions = list(Action.objects.filter(session=found))
    may_read_note = deciding.decide("session.read_note", request.user, found, request.received_at).allowed
    context = {
        "session": found,
        "actions": actions,
        "text": sharing.whatsapp_text(found, actions),
        "may_amend": deciding.decide("session.amend", request.user, found, request.received_at).allowed,
        "amend_until": found.logged_at + TIME_TO_AMEND,
        "note": found.note if may_read_note else "",
        "may_read_note": may_read_note,
    }
    return render(request, "mentorship/mentor/session.html", context)


def amend(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _session(request, public_id)
    verdict = deciding.decide("session.amend", request.user, found, request.received_at)
    if not verdict:
        messages.warning(request, str(verdict.reason))
        return redirect("mentorship:session", public_id)
    form = SessionForm(posted(request), initial=SessionForm.initial_of(found))
    if request.method == "POST" and form.is_valid():
        with Attempt(form):
            who = {"by": request.user, "at": request.received_at}
            session_log.amend(found, read=form.read, **who, **form.values())
            messages.success(request, _("Your changes are saved."))
            return redirect("mentorship:session", public_id)
    context = {"session": found, "form": form, "amend_until": found.logged_at + TIME_TO_AMEND}
    return render(request, "mentorship/mentor/amend.html", context, status=422 if form.is_bound else 200)


def _session(request: HttpRequest, public_id: str) -> Session:
    """Return a report the mentor wrote, or one of a start-up in hand."""
    _mentor(request)
    visible = Session.objects.held().visible_to(request.user).for_list().select_related("milestone")
    return get_object_or_404(visible, public_id=public_id)


def charter(request: HttpRequest) -> HttpResponse:
    mentor = _mentor(request)
    form = CharterForm(posted(request))
    if request.method == "POST" and form.is_valid():
        onboarding.sign_charter(mentor, by=request.user, at=request.received_at)
        messages.success(request, _("Charter signed. Welcome among the mentors."))
        return redirect("mentorship:startups")
    may_sign = MENTOR.may(request.user, mentor, "activate", request.received_at)
    context = {
        "mentor": mentor,
        "form": form,
        "may_sign": may_sign,
        "invited": mentor.state == MentorState.INVITED,
    }
    return render(request, "mentorship/mentor/charter.html", context, status=422 if form.is_bound else 200)


def profile(request: HttpRequest) -> HttpResponse:
    mentor = _mentor(request)
    names = ("expertise", "languages", "hours_a_month")
    initial = {**{name: getattr(mentor, name) for name in names}, "sectors": mentor.sectors.all()}
    form = MentorForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        who = {"by": request.user, "at": request.received_at}
        with Attempt(form):
            onboarding.update(mentor, read=form.read, **who, **form.cleaned_data)
            messages.success(request, _("Your profile is saved."))
            return redirect("mentorship:profile")
    return render(request, "mentorship/mentor/profile.html", {"mentor": mentor, "form": form})
