"""Reading a file again and sending it; sending the corrections that were asked for."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incubator.applications import policies
from incubator.applications.filling import (
    correcting,
    documents,
    presenting,
    profile_offers,
    saving,
    step_forms,
)
from incubator.applications.filling.answer_set import Contents
from incubator.applications.filling.definitions import definition_of
from incubator.applications.filling.document_lines import lines
from incubator.applications.filling.views import on_their_way
from incubator.applications.models import Application
from incubator.applications.states import State
from incubator.applications.submission import sending
from incubator.core.bilingual import current_language, pick_pair
from incubator.files import several
from incubator.forms import drawing
from incubator.forms.completeness import Missing, shown
from incubator.forms.definition import Field
from incubator.forms.rendering import BoundField, bind
from incubator.forms.types import display
from incubator.programmes import eligibility_check
from incubator.programmes.facts import commune_groups
from incubator.workflow.doors import Attempt, Said
from incubator.workflow.refusals import Refused

REFUSED = ":refused"  # after the name of a file input: what was said already of those that did not arrive
ARRIVED = ":arrived"  # after the name of a file input: the files that came in pieces


@require_safe
def review(request: HttpRequest, ref: str) -> HttpResponse:
    return _review(request, presenting.fetch(request, ref))


@require_POST
def submit(request: HttpRequest, ref: str) -> HttpResponse:
    with Attempt(shown=Refused) as tried:
        sending.submit(presenting.fetch(request, ref), by=request.user, at=request.received_at)
        return redirect("applications:receipt", ref=ref)
    return _review(request, presenting.fetch(request, ref), tried.refusal)


@require_POST
def into_profile(request: HttpRequest, ref: str) -> HttpResponse:
    """Take into the profiles what the draft says otherwise: the next call offers it so."""
    contents = Contents.read(presenting.fetch(request, ref))
    with Said(request):
        count = profile_offers.take(contents, by=request.user, at=request.received_at)
        told = ngettext(
            "%(count)s fact taken into the profile.", "%(count)s facts taken into the profile.", count
        )
        messages.success(request, told % {"count": count})
    return redirect("applications:review", ref=ref)


def _review(request: HttpRequest, application: Application, refusal: Refused | None = None) -> HttpResponse:
    contents = _what_to_read(application)
    is_draft = application.state == State.DRAFT
    if is_draft:
        sending.begin(application, by=request.user, at=request.received_at)
    missing = contents.missing() if is_draft else []
    context = {
        "application": application,
        "name": presenting.name_of(contents),
        "state": presenting.state_of(application, request),
        "answered": answered(contents),
        "papers": [line for line in lines(contents) if line["files"]],
        "missing": [_link(application, contents, item) for item in missing],
        "warnings": contents.warnings() if is_draft else [],
        "not_open": _reasons_against(contents) if is_draft and not missing else [],
        "steps": presenting.steps(contents, missing) if is_draft else [],
        "number": len(presenting.keys_of(contents.definition)),
        "writable": presenting.is_writable(request, application),
        "is_lead": presenting.is_lead(application),
        "refusal": refusal,
        "differences": profile_offers.differences(contents, request.user) if is_draft else [],
    }
    return render(
        request, "applications/submission/review.html", context, status=refusal.status if refusal else 200
    )


def _reasons_against(contents: Contents) -> list[dict[str, Any]]:
    """Return why the call is not open to this file, from what is answered so far."""
    told = eligibility_check.answer(contents.application.call, contents.definition, contents.answers)
    return told.reasons if told.result == eligibility_check.NO else []


def _what_to_read(application: Application) -> Contents:
    """A file that was sent is read as it was sent."""
    if application.submitted_at is None:
        return Contents.read(application)
    return correcting.as_sent(application)


def answered(contents: Contents) -> list[dict[str, Any]]:
    """Return every step with its questions and answers as people read them."""
    keys = shown(contents.definition, contents.answers, contents.facts, contents.closing_on)
    language = current_language()
    return [
        {
            "title": pick_pair(step.title),
            "url": presenting.step_address(contents.application, step.key),
            "rows": drawing.answers(
                (pick_pair(field.label), _said(contents, field, language))
                for field in step.fields
                if field.key in keys
            ),
        }
        for step in contents.definition.steps
    ]


def _said(contents: Contents, field: Field, language: str) -> str:
    """Return an answer as people read it; of a question for files, their names in their order."""
    if field.type == "file":
        return "\n".join(file.name for file in contents.files.get(field.key, []))
    return display(field, contents.answers.get(field.key), language, contents.facts)


def _link(application: Application, contents: Contents, item: Missing) -> dict[str, str]:
    """Return where to complete one thing."""
    page = presenting.step_address(application, item.step)
    anchor = item.key if item.step == "documents" else f"id_{item.key}"
    return {"url": f"{page}#{anchor}", "sentence": item.sentence}


@require_http_methods(["GET", "HEAD", "POST"])
def corrections(request: HttpRequest, ref: str) -> HttpResponse:
    application = presenting.fetch(request, ref)
    if application.state != State.RETURNED:
        return redirect("applications:file", ref=ref)
    tried, raw = Attempt(shown=Refused), {}
    if request.method == "POST":
        with tried:
            raw = _typed(request, application).raw
            if _corrected(request, application):
                return redirect("applications:receipt", ref=ref)
            return redirect("applications:corrections", ref=ref)
        application = presenting.fetch(request, ref)
    return _corrections(request, application, raw, tried.refusal)


def _typed(request: HttpRequest, application: Application) -> step_forms.Posted:
    definition = definition_of(application.form_version)
    raw: dict[str, Any] = {}
    versions: dict[str, int] = {}
    for step in definition.steps:
        posted = step_forms.read(application, definition, step, request.POST)
        raw, versions = raw | posted.raw, versions | posted.versions
    return step_forms.Posted(raw, versions)


def _corrected(request: HttpRequest, application: Application) -> bool:
    """Save what was typed and added; tell whether the corrections were sent too."""
    posted = _typed(request, application)
    result = saving.save_answers(
        application, posted.raw, by=request.user, at=request.received_at, versions=posted.versions
    )
    pieced = {key.removesuffix(ARRIVED) for key in request.POST if key.endswith(ARRIVED)}
    names = sorted({*request.FILES, *pieced})
    told = [each for key in request.POST if key.endswith(REFUSED) for each in request.POST.getlist(key)]
    acts = [partial(_attach_to, request, application, name) for name in names]
    several.go_through([partial(on_their_way.act, request, application), *acts], told)
    if result.conflicts:
        raise Refused(
            _("Somebody else has answered one of these questions meanwhile. Read it, then save again.")
        )
    if request.POST.get("then") == "save" or on_their_way.is_pressed(request):
        messages.success(request, _("Saved. Send your corrections when they are ready."))
        return False
    sending.resubmit(application, by=request.user, at=request.received_at)
    return True


def _attach_to(request: HttpRequest, application: Application, name: str) -> None:
    documents.attach(
        application, name.removeprefix("file-"), request.FILES.getlist(name),
        by=request.user, at=request.received_at, arrived=request.POST.getlist(f"{name}{ARRIVED}"),
    )  # fmt: skip


def _corrections(
    request: HttpRequest, application: Application, raw: dict[str, Any], refusal: Refused | None
) -> HttpResponse:
    correction = policies.open_correction(application)
    keys, contents = correcting.opened(application)
    reasons = {item["key"]: item["reason"] for item in correction.items}
    bound = _bound(request, contents, keys, raw)
    for field in bound:
        field.reason = reasons.get(field.key, "")
    on_way = on_their_way.stopped(request, application)
    every = lines(contents, on_their_way=on_way, questions=True)
    papers = [line for line in every if line["document"].slug in keys]
    for line in papers:
        line["reason"] = reasons.get(line["document"].slug, "")
    context = {
        "application": application,
        "correction": correction,
        "state": presenting.state_of(application, request),
        "fields": step_forms.with_tokens(bound, contents),
        "papers": papers,
        "missing": contents.missing(),
        "writable": presenting.is_writable(request, application),
        "is_lead": presenting.is_lead(application),
        "refusal": refusal,
    }
    return render(
        request,
        "applications/submission/corrections.html",
        context,
        status=refusal.status if refusal else 200,
    )


def _bound(request: HttpRequest, contents: Contents, keys: set[str], raw: dict[str, Any]) -> list[BoundField]:
    given = contents.answers
    if raw:
        given = step_forms.typed_over(given, contents.application, contents.definition, raw)
    found: list[BoundField] = []
    for step in contents.definition.steps:
        if keys & {field.key for field in step.fields}:
            bound = bind(
                contents.definition, step, given, contents.issues(step.key), current_language(),
                facts=contents.facts, closing_on=contents.closing_on, communes=commune_groups(),
                autocomplete=not presenting.keeps_nothing(request, contents.application),
            )  # fmt: skip
            found += [field for field in bound if field.key in keys and field.type != "file"]
    return found
