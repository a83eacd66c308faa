"""Asking a team for corrections, from the page of its file."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from incubator.applications.casework import dossier, reminding, screening
from incubator.applications.casework.desk import DESK, fetch
from incubator.applications.casework.forms import MoreTimeForm, ReturnForm, at_five
from incubator.applications.models import Application, Revision
from incubator.core import clock
from incubator.workflow.doors import Attempt, desk_required

DAYS_TO_CORRECT = 7


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(*DESK)
def return_for_correction(request: HttpRequest, ref: str) -> HttpResponse:
    application = fetch(request, ref)
    due = clock.local_day(request.received_at) + timedelta(days=DAYS_TO_CORRECT)
    form = ReturnForm(request.POST if request.method == "POST" else None, initial={"due_on": due})
    ticked = request.POST.getlist("key")
    sections = request.POST.getlist("section")
    reasons = {name[7:]: text for name, text in request.POST.items() if name.startswith("reason-")}
    if request.method == "POST" and form.is_valid():
        with Attempt(form):
            screening.return_for_correction(
                application,
                items=[{"key": key, "reason": reasons.get(key, "")} for key in ticked]
                + [{"section": key, "reason": reasons.get(f"section-{key}", "")} for key in sections],
                due_at=_due(form),
                note=form.cleaned_data["note"],
                by=request.user,
                at=request.received_at,
            )
            messages.success(request, _("Returned for correction; the letter leaves now."))
            return redirect("applications:desk_file", application.public_id)
    revision = dossier.sendings(application)[-1]
    papers = dossier.documents(revision, request.user, request.received_at)
    marked = [*ticked, *(f"section-{key}" for key in sections)]
    context = {
        "application": application,
        "form": form,
        "groups": _groups(application, revision, papers, marked, reasons),
        "papers": papers,
    }
    return render(request, "applications/casework/return.html", context, status=422 if form.errors else 200)


def _due(form: forms.Form) -> datetime:
    due = at_five(form.cleaned_data["due_on"])
    assert due is not None
    return due


def _groups(
    application: Application,
    revision: Revision,
    papers: list[dossier.Documents],
    ticked: list[str],
    reasons: dict[str, str],
) -> list[dict[str, Any]]:
    """Return every answer and document that may be returned, by step, with what was ticked and typed."""
    known = screening.correctable(application)
    groups = [
        {
            "section": _row(f"section-{part.key}", part.title, "", ticked, reasons) | {"value": part.key},
            "title": part.title,
            "rows": [
                _row(
                    line.key, line.label, _("Sensitive answer") if line.hidden else line.text, ticked, reasons
                )
                for line in part.lines
                if line.key in known
            ],
        }
        for part in dossier.parts(application, revision)
    ]
    rows = [
        _row(d.slug, d.label, ", ".join(f.name for f in d.files), ticked, reasons)
        for d in papers
        if d.slug in known
    ]
    return [*groups, {"title": _("Documents"), "rows": rows}]


def _row(key: str, label: Any, text: str, ticked: list[str], reasons: dict[str, str]) -> dict[str, Any]:
    return {
        "key": key,
        "label": label,
        "text": text,
        "ticked": key in ticked,
        "reason": reasons.get(key, ""),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(*DESK)
def extend(request: HttpRequest, ref: str) -> HttpResponse:
    """Give the team more time for its corrections."""
    application = fetch(request, ref)
    form = MoreTimeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with Attempt(form, "due_on"):
            reminding.extend(application, due_at=_due(form), by=request.user, at=request.received_at)
            messages.success(request, _("The team has more time; the letter leaves now."))
            return redirect("applications:desk_file", ref)
    context = {"application": application, "form": form, "label": _("Give more time")}
    return render(request, "applications/casework/form.html", context, status=422 if form.errors else 200)
