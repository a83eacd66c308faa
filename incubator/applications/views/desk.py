"""One application at the office's desk, and the acts on it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incubator.applications import decision, dossier, screening
from incubator.applications.desk_forms import DecisionForm, ReasonsForm, ReturnForm, at_five
from incubator.applications.models import Application
from incubator.applications.states import JUDGED, LIFECYCLE, DecisionResult, State
from incubator.core import clock
from incubator.people.states import Role
from incubator.workflow import audit
from incubator.workflow.doors import desk_required
from incubator.workflow.refusals import NotAllowed, Refused

DESK = (Role.OFFICER, Role.DIRECTOR, Role.ADMIN)
DAYS_TO_CORRECT = 7
# Moves with a button on the file, and whether a page comes first.
BUTTONS = {
    "confirm_eligible": "post",
    "find_ineligible": "page",
    "return_for_correction": "page",
    "reopen_screening": "post",
    "send_to_review": "post",
    "promote": "post",
    "decline": "page",
}


def fetch(request: HttpRequest, ref: str) -> Application:
    """Return the file if this person may read it at the desk; 404 otherwise (a link closes it)."""
    return get_object_or_404(Application.objects.at_the_desk_of(request.user).for_list(), public_id=ref)


@require_safe
@desk_required(*DESK)
def file(request: HttpRequest, ref: str) -> HttpResponse:
    return _page(request, fetch(request, ref))


@require_POST
@desk_required(Role.OFFICER)
def sensitive(request: HttpRequest, ref: str) -> HttpResponse:
    """The same page with the sensitive answers: officers alone, and the audit says so."""
    application = fetch(request, ref)
    audit.record("application.read_sensitive", application, by=request.user, at=request.received_at)
    return _page(request, application, sensitive=True)


def _page(request: HttpRequest, application: Application, *, sensitive: bool = False) -> HttpResponse:
    parts = dossier.parts(application, sensitive=sensitive)
    context = {
        "application": application,
        "state_word": State(application.state).label,
        "parts": parts,
        "has_hidden": any(line.hidden for part in parts for line in part.lines),
        "is_officer": request.user.has_role(Role.OFFICER, at=request.received_at),
        "documents": dossier.documents(application),
        "reasons": dossier.failed_rules(application),
        "changes": screening.changes(application),
        "revisions": application.revisions.all(),
        "correction": application.corrections.filter(answered_at=None).first(),
        "decisions": application.decisions.select_related("decided_by").order_by("decided_at"),
        "acts": _acts(request, application),
        "can_decide": application.state in JUDGED,
        "is_mine": application.in_charge_id == request.user.pk,
        "history": dossier.timeline(application),
    }
    request.reference = application.reference
    return render(request, "applications/desk/file.html", context)


def _acts(request: HttpRequest, application: Application) -> list[dict[str, Any]]:
    """Return the buttons of the file from the table of moves and its policies."""
    found = []
    for opening in LIFECYCLE.open_to(request.user, application, request.received_at):
        name = opening.move.name
        kind = BUTTONS.get(name)
        # From the jury's hands a file is declined by its decision, not by this button.
        if kind is None or (name == "decline" and application.state != State.WAITING_LIST):
            continue
        found.append(
            {
                "label": opening.move.label,
                "url": reverse(f"applications:desk_{name}", args=[application.public_id]),
                "kind": kind,
                "allowed": opening.allowed,
                "reason": opening.reason,
                "style": "" if not found else "secondary",
            }
        )
    return found


def _act(request: HttpRequest, ref: str, work: Callable[..., Any], done: str, **options: Any) -> HttpResponse:
    application = fetch(request, ref)
    work(application, by=request.user, at=request.received_at, **options)
    messages.success(request, done)
    return redirect("applications:desk_file", application.public_id)


@require_POST
@desk_required(*DESK)
def take(request: HttpRequest, ref: str) -> HttpResponse:
    application = fetch(request, ref)
    person = None if application.in_charge_id == request.user.pk else request.user
    screening.take_charge(application, person, by=request.user, at=request.received_at)
    return redirect("applications:desk_file", application.public_id)


@require_POST
@desk_required(*DESK)
def confirm_eligible(request: HttpRequest, ref: str) -> HttpResponse:
    return _act(request, ref, screening.confirm, _("Eligibility confirmed."), eligible=True)


@require_POST
@desk_required(*DESK)
def reopen(request: HttpRequest, ref: str) -> HttpResponse:
    return _act(request, ref, screening.reopen, _("The file waits to be screened again."))


@require_POST
@desk_required(*DESK)
def send_to_review(request: HttpRequest, ref: str) -> HttpResponse:
    return _act(request, ref, screening.send_to_review, _("The file is with the jury."))


@require_POST
@desk_required(*DESK)
def promote(request: HttpRequest, ref: str) -> HttpResponse:
    return _act(request, ref, decision.promote, _("The place is offered; the letter leaves now."))


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(*DESK)
def find_ineligible(request: HttpRequest, ref: str) -> HttpResponse:
    application = fetch(request, ref)
    failed = application.eligibility.get("reasons", [])
    initial = {
        "reasons_fr": "\n".join(r.get("fr", "") for r in failed),
        "reasons_en": "\n".join(r.get("en", "") for r in failed),
    }

    def work(data: dict[str, Any]) -> None:
        screening.confirm(application, eligible=False, by=request.user, at=request.received_at, **data)

    label = LIFECYCLE.moves["find_ineligible"].label
    return _typed(request, application, ReasonsForm(request.POST or None, initial=initial), work, label)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(*DESK)
def decline(request: HttpRequest, ref: str) -> HttpResponse:
    application = fetch(request, ref)

    def work(data: dict[str, Any]) -> None:
        decision.decline(application, by=request.user, at=request.received_at, **data)

    return _typed(
        request, application, ReasonsForm(request.POST or None), work, LIFECYCLE.moves["decline"].label
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(*DESK)
def decide(request: HttpRequest, ref: str) -> HttpResponse:
    application = fetch(request, ref)
    standing = application.decisions.pending().order_by("-decided_at").first()
    initial: dict[str, Any] = {"result": DecisionResult.OFFER}
    if standing and standing.result in decision.MOVES:
        initial = {name: getattr(standing, name) for name in ("result", "rank", "reasons_fr", "reasons_en")}
        initial["answer_on"] = standing.answer_by and clock.local_day(standing.answer_by)

    def work(data: dict[str, Any]) -> None:
        answer_by, result = at_five(data.pop("answer_on")), data.pop("result")
        decision.decide(
            application, result, answer_by=answer_by, by=request.user, at=request.received_at, **data
        )

    return _typed(
        request,
        application,
        DecisionForm(request.POST or None, initial=initial),
        work,
        _("Write the decision"),
    )


def _typed(
    request: HttpRequest, application: Application, form: forms.Form, work: Callable[[dict], None], label: Any
) -> HttpResponse:
    """A page with one form: do the work, or show what was typed again with the sentence."""
    if request.method == "POST" and form.is_valid():
        try:
            work(dict(form.cleaned_data))
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            messages.success(request, _("Saved."))
            return redirect(_next(request, application))
    context = {"application": application, "form": form, "label": label, "next": request.GET.get("next", "")}
    return render(request, "applications/desk/form.html", context)


def _next(request: HttpRequest, application: Application) -> str:
    asked = request.POST.get("next", "")
    return (
        asked
        if asked.startswith("/desk/")
        else reverse("applications:desk_file", args=[application.public_id])
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(*DESK)
def return_for_correction(request: HttpRequest, ref: str) -> HttpResponse:
    application = fetch(request, ref)
    due = clock.local_day(request.received_at) + timedelta(days=DAYS_TO_CORRECT)
    form = ReturnForm(request.POST or None, initial={"due_on": due})
    ticked = request.POST.getlist("key")
    reasons = {key: request.POST.get(f"reason-{key}", "") for key in screening.correctable(application)}
    if request.method == "POST" and form.is_valid():
        try:
            screening.return_for_correction(
                application,
                items=[{"key": key, "reason": reasons.get(key, "")} for key in ticked],
                due_at=_due(form),
                note=form.cleaned_data["note"],
                by=request.user,
                at=request.received_at,
            )
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            messages.success(request, _("Returned for correction; the letter leaves now."))
            return redirect("applications:desk_file", application.public_id)
    context = {
        "application": application,
        "form": form,
        "groups": _groups(application, ticked, reasons),
    }
    return render(request, "applications/desk/return.html", context)


def _due(form: forms.Form) -> datetime:
    due = at_five(form.cleaned_data["due_on"])
    assert due is not None
    return due


def _groups(application: Application, ticked: list[str], reasons: dict[str, str]) -> list[dict[str, Any]]:
    """Return every answer and document that may be returned, by step, with what was ticked and typed."""
    groups = [
        {
            "title": part.title,
            "rows": [
                (line.key, line.label, _("Sensitive answer") if line.hidden else line.text)
                for line in part.lines
            ],
        }
        for part in dossier.parts(application)
    ]
    documents = [
        (d.slug, d.label, ", ".join(f.name for f in d.files)) for d in dossier.documents(application)
    ]
    groups.append({"title": _("Documents"), "rows": documents})
    for group in groups:
        group["rows"] = [
            {
                "key": key,
                "label": label,
                "text": text,
                "ticked": key in ticked,
                "reason": reasons.get(key, ""),
            }
            for key, label, text in group["rows"]
        ]
    return groups
