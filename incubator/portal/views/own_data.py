"""What the centre holds of the person who asks: told on a page, taken away as one archive."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from incubator.documents.zip_stream import zip_response
from incubator.portal import own_data, readings

LAST = 50  # readings on the page; the copy holds all of them


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponseBase:
    person = request.user
    if request.method == "POST":
        own_data.note(person, at=request.received_at)
        return zip_response(own_data.entries(person, at=request.received_at), _("my data"))
    return _page(request)


def _page(request: HttpRequest) -> HttpResponse:
    context = {
        "applications": own_data.applications(request.user),
        "startups": own_data.startups(request.user),
        "sections": own_data.sections(),
        "readings": readings.of(request.user, LAST),
        "consents": own_data.consents(request.user),
    }
    return render(request, "portal/own_data.html", context)
