"""The style guide. Sample data only, open to everybody where nobody works (`SHOWS_STYLEGUIDE`)."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from incubator.core.bilingual import current_language
from incubator.ui.styleguide import samples

FRAMES = ("portal", "desk", "public", "bare")


@login_not_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component in every state; `?lang=`, `?frame=` and `?space=` choose how."""
    if not settings.SHOWS_STYLEGUIDE:
        raise Http404
    frame, space = request.GET.get("frame", "portal"), request.GET.get("space", "founder")
    frame = frame if frame in FRAMES else "portal"
    request.space = "visitor" if frame == "public" else space
    language = request.GET.get("lang", "")
    language = language if language in ("fr", "en") else current_language()
    with translation.override(language):
        return render(
            request, "ui/styleguide.html", {"base": f"ui/{frame}.html", "frame": frame, **samples()}
        )
