"""The register of processing, as a page and as a PDF. For administrators and directors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from incubator.documents import typesetting
from incubator.people.states import Role
from incubator.portal.personal import register, retention
from incubator.workflow.doors import desk_required
from incubator.workflow.models import Event

READERS = (Role.ADMIN, Role.DIRECTOR)
LAST = 30  # nights


@require_safe
@desk_required(*READERS)
def page(request: HttpRequest) -> HttpResponse:
    return render(
        request, "portal/desk/register.html", {"entries": register.entries(), "lead": register.lead()}
    )


@require_safe
@desk_required(*READERS)
def pdf(request: HttpRequest) -> HttpResponse:
    return typesetting.response(register.pdf(request.received_at), _("register of processing"))


@require_safe
@desk_required(*READERS)
def retention_page(request: HttpRequest) -> HttpResponse:
    """What the coming night erases, and what the last ones did."""
    runs = Event.objects.filter(verb=retention.RUN).order_by("-id")[:LAST]
    context = {
        "foreseen": retention.in_words(retention.foresee(at=request.received_at).as_data()),
        "runs": [(run.at, retention.in_words(run.data)) for run in runs],
    }
    return render(request, "portal/desk/retention.html", context)
