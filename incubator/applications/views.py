"""A person's own applications: the list, a new one, a file and its state, its withdrawal."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incubator.applications import policies
from incubator.applications.decisions import withdrawal
from incubator.applications.exceptions.forms import LateEntryForm
from incubator.applications.filling import copying, drafting, presenting
from incubator.applications.filling.answer_set import Contents
from incubator.applications.filling.definitions import definition_of
from incubator.applications.filling.forms import StartForm, WithdrawForm
from incubator.applications.filling.public_state import describe
from incubator.applications.models import Application, Decision, Note
from incubator.applications.states import DecisionState, State, TeamRole
from incubator.applications.submission import own_copy
from incubator.applications.team import inviting
from incubator.core.bilingual import current_language, pick_pair
from incubator.documents.zip_stream import zip_response
from incubator.forms.types import display
from incubator.notifications.models import Message
from incubator.programmes import eligibility_check
from incubator.programmes.facts import facts_for
from incubator.programmes.models import CalendarEntry, Call
from incubator.programmes.states import CallState
from incubator.startups.models import Startup
from incubator.workflow import deciding
from incubator.workflow.doors import Attempt
from incubator.workflow.refusals import Refused


@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    mine = list(
        Application.objects.for_the_team(request.user)
        .prefetch_related("call__calendar", "decisions", "corrections")
        .order_by("-changed_at", "-pk")
    )
    names = presenting.names_of(mine)
    lines = [{"application": each, "name": names[each.pk], "state": _state(each, request)} for each in mine]
    open_calls = Call.objects.open(request.received_at).order_by("closes_at")
    planned = Call.objects.planned(request.received_at).order_by("opens_at")
    invitations = inviting.waiting_for(request.user, at=request.received_at)
    context = {"lines": lines, "open_calls": open_calls, "planned": planned, "invitations": invitations}
    return render(request, "applications/list.html", context)


def _state(application: Application, request: HttpRequest) -> object:
    """Return the public state from what the list has prefetched."""
    published: dict[str, Decision] = {
        decision.kind: decision
        for decision in application.decisions.all()
        if decision.state == DecisionState.PUBLISHED
    }
    waiting = [c for c in application.corrections.all() if c.answered_at is None]
    return describe(
        application.state,
        application.call,
        at=request.received_at,
        calendar=application.call.calendar.all(),
        published=published,
        correction=waiting[0] if waiting else None,
        late_until=application.late_until,
        part=application.part,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, slug: str) -> HttpResponse:
    call = get_object_or_404(Call.objects.answering(), slug=slug)
    startups = Startup.objects.of(request.user).order_by("name")
    sources = copying.copyable(request.user).exclude(call=call)
    form = StartForm(request.POST or None, startups=startups, sources=sources)
    if request.method == "POST" and form.is_valid():
        return _started(request, call, form)
    standing = Application.objects.for_the_team(request.user).filter(call=call).exclude(state=State.WITHDRAWN)
    context = {
        "call": call,
        "form": form,
        "standing": standing.order_by("created_at"),
        "closed": deciding.decide("application.start", request.user, call, request.received_at).reason,
    }
    return render(request, "applications/start.html", context)


def _dates_to_come(call: Call, at: datetime) -> list[CalendarEntry]:
    """What the calendar still promises: nothing, once the call is cancelled."""
    if call.state == CallState.CANCELLED:
        return []
    return [entry for entry in call.calendar.all() if (entry.ends_at or entry.starts_at) >= at]


def _started(request: HttpRequest, call: Call, form: StartForm) -> HttpResponse:
    checked = request.session.pop(eligibility_check.session_key(call), {})
    application = drafting.start(
        call,
        by=request.user,
        at=request.received_at,
        startup=form.cleaned_data["startup"],
        name=form.cleaned_data["name"],
        answers=checked,
        source=form.cleaned_data["source"],
    )
    if form.cleaned_data["source"]:
        return redirect("applications:taken", ref=application.ref)
    first = definition_of(application.form_version).steps[0].key
    return redirect("applications:step", ref=application.ref, step=first)


@require_POST
def own_copy_of(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Everything of the file that its team may have, as one archive."""
    application = presenting.fetch(request, ref)
    own_copy.note(application, by=request.user, at=request.received_at)
    return zip_response(own_copy.entries(application, request.user, at=request.received_at), str(application))


@require_safe
def taken(request: HttpRequest, ref: str) -> HttpResponse:
    """What a draft took from the earlier file that was chosen."""
    application = presenting.fetch(request, ref)
    facts = facts_for(application.call)
    rows = [
        (pick_pair(each.label), display(each, value, current_language(), facts))
        for each, value in copying.taken(application)
    ]
    first = definition_of(application.form_version).steps[0].key
    context = {"application": application, "rows": rows, "first": presenting.step_address(application, first)}
    return render(request, "applications/taken.html", context)


@require_safe
def file(request: HttpRequest, ref: str) -> HttpResponse:
    application = presenting.fetch(request, ref)
    if application.part == TeamRole.AGENT:
        return redirect("applications:assist_file", ref=ref)
    published = presenting.published_decisions(application)
    contents = Contents.read(application)
    missing = contents.missing() if application.state == State.DRAFT else []
    context = {
        "application": application,
        "name": presenting.name_of(contents),
        "state": presenting.state_of(application, request, published),
        "steps": presenting.steps(contents, missing) if application.state == State.DRAFT else [],
        "resume": _resume(contents, missing),
        "writable": presenting.is_writable(request, application),
        "is_lead": presenting.is_lead(application),
        "correction": policies.open_correction(application),
        "calendar": _dates_to_come(application.call, request.received_at),
        "may_withdraw": application.state in _withdrawable() and presenting.is_lead(application),
        "letters": Message.objects.visible_to(request.user)
        .filter(recipient=request.user, about="application", about_ref__in=_references(application))
        .order_by("-created_at"),
        "notes": Note.objects.for_the_team(application) if application.submitted_at else (),
        "history": presenting.history(application, published),
        "outcome": published.get("outcome"),
        "late_form": LateEntryForm() if _may_come_late(application, request) else None,
    }
    return render(request, "applications/file.html", context)


def _may_come_late(application: Application, request: HttpRequest) -> bool:
    """A closed draft of its lead, in a call whose results are not out."""
    closed = application.state == State.DRAFT and application.call.state == CallState.PUBLISHED
    return closed and presenting.is_lead(application) and not presenting.is_writable(request, application)


def _resume(contents: Contents, missing: list) -> str:
    """Return the step to go on with: the first that misses something, else reading again."""
    key = missing[0].step if missing else presenting.REVIEW
    return presenting.step_address(contents.application, key)


def _references(application: Application) -> list[str]:
    return [text for text in (application.reference, application.public_id) if text]


def _withdrawable() -> tuple[str, ...]:
    return withdrawal.LIFECYCLE.moves["withdraw"].sources


@require_safe
def receipt(request: HttpRequest, ref: str) -> HttpResponse:
    application = presenting.fetch(request, ref)
    if not application.receipt_code:
        return redirect("applications:review", ref=ref)
    sent = application.revisions.only("number", "submitted_at", "sha256", "application")
    revision = sent.order_by("-number").first()
    state = presenting.state_of(application, request)
    context = {"application": application, "revision": revision, "state": state}
    return render(request, "applications/receipt.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    application = presenting.fetch(request, ref)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with Attempt(form, shown=Refused):
            withdrawal.withdraw(
                application, by=request.user, at=request.received_at, reason=form.cleaned_data["reason"]
            )
            messages.success(request, _("Your application is withdrawn. A letter confirms it."))
            return redirect("applications:file", ref=ref)
    context = {"application": application, "form": form, "state": presenting.state_of(application, request)}
    return render(request, "applications/withdraw.html", context)
