"""Lets the right people into the CMS: its one group follows the grants at each entry."""

from collections.abc import Callable

from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse

from cms.setup import EDITORS
from incubator.people.states import Role

WRITERS = (Role.EDITOR, Role.OFFICER, Role.ADMIN)


class EditorsFollowGrants:
    """Under /cms/.

    Put the person in the editors' group or take them out, as their roles of this minute say.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/cms/") and request.user.is_authenticated:
            follow(request)
        return self.get_response(request)


def follow(request: HttpRequest) -> None:
    """Make the person's membership equal to their grants."""
    wanted = request.user.has_role(*WRITERS, at=request.received_at)
    held = request.user.groups.filter(name=EDITORS).exists()
    if wanted != held and (group := Group.objects.filter(name=EDITORS).first()):
        (request.user.groups.add if wanted else request.user.groups.remove)(group)
