"""Turns a refusal raised anywhere into a page (or, under /api/, into JSON)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from incubator.workflow.refusals import Refused


class Refusals:
    """Show the sentence of a `Refused` that no view caught, with its status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        if request.path.startswith("/api/"):
            body = {"code": exception.code, "detail": str(exception.sentence), "data": exception.data}
            return JsonResponse(body, status=exception.status)
        return render(request, "refused.html", {"refusal": exception}, status=exception.status)
