"""Whose pages a person works on in the CMS: the page and the form of a call by programme, stories by role.

Those of the whole site (home, indexes, standing pages) by role too, but for officers who work on some programmes only.

Wagtail asks `ByProgramme` for lists (its explorer, searches, reports, its API, bulk acts) and the page itself
(`permissions_for_user`) for each act on one. Both answer from `cms.permissions.rights`.
"""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.urls import ResolverMatch
from wagtail.models import Page, get_page_models
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.models import CallForm, CallPage
from cms.permissions.rights import rights_of

# Where an address of the CMS names the form of a call.
OF_FORMS = ("wagtailsnippets_cms_callform", "call_forms")


# Where an address of the CMS names the page that is acted on, not a page that others stand under.
ACTED_ON = {"page_id", "page_to_move_id"}


def closed_pages(user: Any) -> list[int]:
    """Return the keys of the pages of calls that are none of this person's: another programme's."""
    return list(CallPage.objects.exclude(call__in=rights_of(user).calls).values_list("pk", flat=True))


def kept_pages(user: Any) -> list[int]:
    """Return the keys of the pages that this person reads and goes through, and does not write: the whole site's."""
    if rights_of(user).whole_site:
        return []
    kinds = [model for model in get_page_models() if getattr(model, "is_of_the_whole_site", False)]
    return list(Page.objects.exact_type(*kinds).values_list("pk", flat=True))


def names_a_closed_one(user: Any, address: ResolverMatch) -> bool:
    """Tell whether an address of the CMS names a page or a form that is none of this person's.

    Asked before any view of Wagtail: some of them show the title before they ask who wants it, and the approval of a page
    asks for the group alone.
    """
    named = {
        name: str(value) for name, value in address.kwargs.items() if "page" in name and name.endswith("_id")
    }
    if set(named.values()) & {str(key) for key in (closed_pages(user) if named else ())}:
        return True
    acted_on = {value for name, value in named.items() if name in ACTED_ON}
    if acted_on & {str(key) for key in (kept_pages(user) if acted_on else ())}:
        return True
    form = address.kwargs.get("pk") if set(OF_FORMS) & set(address.namespaces) else None
    return form is not None and not CallForm.objects.visible_to(user).filter(pk=form).exists()


class ByProgramme(PagePermissionPolicy):
    """Wagtail's own permissions by role, but for the pages of another programme's calls and of the whole site."""

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Page) -> bool:
        mine = super().user_has_any_permission_for_instance(user, actions, instance)
        return mine and not _is_not_theirs(user, instance)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> models.QuerySet:
        pages = super().instances_user_has_any_permission_for(user, actions)
        return pages.exclude(pk__in=[*closed_pages(user), *kept_pages(user)])

    def explorable_instances(self, user: Any) -> models.QuerySet:
        """What is listed: pages that somebody goes through are."""
        plain = PagePermissionPolicy(self.model)
        return plain.explorable_instances(user).exclude(pk__in=closed_pages(user))

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: Page, include_superusers: bool = True
    ) -> models.QuerySet:
        """Those who are written to about a page."""
        people = super().users_with_any_permission_for_instance(actions, instance, include_superusers)
        return people.exclude(pk__in=[person.pk for person in people if _is_not_theirs(person, instance)])


def _is_not_theirs(user: Any, page: Page) -> bool:
    return page.pk in closed_pages(user) or page.pk in kept_pages(user)


class CallFormPolicy(ModelPermissionPolicy):
    """A form comes with its call and stays with it: nobody adds or deletes one here, or reads another programme's."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in ("add", "delete") and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return super().user_has_any_permission(user, [one for one in actions if one not in ("add", "delete")])

    def user_has_permission_for_instance(self, user: Any, action: str, instance: CallForm) -> bool:
        return self.user_has_permission(user, action) and self._is_theirs(user, instance)

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: CallForm
    ) -> bool:
        return self.user_has_any_permission(user, actions) and self._is_theirs(user, instance)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> models.QuerySet:
        return super().instances_user_has_any_permission_for(user, actions).visible_to(user)

    def _is_theirs(self, user: Any, form: CallForm) -> bool:
        return CallForm.objects.visible_to(user).filter(pk=form.pk).exists()
