"""What a person works on in the CMS: calls by programme, the pages of the whole site by role; nothing else is theirs."""

from dataclasses import dataclass
from typing import Any

from wagtail.models import PagePermissionTester

from incubator.people.states import Role
from incubator.programmes.models import Call, Programme

# Their word is the whole centre's; an officer's is, while no programme names them (or every one does).
WHOLE_SITE = (Role.EDITOR, Role.DIRECTOR, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class Rights:
    """The keys of the calls, and whether pages that speak for the whole centre are theirs too."""

    calls: frozenset[int]
    whole_site: bool


def rights_of(user: Any) -> Rights:
    """Return a person's rights; asked once a request.

    Wagtail's policies are given the person and nothing else, so they are kept there, beside Wagtail's own permissions.
    """
    if not hasattr(user, "rights_in_the_cms"):
        calls = Call.objects.visible_to(user).values_list("pk", flat=True)
        user.rights_in_the_cms = Rights(frozenset(calls), _speaks_for_all(user))
    return user.rights_in_the_cms


def _speaks_for_all(user: Any) -> bool:
    if user.has_role(*WHOLE_SITE):
        return True
    own = Programme.objects.staffed_by(user).values("pk")
    return not Programme.objects.exclude(pk__in=own).exists()


def _never(self: PagePermissionTester, *args: Any, **kwargs: Any) -> bool:
    return False


class NoRights(PagePermissionTester):
    """No to every question that Wagtail asks of what may be done with a page; a test holds the list against Wagtail's."""

    can_add_subpage = can_publish_subpage = can_reorder_children = _never
    can_edit = can_publish = can_unpublish = can_unschedule = can_submit_for_moderation = _never
    can_delete = can_move = can_move_to = can_copy = can_copy_to = _never
    can_lock = can_unlock = can_set_view_restrictions = can_view_revisions = _never


class OnlyUnder(NoRights):
    """Nothing on the page itself; a page of one's own may be written under it."""

    can_add_subpage = PagePermissionTester.can_add_subpage
    can_publish_subpage = PagePermissionTester.can_publish_subpage
