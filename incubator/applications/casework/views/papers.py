"""The papers of one file at the desk: the file itself as a PDF, and its documents cleared for a blind jury."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from incubator.applications.blind import masking
from incubator.applications.casework import printing
from incubator.applications.casework.desk import DESK, fetch
from incubator.documents import typesetting
from incubator.workflow.doors import desk_required
from incubator.workflow.versions import Read


@require_safe
@desk_required(*DESK)
def pdf(request: HttpRequest, ref: str) -> HttpResponse:
    """The file as it was sent last, made on the spot and written down each time."""
    application = fetch(request, ref)
    content = printing.take(application, by=request.user, at=request.received_at)
    return typesetting.response(content, application.reference)


@require_POST
@desk_required(*DESK)
def clear(request: HttpRequest, ref: str) -> HttpResponse:
    """All the documents and links of the file in one form, each with its own tick: a blind jury opens those ticked."""
    application = fetch(request, ref)
    held = masking.clear(
        application,
        cleared=request.POST.getlist("clear"),
        by=request.user,
        at=request.received_at,
        read=Read.of(request.POST),
    )
    words = ngettext(
        "Saved. The blind jury opens %(n)s document or link.",
        "Saved. The blind jury opens %(n)s documents and links.",
        held,
    )
    messages.success(request, words % {"n": held} if held else _("Saved. The blind jury opens no document."))
    return redirect(f"{reverse('applications:desk_file', args=[ref])}#documents")
