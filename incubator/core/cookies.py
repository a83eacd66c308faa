"""The one way in which the product remembers something in a browser beside its session: for a year, closed to scripts."""

from django.conf import settings
from django.http import HttpResponse

A_YEAR = 365 * 24 * 3600


def keep(response: HttpResponse, name: str, value: str) -> None:
    """Put a cookie on the answer; its name comes from the settings, where production gives it `__Host-`."""
    response.set_cookie(
        name, value, max_age=A_YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
