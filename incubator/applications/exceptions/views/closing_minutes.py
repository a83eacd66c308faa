"""The desk: the minutes of a call's closing, as a page and as a PDF to sign."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from incubator.applications.casework.desk import DESK, call_of
from incubator.applications.exceptions import closing_minutes
from incubator.documents import typesetting
from incubator.workflow.doors import desk_required

A_PAGE = 50


@desk_required(*DESK)
@require_GET
def page(request: HttpRequest, reference: str) -> HttpResponse:
    call = call_of(request, reference)
    late = Paginator(closing_minutes.late_files(call, request.user), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "call": call,
        "facts": closing_minutes.facts(call, request.received_at),
        "sections": [
            closing_minutes.changes(call), closing_minutes.codes(call), closing_minutes.sendings(late),
        ],
        "page_obj": late,
    }  # fmt: skip
    return render(request, "applications/exceptions/minutes.html", context)


@desk_required(*DESK)
@require_GET
def pdf(request: HttpRequest, reference: str) -> HttpResponse:
    call = call_of(request, reference)
    content = closing_minutes.pdf(call, by=request.user, at=request.received_at)
    return typesetting.response(content, "-".join([_("minutes"), call.reference]))
