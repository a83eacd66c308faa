"""The documents of a file: one line each, added by a plain form."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from incubator.applications import documents, presenting
from incubator.applications.contents import RECORD, Contents
from incubator.applications.document_lines import lines
from incubator.applications.states import State
from incubator.files.models import StoredFile
from incubator.programmes.form import completeness
from incubator.workflow.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, ref: str) -> HttpResponse:
    application = presenting.fetch(request, ref)
    refusal, slug = None, request.POST.get("slug", "")
    if request.method == "POST":
        uploads = request.FILES.getlist("file")
        try:
            documents.attach(application, slug, uploads, by=request.user, at=request.received_at)
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("Document added."))
            return redirect(f"{_address(application)}#{slug}")
    elif application.state == State.RETURNED:
        return redirect("applications:corrections", ref=ref)
    elif not presenting.is_writable(request, application):
        return redirect("applications:review", ref=ref)
    contents = Contents.read(application)
    context = {
        "application": application,
        "name": presenting.name_of(contents),
        "lines": lines(contents, slug, refusal),
        "steps": presenting.steps(contents, contents.missing()),
        "number": len(contents.definition.steps) + 1,
        "previous": presenting.step_address(application, contents.definition.steps[-1].key),
        "refusal": refusal,
    }
    return render(request, "applications/documents.html", context, status=refusal.status if refusal else 200)


@require_POST
def remove(request: HttpRequest, ref: str, public_id: str) -> HttpResponse:
    application = presenting.fetch(request, ref)
    file = get_object_or_404(StoredFile.objects.of(RECORD, application.pk), public_id=public_id)
    documents.detach(application, file, by=request.user, at=request.received_at)
    messages.success(request, _("Document removed."))
    return redirect(f"{_address(application)}#{file.purpose}")


def _address(application: object) -> str:
    return presenting.step_address(application, completeness.DOCUMENTS)
