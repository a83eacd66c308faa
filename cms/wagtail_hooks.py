"""What the CMS shows: what waits, our pages, our media, the forms of calls, and nothing about accounts."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel
from wagtail.models import Page
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from cms.dashboard.panels import PANELS
from cms.editing.date_fields import DayField, DayInput, MomentField, MomentInput
from cms.editing.viewsets import CallFormViewSet, PageViews
from cms.models import CallForm
from cms.page_views import refuse_in_bulk
from cms.permissions.by_programme import ByProgramme, CallFormPolicy, closed_pages
from incubator.people.states import Role

MENU = {"explorer", "images", "documents", "call-forms", "reports", "settings"}
SETTINGS = {"redirects", "sites", "locales"}
# The house's own words for what Wagtail names otherwise, by the name of the line of a menu.
WORDS = {
    "settings": _("Settings"),
    "workflows": _("Pages in review"),
    "workflow-tasks": _("Steps of the review"),
    "site-history": _("History of the site"),
    "aging-pages": _("Pages not changed for long"),
    "page-types-usage": _("Kinds of pages"),
}
# What our own panels say: pages that wait.
SAID_BY_OURS = (WorkflowObjectsToModeratePanel, UserObjectsInWorkflowModerationPanel)

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


@hooks.register("insert_global_admin_css")
def house_colours() -> str:
    """Wear the colours of the house."""
    return format_html('<link rel="stylesheet" href="{}">', static("cms/admin.css"))


@hooks.register("construct_homepage_panels")
def what_matters(request: HttpRequest, panels: list[Any]) -> None:
    """Show what waits first; of Wagtail's own panels keep those that say something else."""
    panels[:] = [panel for panel in panels if not isinstance(panel, SAID_BY_OURS)]
    panels.extend(panel(request) for panel in PANELS)


@hooks.register("construct_homepage_summary_items", order=1)
def no_totals(request: HttpRequest, items: list[Any]) -> None:
    """How many pages and pictures there are calls for nothing."""
    items.clear()


@hooks.register("construct_main_menu")
def only_our_menu(request: HttpRequest, items: list[Any]) -> None:
    """Keep what editors use; the settings are for administrators."""
    is_admin = request.user.has_role(Role.ADMIN, at=request.received_at)
    wanted = MENU if is_admin else MENU - {"settings", "reports"}
    items[:] = [item for item in items if item.name in wanted]
    say(items)


@hooks.register("construct_settings_menu")
def no_people_here(request: HttpRequest, items: list[Any]) -> None:
    """People and roles are managed by moves, at the desk."""
    items[:] = [item for item in items if item.name in SETTINGS]


@hooks.register("construct_reports_menu")
def our_reports(request: HttpRequest, items: list[Any]) -> None:
    """The same words as the rest."""
    say(items)


def say(items: list[Any]) -> None:
    """Write the lines of a menu in the house's words."""
    for item in items:
        item.label = WORDS.get(item.name, item.label)
