"""Answers that belong to no slice: health, what search engines and browsers ask for, and error pages."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from incubator.accounts import session_recovery
from incubator.core import client_address
from incubator.ops import readiness


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read: the public site, whose map is named."""
    lines = ["User-agent: *", *[f"Disallow: {path}" for path in settings.PATHS_INSIDE], ""]
    lines += [f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The address that browsers ask for by themselves, whatever the page says."""
    return redirect(static("ui/favicon.ico"))


@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """503 only when the database does not answer or waits for migrations.

    What else is so is told on the machine itself: figures of the inside are nobody's business outside.
    """
    inside = client_address.is_this_machine(request)
    try:
        missing = readiness.unapplied_migrations()
        report = readiness.report(at=request.received_at) if inside else {}
    except DatabaseError:
        return JsonResponse({"ready": False, **({"database": False} if inside else {})}, status=503)
    if inside:
        report |= {"database": True, "migrations": not missing}
    return JsonResponse({"ready": not missing, **report}, status=503 if missing else 200)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):  # what is typed, never files: those have their own limits
        return _error(request, 413, "too_large", _("This text is too long: 3 MB at most."))
    if isinstance(exception, TooManyFilesSent):
        return _error(request, 413, "too_many_files", _("Too many files at once."), too_many=True)
    return _error(request, 400, "bad_request", _("The address or the form sent to us is incomplete."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 403, "not_allowed", _("Your account does not give access to it."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 404, "not_found", _("Nothing here, or not yours to see."))


def server_error(request: HttpRequest) -> HttpResponse:
    request.centre = None  # the database may be what is wrong: the page asks it nothing
    return _error(request, 500, "error", _("Something went wrong on our side, not yours."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the token is old; a form of ours, posted by its writer, is shown to its writer again."""
    if _from_our_page(request) and (page := session_recovery.keep(request)):
        # Signed in meanwhile on another page: the text waits at its own address. Otherwise the door comes first.
        return redirect(page)
    return _error(
        request, 403, "csrf", _("The request does not carry the page's token (X-CSRFToken)."), "403_csrf.html"
    )


def _from_our_page(request: HttpRequest) -> bool:
    """Tell whether the browser says that the form was posted by a page of this very site."""
    own = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin", "") == own and not request.path.startswith(("/api/", "/login/"))


def _error(
    request: HttpRequest, status: int, code: str, detail: str, template: str = "", **more: bool
) -> HttpResponse:
    """Answer a program in the API's shape, a person with the page of that status; with the request's code."""
    number = getattr(request, "request_id", "")
    if request.path.startswith("/api/"):
        return JsonResponse({"code": code, "detail": detail, "request": number}, status=status)
    return render(request, template or f"{status}.html", {"code": number, **more}, status=status)
