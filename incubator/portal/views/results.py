"""The centre's results, for everybody. No session, no token: the page can be cached."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from incubator.portal import results as reads
from incubator.portal.views.keeping import offered


@login_not_required
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    request.alternate_urls = {"fr": reverse("portal:results"), "en": reverse("portal:results_en")}
    context = {"results": reads.gather(request.received_at)}
    return offered(render(request, "portal/public/results.html", context))
