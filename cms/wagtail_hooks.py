"""What the CMS shows: our pages, our media, the forms of calls, and nothing about accounts."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.urls import include, path
from wagtail import hooks
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel
from wagtail.models import Page
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from cms.editing.date_fields import DayField, DayInput, MomentField, MomentInput
from cms.editing.viewsets import CallFormViewSet, PageViews
from cms.models import CallForm
from cms.page_views import PagesToApprove, refuse_in_bulk
from cms.permissions.by_programme import ByProgramme, CallFormPolicy, closed_pages
from incubator.people.states import Role

MENU = {"explorer", "images", "documents", "call-forms", "reports", "settings"}
SETTINGS = {"redirects", "sites", "locales"}

register_permission_policy(Page, ByProgramme())
register_permission_policy(CallForm, CallFormPolicy(CallForm))
register_snippet(CallFormViewSet)
for column, field, control in (
    (models.DateField, DayField, DayInput),
    (models.DateTimeField, MomentField, MomentInput),
):
    register_form_field_override(column, override={"form_class": field, "widget": control})


# After Wagtail's own, whose place it takes.
@hooks.register("register_admin_viewset", order=1)
def page_views() -> PageViews:
    return PageViews()


@hooks.register("register_admin_urls")
def form_editor() -> list[Any]:
    """The pages that edit a form part by part."""
    return [path("call-forms/", include("cms.form_editor.urls"))]


hooks.register("before_bulk_action", refuse_in_bulk)


@hooks.register("construct_page_chooser_queryset")
def only_own_calls(pages: models.QuerySet, request: HttpRequest) -> models.QuerySet:
    """Offer as the target of a link what a person works on."""
    return pages.exclude(pk__in=closed_pages(request.user))


@hooks.register("construct_homepage_panels")
def only_own_pages_to_approve(request: HttpRequest, panels: list[Any]) -> None:
    """Of the pages that wait for an approval, name those that the person may write."""
    panels[:] = [
        PagesToApprove() if isinstance(panel, WorkflowObjectsToModeratePanel) else panel for panel in panels
    ]


@hooks.register("construct_main_menu")
def only_our_menu(request: HttpRequest, items: list[Any]) -> None:
    """Keep what editors use; the settings are for administrators."""
    is_admin = request.user.has_role(Role.ADMIN, at=request.received_at)
    wanted = MENU if is_admin else MENU - {"settings", "reports"}
    items[:] = [item for item in items if item.name in wanted]


@hooks.register("construct_settings_menu")
def no_people_here(request: HttpRequest, items: list[Any]) -> None:
    """People and roles are managed by moves, at the desk."""
    items[:] = [item for item in items if item.name in SETTINGS]
