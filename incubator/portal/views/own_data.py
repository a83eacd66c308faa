"""What the centre holds of the person who asks: told on a page, taken away as one archive."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from incubator.documents.zip_stream import zip_response
from incubator.portal.personal import own_data, readable, readings

LAST = 50  # readings on the page; the copy holds all of them


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponseBase:
    person = request.user
    if request.method == "POST":
        own_data.note(person, at=request.received_at)
        return zip_response(readable.entries(person, at=request.received_at), _("my data"))
    return _page(request)


def _page(request: HttpRequest) -> HttpResponse:
    context = {
        "applications": own_data.applications(request.user),
        "startups": own_data.startups(request.user),
        "sections": own_data.sections(),
        "consents": own_data.consents(request.user),
    }
    return render(request, "portal/own_data.html", context)


@never_cache
@require_safe
def section(request: HttpRequest, key: str) -> HttpResponse:
    """What stands under one heading of the copy, in words."""
    found = readable.section_of(key)
    if found is None:
        raise Http404
    context = {
        "section": found,
        "tables": readable.tables(found, request.user, request.received_at, most=LAST),
        "most": LAST,
    }
    return render(request, "portal/own_section.html", context)


@never_cache
@require_safe
def who_read(request: HttpRequest) -> HttpResponse:
    """Who read the person's records, a page at a time, of all of them or of one."""
    wanted = request.GET.get("record", "")
    record = readings.record_of(request.user, wanted) if wanted else None
    if wanted and record is None:
        raise Http404
    page = Paginator(readings.events(request.user, record), LAST).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "readings": readings.told(list(page.object_list)),
        "records": readings.records(request.user),
        "wanted": wanted,
    }
    return render(request, "portal/who_read.html", context)
