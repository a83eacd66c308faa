"""The first door of a desk page: a role held now, or the page does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponseBase

View = Callable[..., HttpResponseBase]


def desk_required(*roles: str) -> Callable[[View], View]:
    """Let in only people who hold one of `roles` now; to the others the page does not exist (404)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.has_role(*roles, at=request.received_at):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate
