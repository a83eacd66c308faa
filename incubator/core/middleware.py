"""Reads the server's clock once per request, so that a deadline has one instant."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from incubator.core import clock


class ReceivedAt:
    """Put `request.received_at` (aware, UTC) on each request; rules never read the clock again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.received_at = clock.now()  # type: ignore[attr-defined]
        return self.get_response(request)
