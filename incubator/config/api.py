"""The API, version 1: each slice's operations mounted under one description."""

import logging
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from incubator.applications import api as applications
from incubator.config.logs import request_id
from incubator.programmes import api as programmes
from incubator.workflow.refusals import Refused
from incubator.workflow.sensitivity import FactorMissing

# (prefix, router) of each slice that answers programs.
ROUTERS: list[tuple[str, Any]] = [("", programmes.router), ("", applications.router)]
CODES = {400: "bad_request", 401: "not_authenticated", 403: "not_allowed", 404: "not_found", 409: "conflict"}
log = logging.getLogger(__name__)

api = NinjaAPI(
    title="Pépinière",
    version="1",
    description="The centre's calls and applications, for programs. Moments are UTC; amounts, minor units.",
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
)
for prefix, router in ROUTERS:
    api.add_router(prefix, router)


def problem(status: int, code: str, detail: str, **more: Any) -> JsonResponse:
    """Return an error as every error of the API: `{code, detail}` and what the refusal adds."""
    return JsonResponse({"code": code, "detail": detail, **more}, status=status)


@api.exception_handler(FactorMissing)
def factor_owed(request: HttpRequest, missing: FactorMissing) -> HttpResponse:
    raise missing  # the guard of the whole product answers


@api.exception_handler(Refused)
def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    response = problem(refusal.status, refusal.code, str(refusal.sentence), data=refusal.data)
    if "retry_after" in refusal.data:
        response["Retry-After"] = str(refusal.data["retry_after"])
    return response


@api.exception_handler(AuthenticationError)
def not_authenticated(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    response = problem(401, "not_authenticated", _("Sign in, or send a token that is still valid."))
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, "not_found", _("Nothing here, or not yours to see."))


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    # Where and why, never the value: it may be personal.
    fields = [{"where": [str(part) for part in one["loc"]], "why": one["msg"]} for one in error.errors]
    return problem(
        422, "invalid", _("The request does not have the expected shape."), data={"fields": fields}
    )


@api.exception_handler(HttpError)
def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, CODES.get(error.status_code, "invalid"), error.message)


@api.exception_handler(RequestDataTooBig)
def too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return problem(413, "too_large", _("This text is too long: 3 MB at most."))


@api.exception_handler(Exception)
def failed(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("The API failed.", exc_info=error)
    return problem(500, "error", _("Something went wrong on our side, not yours."), request=request_id.get())


def schema() -> OpenAPISchema:
    """Return the description of the API (OpenAPI 3.1)."""
    return api.get_openapi_schema(path_prefix="/api/v1/")


@login_not_required
def openapi(request: HttpRequest) -> HttpResponse:
    """The description, for programs."""
    return JsonResponse(schema())


@login_not_required
def docs(request: HttpRequest) -> HttpResponse:
    """The description, for people: our own page, nothing from elsewhere."""
    described = schema()
    operations = [
        {
            "method": method.upper(),
            "parts": address.strip("/").split("/"),
            "secured": bool(operation.get("security")),
            **operation,
        }
        for address, methods in described["paths"].items()
        for method, operation in methods.items()
    ]
    return render(request, "config/api_docs.html", {"described": described, "operations": operations})


def unknown(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any other address under the API, in the API's own shape."""
    return problem(404, "not_found", _("There is no such address in the API."))


def addresses() -> list[URLPattern]:
    """Return the API's addresses; each operation says itself who may ask, so the pages' door is left out."""
    patterns = []
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern):
            pattern.callback = login_not_required(pattern.callback)
            patterns.append(pattern)
    own = [path("openapi.json", openapi, name="openapi"), path("docs", docs, name="docs")]
    return [
        *own,
        *patterns,
        path("", login_not_required(unknown)),
        path("<path:rest>", login_not_required(unknown)),
    ]


urls = (addresses(), "api")
