"""The register of processing, as a page and as a PDF. For administrators and directors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from incubator.documents import typesetting
from incubator.people.states import Role
from incubator.portal import register
from incubator.workflow.doors import desk_required

READERS = (Role.ADMIN, Role.DIRECTOR)


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
