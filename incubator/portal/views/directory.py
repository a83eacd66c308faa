"""The public directory of the start-ups that agreed to it. No session, no token: it can be cached."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from incubator.cohorts.models import Place
from incubator.portal import directory as reads
from incubator.portal.current import WITH_A_PLACE
from incubator.portal.filters import DirectoryFilter
from incubator.portal.views.keeping import offered

A_PAGE = 24
PLACES = ("page", "lang")


@login_not_required
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    known = DirectoryFilter(request.GET, reads.public())
    request.left_aside = [
        key for key, value in request.GET.items() if value and not (key in PLACES or known.knows(key))
    ]
    page = Paginator(known.narrowed(reads.public()), A_PAGE).get_page(request.GET.get("page"))
    asked = f"?{request.GET.urlencode()}" if request.GET else ""
    request.alternate_urls = {
        "fr": reverse("portal:directory") + asked,
        "en": reverse("portal:directory_en") + asked,
    }
    context = {"filter": known, "page_obj": page, "detail": _name(request, "directory_startup")}
    return offered(render(request, "portal/public/directory.html", context))


@login_not_required
@require_safe
def startup(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(reads.public(), slug=slug)
    request.alternate_urls = {
        "fr": reverse("portal:directory_startup", args=[slug]),
        "en": reverse("portal:directory_startup_en", args=[slug]),
    }
    places = (
        Place.objects.filter(startup=found, state__in=WITH_A_PLACE)
        .select_related("cohort")
        .order_by("-taken_at")
    )
    context = {"startup": found, "places": places, "directory": _name(request, "directory")}
    return offered(render(request, "portal/public/startup.html", context))


def _name(request: HttpRequest, name: str) -> str:
    return f"portal:{name}_en" if request.LANGUAGE_CODE == "en" else f"portal:{name}"
