"""Completes what accounts says of the space: a founder's start-up, the space of the page, the centre."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from incubator.people.states import DESK_ROLES
from incubator.portal import current
from incubator.territory.centres import first_centre

APPLICANT, FOUNDER = "applicant", "founder"
# A page that belongs to one space is shown in it, whatever space was used before.
SPACE_OF_PATH = (("/portal/mentor/", "mentor"), ("/portal/jury/", "juror"), ("/portal/startups/", FOUNDER))


class SpaceOfThePage:
    """Tell applicants from founders (`request.space_kwargs` names the start-up) and follow the address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.centre = SimpleLazyObject(first_centre)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        spaces = getattr(request, "spaces", None)
        if not spaces:
            return
        asked = kwargs.get("slug") if request.path.startswith("/portal/startups/") else None
        if spaces == [APPLICANT] and request.method == "POST":
            # Most posts lead to another page: the start-ups are looked for only if this one is shown again.
            kwargs = SimpleLazyObject(partial(self._kwargs, request, asked))
            request.space_kwargs = kwargs
            request.space = SimpleLazyObject(lambda: FOUNDER if kwargs else APPLICANT)
            request.spaces = SimpleLazyObject(lambda: [FOUNDER if kwargs else APPLICANT])
            return
        if (
            APPLICANT in spaces
            and (request.space == APPLICANT or asked)
            and (kwargs := self._kwargs(request, asked))
        ):
            request.space_kwargs = kwargs
            request.spaces = spaces = [FOUNDER if code == APPLICANT else code for code in spaces]
            request.space = FOUNDER if request.space == APPLICANT else request.space
        self._follow(request, spaces)

    @staticmethod
    def _kwargs(request: HttpRequest, asked: str | None) -> dict[str, str]:
        """Return the start-up the addresses of the founder's space name; {} for somebody without a place."""
        slug = current.chosen(current.founder_slugs(request.user), asked)
        return {"slug": slug} if slug else {}

    def _follow(self, request: HttpRequest, spaces: list[str]) -> None:
        for path, code in SPACE_OF_PATH:
            if request.path.startswith(path) and code in spaces:
                request.space = code
        if request.path.startswith("/desk/") and request.space not in DESK_ROLES:
            request.space = next((code for code in spaces if code in DESK_ROLES), request.space)
