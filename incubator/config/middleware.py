"""Request-wide matters: content policy by part of the site, language by part of the site, signs no text holds."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils import translation

from incubator.config.logs import request_id
from incubator.core import cookies
from incubator.core.ids import public_id

Next = Callable[[HttpRequest], HttpResponse]
LANGUAGES = ("fr", "en")
NUL = "\x00"


def policy_line(policy: dict) -> str:
    """Return a Content-Security-Policy header for a table of directives."""
    return "; ".join(f"{name} {' '.join(values)}" for name, values in policy["DIRECTIVES"].items())


class ContentPolicy:
    """Put the content policy on each answer (a looser one under /cms/), and an id on each request."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.strict = policy_line(settings.CONTENT_SECURITY_POLICY)
        self.cms = policy_line(settings.CMS_CONTENT_SECURITY_POLICY)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        code = public_id(5).upper()
        request.request_id = f"{code[:2]}-{code[2:]}"
        request_id.set(request.request_id)
        response = self.get_response(request)
        cms = request.path.startswith("/cms/")
        response.headers.setdefault("Content-Security-Policy", self.cms if cms else self.strict)
        response.headers["X-Request-Id"] = request.request_id
        return response


class Language:
    """Choose the language: by address on the public site; inside, by person, then cookie, then French.

    Inside, `?lang=` (a link of a letter, of the door) chooses it for this browser.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language, asked = chosen_language(request), asked_language(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if asked and request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != asked:
            cookies.keep(response, settings.LANGUAGE_COOKIE_NAME, asked)
        return response


def asked_language(request: HttpRequest) -> str:
    """Return the language an address inside asks for, "" when it asks for none."""
    if request.method != "GET" or not request.path.startswith(settings.PATHS_INSIDE):
        return ""
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else ""


def chosen_language(request: HttpRequest) -> str:
    """Return "fr" or "en" for a request."""
    if not request.path.startswith(settings.PATHS_INSIDE):
        return "en" if request.path == "/en" or request.path.startswith("/en/") else "fr"
    if request.path.startswith("/api/"):
        return "en" if request.headers.get("Accept-Language", "").startswith("en") else "fr"
    if asked := asked_language(request):
        return asked
    stored = request.session.get("language") or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return stored if stored in LANGUAGES else "fr"


class WithoutNul:
    """Take the NUL character out of what is asked and posted: nobody types it, and no text of a database holds it.

    An address that holds it is that of no page.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, named: dict[str, Any]) -> None:
        """Clean the two before the view reads them; the token against forged forms has been checked."""
        if any(NUL in str(value) for value in named.values()):
            raise Http404
        if _holds_nul(request.GET):
            request.GET = _without_nul(request.GET)
        # The API reads the body itself, and its schemas refuse the sign.
        is_form = request.method == "POST" and not request.path.startswith("/api/")
        if is_form and _holds_nul(request.POST):
            request.POST = _without_nul(request.POST)


def _holds_nul(given: QueryDict) -> bool:
    return any(NUL in text for name, texts in given.lists() for text in (name, *texts))


def _without_nul(given: QueryDict) -> QueryDict:
    kept = QueryDict(mutable=True, encoding=given.encoding)
    for name, texts in given.lists():
        kept.setlist(name.replace(NUL, ""), [text.replace(NUL, "") for text in texts])
    return kept
