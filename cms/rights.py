"""Whose calls a person works on in the CMS, and what they may do with the page of another's: nothing."""

from typing import Any

from wagtail.models import PagePermissionTester

from incubator.programmes.models import Call


def calls_of(user: Any) -> set[int]:
    """Return the keys of the calls a person works on; asked once a request, as Wagtail does with its own permissions."""
    if not hasattr(user, "calls_in_the_cms"):
        user.calls_in_the_cms = set(Call.objects.visible_to(user).values_list("pk", flat=True))
    return user.calls_in_the_cms


def _never(self: PagePermissionTester, *args: Any, **kwargs: Any) -> bool:
    return False


# Every question that Wagtail asks, or will ask, of what may be done with a page.
NoRights: type[PagePermissionTester] = type(
    "NoRights",
    (PagePermissionTester,),
    {name: _never for name in dir(PagePermissionTester) if name.startswith("can_")},
)
