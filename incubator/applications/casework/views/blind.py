"""Preparing one file for a blind jury: what it may open, and what is masked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from incubator.applications.blind import masking
from incubator.applications.casework import dossier
from incubator.applications.casework.desk import DESK, fetch
from incubator.applications.filling import answers
from incubator.applications.filling.definitions import definition_of
from incubator.core.bilingual import pick_pair
from incubator.workflow import deciding
from incubator.workflow.doors import Attempt, desk_required
from incubator.workflow.versioned import version_of
from incubator.workflow.versions import Read


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required(*DESK)
def blind(request: HttpRequest, ref: str) -> HttpResponse:
    application = fetch(request, ref)
    tried = Attempt()
    key, words = request.POST.get("extra-key", ""), request.POST.get("extra-text", "")
    if request.method == "POST":
        with tried:
            masking.prepare(
                application,
                cleared=request.POST.getlist("clear"),
                shown=request.POST.getlist("show"),
                extra=(key, words) if words.strip() else None,
                by=request.user,
                at=request.received_at,
                read=Read.of(request.POST),
            )
            messages.success(request, _("Saved. The jury reads the file like this from now on."))
            return redirect("applications:desk_blind", ref)
    refusal = tried.refusal
    revision = dossier.sendings(application)[-1]
    fields = answers.reviewer_fields(definition_of(revision.form_version))
    papers, named = masking.to_clear(application, revision), masking.named(application, revision)
    context = {
        "application": application,
        "papers": papers,
        "named": named,
        "fields": [(f.key, pick_pair(f.label)) for f in fields if f.type not in ("file", "url")],
        "may": deciding.decide("application.clear", request.user, application, request.received_at),
        "refusal": refusal,
        "version": version_of(masking.boxes(papers, named), request.POST if refusal else None),
        "extra": (key, words),
        "ticked": request.POST.getlist("clear") if refusal else None,
        "shown": request.POST.getlist("show") if refusal else None,
    }
    return render(
        request, "applications/casework/blind.html", context, status=refusal.status if refusal else 200
    )
