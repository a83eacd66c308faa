"""Around the CMS: its groups follow the grants at each entry, and what is done there is seen by visitors at once."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import Group
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.models import Page

from cms.permissions.by_programme import names_a_closed_one
from cms.setup import EDITORS, PUBLISHERS, ensure_groups
from incubator.core import public_version
from incubator.people.states import Role

# An editor writes and submits; whoever answers for the centre's word approves and publishes.
HOLDERS = {EDITORS: (Role.EDITOR,), PUBLISHERS: (Role.OFFICER, Role.DIRECTOR, Role.ADMIN)}


class AroundTheCms:
    """Under /cms/.

    Put the person in the groups of the CMS or take them out, as their roles of this minute say. After an act, whatever
    its page (a page approved, a picture changed, a redirect), drop the pages kept for visitors.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not (request.path.startswith("/cms/") and request.user.is_authenticated):
            return self.get_response(request)
        follow(request)
        response = self.get_response(request)
        if request.method == "POST":
            public_version.changed()
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Show nothing of a page or a form of another programme."""
        if not request.path.startswith("/cms/") or not request.user.is_authenticated:
            return
        if names_a_closed_one(request.user, request.resolver_match):
            raise Http404


def follow(request: HttpRequest) -> None:
    """Make the person's memberships equal to their grants."""
    person, at = request.user, request.received_at
    wanted = {name for name, roles in HOLDERS.items() if person.has_role(*roles, at=at)}
    held = set(person.groups.filter(name__in=HOLDERS).values_list("name", flat=True))
    if wanted == held:
        return
    groups = _groups()
    person.groups.remove(*[groups[name] for name in held - wanted if name in groups])
    person.groups.add(*[groups[name] for name in wanted - held if name in groups])


def _groups() -> dict[str, Group]:
    """Return the groups by name; a site opened before one of them existed gets it here."""
    found = {group.name: group for group in Group.objects.filter(name__in=HOLDERS)}
    root = Page.get_first_root_node()
    return found if len(found) == len(HOLDERS) or root is None else ensure_groups(root)
