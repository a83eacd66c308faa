"""What the CMS shows: our pages, our media, the forms of calls, and nothing about accounts."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from cms.models import CallForm
from cms.viewsets import CallFormPolicy, CallFormViewSet
from incubator.core import public_version
from incubator.people.states import Role

MENU = {"explorer", "images", "documents", "call-forms", "reports", "settings"}
SETTINGS = {"redirects", "sites", "locales"}

register_permission_policy(CallForm, CallFormPolicy(CallForm))
register_snippet(CallFormViewSet)


@hooks.register("register_admin_urls")
def form_editor() -> list[Any]:
    """The pages that edit a form part by part."""
    return [path("call-forms/", include("cms.form_urls"))]


@hooks.register("construct_main_menu")
def only_our_menu(request: HttpRequest, items: list[Any]) -> None:
    """Keep what editors use; the settings are for administrators."""
    is_admin = request.user.has_role(Role.ADMIN, at=request.received_at)
    wanted = MENU if is_admin else MENU - {"settings", "reports"}
    items[:] = [item for item in items if item.name in wanted]


def visitors_see_it(*_what: Any) -> None:
    """Drop the pages kept for visitors after an act on a page, a picture or a site."""
    public_version.changed()


for act in ("publish_page", "unpublish_page", "delete_page", "move_page", "copy_page", "edit_page"):
    hooks.register(f"after_{act}", visitors_see_it)


@hooks.register("construct_settings_menu")
def no_people_here(request: HttpRequest, items: list[Any]) -> None:
    """People and roles are managed by moves, at the desk."""
    items[:] = [item for item in items if item.name in SETTINGS]
