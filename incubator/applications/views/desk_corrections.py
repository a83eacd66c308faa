"""Asking a team for corrections, from the page of its file."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from incubator.applications import dossier, screening
from incubator.applications.desk_forms import ReturnForm, at_five
from incubator.applications.models import Application
from incubator.applications.views.desk import DESK, fetch
from incubator.core import clock
from incubator.workflow.doors import desk_required
from incubator.workflow.refusals import NotAllowed, Refused

DAYS_TO_CORRECT = 7


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(*DESK)
def return_for_correction(request: HttpRequest, ref: str) -> HttpResponse:
    application = fetch(request, ref)
    due = clock.local_day(request.received_at) + timedelta(days=DAYS_TO_CORRECT)
    form = ReturnForm(request.POST if request.method == "POST" else None, initial={"due_on": due})
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
    return render(request, "applications/desk/return.html", context, status=422 if form.errors else 200)


def _due(form: forms.Form) -> datetime:
    due = at_five(form.cleaned_data["due_on"])
    assert due is not None
    return due


def _groups(application: Application, ticked: list[str], reasons: dict[str, str]) -> list[dict[str, Any]]:
    """Return every answer and document that may be returned, by step, with what was ticked and typed."""
    revision = dossier.sendings(application)[-1]
    groups = [
        {
            "title": part.title,
            "rows": [
                (line.key, line.label, _("Sensitive answer") if line.hidden else line.text)
                for line in part.lines
            ],
        }
        for part in dossier.parts(application, revision)
    ]
    documents = [(d.slug, d.label, ", ".join(f.name for f in d.files)) for d in dossier.documents(revision)]
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
