"""One application at the office's desk, and the acts on it."""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incubator.applications.blind import masking
from incubator.applications.casework import comparing, dossier, notes, screening
from incubator.applications.casework.desk import DESK, fetch
from incubator.applications.casework.forms import ChargeForm, CommentForm
from incubator.applications.casework.policies import office
from incubator.applications.casework.views import answers
from incubator.applications.models import Application, Revision
from incubator.applications.policies import READERS_OF_CLASS, reads_class
from incubator.applications.states import JUDGED, LIFECYCLE, State, TwinKind
from incubator.core import clock
from incubator.core.bilingual import current_language
from incubator.people.states import Role
from incubator.workflow import audit, deciding
from incubator.workflow.deciding import Policy, Verdict
from incubator.workflow.doors import Act, ActView, Attempt, desk_required
from incubator.workflow.versioned import version_of

# Nothing is decided yet, or the jury has not had it: what is not there is not asked for.
NOT_DECIDED = (State.SUBMITTED, State.RETURNED)
BEFORE_THE_JURY = (*NOT_DECIDED, State.ELIGIBLE, State.INELIGIBLE)
# What else the page offers, asked in one go.
PAGE_ACTS = ("application.clear", "application.comment", "application.export_documents")
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


@require_safe
@desk_required(*DESK)
def file(request: HttpRequest, ref: str) -> HttpResponse:
    return page(request, fetch(request, ref))


@require_POST
@desk_required(*READERS_OF_CLASS["sensitive"])
def sensitive(request: HttpRequest, ref: str) -> HttpResponse:
    """The same page with the sensitive answers: officers alone, and the audit says so."""
    application = fetch(request, ref)
    audit.record("application.read_sensitive", application, by=request.user, at=request.received_at)
    return page(request, application, sensitive=True)


def page(
    request: HttpRequest, application: Application, *, sensitive: bool = False, **more: Any
) -> HttpResponse:
    """The page of one file; `more` holds what a refused form of it shows again."""
    revisions = dossier.sendings(application)
    # The file was fetched as one that this person treats: its acts need not ask the database again.
    known = {office: office.of_rows(request.user, request.received_at)}
    may = deciding.decide_each(PAGE_ACTS, request.user, application, request.received_at, known)
    parts = dossier.parts(application, revisions[-1], sensitive=sensitive)
    decisions = []
    if application.state not in NOT_DECIDED:
        decisions = list(application.decisions.select_related("decided_by").order_by("decided_at"))
    context = {
        "application": application,
        "state": dossier.standing(application, request.received_at),
        "answers": answers.drawn(parts),
        "has_hidden": any(line.hidden for part in parts for line in part.lines),
        "is_officer": request.user.has_role(Role.OFFICER, at=request.received_at),
        "reads_sensitive": reads_class(request.user, "sensitive", request.received_at),
        **_papers(request, application, revisions[-1], may),
        "reasons": dossier.failed_rules(application),
        "changes": comparing.last_two(application, revisions),
        "revisions": revisions,
        "decisions": decisions,
        "acts": _acts(request, application, known),
        "can_decide": application.state in JUDGED,
        "with_jury": application.state not in BEFORE_THE_JURY,
        "is_mine": application.in_charge_id == request.user.pk,
        "history": dossier.timeline(application),
        "tags": dossier.tags(application),
        "agreements": dossier.agreements(application),
        "twins": _twins(request, application),
        "comment_form": _blank_comment(current_language()),
        **_notes(request, application, may),
        **more,
    }
    request.reference = application.reference
    return render(request, "applications/casework/file.html", context, status=more.get("status", 200))


@lru_cache
def _blank_comment(_language: str) -> SafeString:
    """Draw the form of a comment, the same under every file; a refused one takes its place."""
    return CommentForm().render()


def _papers(
    request: HttpRequest, application: Application, revision: Revision, may: dict[str, Verdict]
) -> dict[str, Any]:
    """Return the documents, who may take the file as a PDF, and what a blind jury may be let open, to tick."""
    papers: list[Any] = []
    documents = dossier.documents(revision, request.user, request.received_at)
    if application.call.is_blind and application.state not in dossier.CLOSED and may["application.clear"]:
        held = {stored.public_id: stored for document in documents for stored in document.files}
        papers = masking.to_clear(application, revision, held)
    return {
        "documents": documents,
        "papers": papers,
        "version": version_of(masking.boxes(papers)),
        "may_print": may["application.export_documents"].allowed,
    }


def _notes(request: HttpRequest, application: Application, may: dict[str, Verdict]) -> dict[str, Any]:
    """Return what was written about the file: comments and tasks, in the order they came."""
    at, today = request.received_at, clock.local_day(request.received_at)
    comments, tasks = [], []
    for note in dossier.notes(application):
        note.may_change = notes.may_change(note, request.user, at)
        note.is_late = note.is_task and note.done_at is None and note.due_on < today
        (tasks if note.is_task else comments).append(note)
    return {"comments": comments, "tasks": tasks, "may_comment": may["application.comment"].allowed}


def _twins(request: HttpRequest, application: Application) -> list[dict[str, Any]]:
    """Return the files that look like this one, with why, those already told apart left out."""
    return [
        {
            "pair": pair,
            "other": pair.second if pair.first_id == application.pk else pair.first,
            "why": [TwinKind(kind).label for kind in pair.why],
        }
        for pair in dossier.twins(application, request.user)
    ]


def _acts(
    request: HttpRequest, application: Application, known: Mapping[Policy, Verdict]
) -> list[dict[str, Any]]:
    """Return the buttons of the file from the table of moves and its policies."""
    found = []
    for opening in LIFECYCLE.open_to(request.user, application, request.received_at, BUTTONS, known):
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


@require_POST
@desk_required(*DESK)
def take(request: HttpRequest, ref: str) -> HttpResponse:
    application = fetch(request, ref)
    person = None if application.in_charge_id == request.user.pk else request.user
    screening.take_charge(application, person, by=request.user, at=request.received_at)
    return redirect("applications:desk_file", application.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(*DESK)
def assign(request: HttpRequest, ref: str) -> HttpResponse:
    """Give the file to somebody of the office, or to nobody."""
    application = fetch(request, ref)
    people = screening.followers(application, request.received_at)
    form = ChargeForm(
        request.POST if request.method == "POST" else None,
        people=people,
        initial={"person": application.in_charge},
    )
    work = partial(
        screening.take_charge, application, by=request.user, at=request.received_at, read=form.read
    )
    return form_page(request, application, form, work, _("Say who follows the file"))


def form_page(
    request: HttpRequest,
    application: Application,
    form: forms.Form,
    work: Callable[..., object],
    label: str,
    said: str = "",
) -> HttpResponse:
    """Draw a page with one form about a file; sent, do the work and go back to the file, or show it again."""
    if request.method == "POST" and form.is_valid():
        with Attempt(form):
            work(**form.cleaned_data)
            messages.success(request, said or _("Saved."))
            return redirect("applications:desk_file", application.public_id)
    context = {"application": application, "form": form, "label": label}
    return render(request, "applications/casework/form.html", context, status=422 if form.errors else 200)


@require_safe
@desk_required(*DESK)
def compare(request: HttpRequest, ref: str) -> HttpResponse:
    """Any two sendings of the file, word by word; by default the last two."""
    application = fetch(request, ref)
    revisions = dossier.sendings(application)
    by_number = {str(each.number): each for each in revisions}
    after = by_number.get(request.GET.get("after", ""), revisions[-1])
    before = by_number.get(request.GET.get("before", ""), revisions[max(0, revisions.index(after) - 1)])
    context = {
        "application": application,
        "revisions": revisions,
        "before": before,
        "after": after,
        "changes": comparing.compare(application, before, after),
    }
    return render(request, "applications/casework/compare.html", context)


act = ActView.as_view(
    roles=DESK,
    fetch=fetch,
    acts={
        "confirm_eligible": Act(
            partial(screening.confirm, eligible=True), gettext_lazy("Eligibility confirmed.")
        ),
        "reopen": Act(screening.reopen, gettext_lazy("The file waits to be screened again.")),
        "send_to_review": Act(screening.send_to_review, gettext_lazy("The file is with the jury.")),
    },
    success_url=lambda application: reverse("applications:desk_file", args=[application.public_id]),
)
