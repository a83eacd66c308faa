"""Addresses of other slices' pages, for links that stay away where no page answers."""

from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse


def find(name: str, *args: Any, query: dict[str, Any] | None = None, **kwargs: Any) -> str:
    """Return an address with its query, "" when no page has that name."""
    try:
        path = reverse(name, args=args or None, kwargs=kwargs or None)
    except NoReverseMatch:
        return ""
    return f"{path}?{urlencode(query)}" if query else path
