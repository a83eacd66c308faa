"""Turns a refusal raised anywhere into a page (or, under /api/, into JSON)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from incubator.workflow.refusals import Refused


class OnlySent(Refused):
    """Somebody opened an address that only takes what a form sends (a bookmark, another language after a refusal)."""

    status = 405
    code = "only_sent"
    default = _("This address only takes what a form sends: go back to the page of that form.")


class Refusals:
    """Show the sentence of a `Refused` that no view caught, with its status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_read = (
            response.status_code == 405 and request.method == "GET" and not request.path.startswith("/api/")
        )
        return self._page(request, OnlySent()) if is_read else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        if request.path.startswith("/api/"):
            body = {"code": exception.code, "detail": str(exception.sentence), "data": exception.data}
            return JsonResponse(body, status=exception.status)
        return self._page(request, exception)

    @staticmethod
    def _page(request: HttpRequest, refusal: Refused) -> HttpResponse:
        return render(request, "refused.html", {"refusal": refusal}, status=refusal.status)
