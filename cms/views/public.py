"""Doors of the public site: its pages, short addresses, dates for a calendar."""

import posixpath

from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import storages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET, require_safe
from django.views.static import serve
from wagtail.documents import get_document_model
from wagtail.documents.views.serve import serve as serve_document

from cms import calendars, routing
from cms.addresses import call_path
from cms.permissions import access
from incubator.core.bilingual import current_language
from incubator.programmes.models import Call

KEPT_SECONDS = 60
PICTURE_SECONDS = 3600
# Where Wagtail keeps what it makes of a picture for a page.
PICTURES = "images/"


@login_not_required
def page(request: HttpRequest, path: str = "") -> HttpResponseBase:
    """A public page: no session, no token, the same for everybody for a minute; one that is kept for some, by Wagtail's
    own serving, is theirs alone and kept nowhere.
    """
    found = routing.find(path)
    if found is None:
        raise Http404
    restrictions = list(found.page.get_view_restrictions())
    access.prepare(request, restrictions)
    routing.dress(request, found)
    language = "fr" if found.falls_back else current_language()
    with translation.override(language):
        request.falls_back = found.falls_back
        response = access.serve(found.page, request)
        if hasattr(response, "render") and not response.is_rendered:
            response.render()
    response.headers["Content-Language"] = language
    if restrictions:
        patch_cache_control(response, **access.NOT_KEPT)
    elif response.status_code == 200:
        patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
        response.holds_until = routing.holds_until
    return response


@login_not_required
@require_GET
def short(request: HttpRequest, reference: str) -> HttpResponse:
    """The short address of a call, for radio, posters and messages."""
    call = get_object_or_404(Call.objects.answering(), reference__iexact=reference)
    return redirect(call_path(call.slug, "fr"))


@login_not_required
@require_GET
def opening_ics(request: HttpRequest, slug: str) -> HttpResponse:
    """The opening and the closing of a call, for a telephone's calendar."""
    call = get_object_or_404(Call.objects.answering(), slug=slug)
    address = request.build_absolute_uri(call_path(call.slug, current_language()))
    response = HttpResponse(
        calendars.dates_of(call, address, request.received_at), content_type="text/calendar; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{call.slug}.ics"'
    return response


@login_not_required
@require_safe
def document(request: HttpRequest, number: str, name: str) -> HttpResponseBase:
    """A document of the site, given by Wagtail after it looked at the privacy of its collection; asked for each time."""
    found = get_object_or_404(get_document_model().objects.select_related("collection"), pk=number)
    restrictions = found.collection.get_view_restrictions()
    access.prepare(request, restrictions)
    response = serve_document(request, number, name)
    patch_cache_control(response, **(access.NOT_KEPT if restrictions else {"public": True, "no_cache": True}))
    return response


@login_not_required
@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture of the site as its pages show it, where no proxy gives it (the demonstration, a first machine).

    Documents are given by decision (/documents/), pictures as they were sent to nobody.
    """
    path = posixpath.normpath(path)
    if not path.startswith(PICTURES):
        raise Http404
    response = serve(request, path, document_root=storages["default"].location)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    patch_cache_control(response, public=True, max_age=PICTURE_SECONDS)
    return response
