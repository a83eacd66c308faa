"""Offers a public page of the portal to be shown to the next visitors too (`config.kept_pages`)."""

from datetime import datetime, timedelta

from django.http import HttpResponse

# Nothing on these pages changes by the clock. An act that changes them drops them at once (`workflow.audit`).
AS_LONG_AS_ANY = timedelta(hours=1)


def offered(response: HttpResponse) -> HttpResponse:
    """Say that the page says for a while what is so; a shorter time is kept for all pages."""
    response.holds_until = _holds_until
    return response


def _holds_until(at: datetime) -> datetime:
    return at + AS_LONG_AS_ANY
