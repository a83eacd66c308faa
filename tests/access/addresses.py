"""Our own addresses, read from the resolver; Wagtail's are told apart by where they are mounted."""

from collections.abc import Iterator

from django.urls import URLPattern, get_resolver

# What the libraries bring, by the beginning of the address: behind the CMS's own door (`test_cms.py`).
OF_LIBRARIES = ("cms/", "documents/")


def own() -> dict[str, str]:
    """Return our addresses: their name ("slice:name", or "slice:route" where one has no name) and their route."""
    return {name: route for name, route, is_own in _walk() if is_own}


def of_libraries() -> list[str]:
    """Return the routes that Wagtail brings."""
    return [route for _name, route, is_own in _walk() if not is_own]


def _walk() -> Iterator[tuple[str, str, bool]]:
    for spaces, route, pattern in _leaves(get_resolver().url_patterns):
        is_own = "accounts" in spaces or not route.lstrip("^").startswith(OF_LIBRARIES)
        yield ":".join([*spaces, pattern.name or route]), route, is_own


def _leaves(patterns: list, route: str = "", spaces: tuple[str, ...] = ()) -> Iterator[tuple]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield spaces, here, pattern
        else:
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _leaves(pattern.url_patterns, here, inner)
