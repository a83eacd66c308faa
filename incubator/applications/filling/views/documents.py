"""The documents of a file: one line each, added by a plain form."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from incubator.applications.filling import documents, presenting
from incubator.applications.filling.answer_set import RECORD, Contents
from incubator.applications.filling.document_lines import lines
from incubator.applications.filling.views import on_their_way
from incubator.applications.models import Application
from incubator.applications.states import State
from incubator.files import several, uploading
from incubator.files.models import StoredFile
from incubator.forms import completeness
from incubator.ui.typography import nbsp
from incubator.workflow.doors import Attempt
from incubator.workflow.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, ref: str) -> HttpResponse:
    application = presenting.fetch(request, ref)
    tried, slug = Attempt(shown=Refused), request.POST.get("slug", "")
    if request.method == "POST":
        with tried:
            _add(request, application, slug)
            return redirect(f"{_address(application)}#{slug}")
    elif application.state == State.RETURNED:
        return redirect("applications:corrections", ref=ref)
    elif not presenting.is_writable(request, application):
        return redirect("applications:review", ref=ref)
    contents, refusal = Contents.read(application), tried.refusal
    context = {
        "application": application,
        "name": presenting.name_of(contents),
        "lines": lines(contents, slug, refusal, on_their_way=on_their_way.stopped(request, application)),
        "steps": presenting.steps(contents, contents.missing()),
        "number": len(contents.definition.steps) + 1,
        "previous": presenting.step_address(application, contents.definition.steps[-1].key),
        "refusal": refusal,
    }
    return render(
        request, "applications/filling/documents.html", context, status=refusal.status if refusal else 200
    )


def _add(request: HttpRequest, application: Application, slug: str) -> None:
    """Keep what was posted for one document, or do what was pressed beside a file that stopped on its way."""
    if on_their_way.is_pressed(request):
        on_their_way.act(request, application)
        return
    uploads, arrived = request.FILES.getlist("file"), request.POST.getlist("file:arrived")
    attach = partial(documents.attach, application, slug, uploads, arrived=arrived)
    who = {"by": request.user, "at": request.received_at}
    several.go_through([partial(attach, **who)], request.POST.getlist("file:refused"))
    messages.success(request, _("Document added."))


@require_POST
def remove(request: HttpRequest, ref: str, public_id: str) -> HttpResponse:
    application = presenting.fetch(request, ref)
    file = get_object_or_404(StoredFile.objects.of(RECORD, application.pk), public_id=public_id)
    documents.detach(application, file, by=request.user, at=request.received_at)
    messages.success(request, _("Document removed."))
    return redirect(f"{_address(application)}#{file.purpose}")


@require_POST
def begin(request: HttpRequest, ref: str) -> JsonResponse:
    """Announce a file that will come in pieces; the answer tells where to send them, and from which octet on."""
    application, size = presenting.fetch(request, ref), request.POST.get("size", "")
    with Attempt(shown=Refused) as tried:
        session = documents.begin(
            application,
            request.POST.get("slug", ""),
            name=request.POST.get("name", ""),
            size=int(size) if size.isascii() and size.isdecimal() and len(size) < 16 else 0,
            sha256=request.POST.get("sha256", ""),
            by=request.user,
            at=request.received_at,
        )
        body = {
            "ref": session.public_id,
            "address": reverse("files:arriving", kwargs={"public_id": session.public_id}),
            "received": session.received,
            "piece": uploading.CHUNK,
        }
        return JsonResponse(body, status=201)
    body = {"sentence": nbsp(str(tried.refusal)), "code": tried.refusal.code}
    return JsonResponse(body, status=tried.refusal.status)


def _address(application: Application) -> str:
    return presenting.step_address(application, completeness.DOCUMENTS)
