"""The parts of the CMS that are not pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from cms.models import CallForm
from cms.page_views import ApprovePage, CopyPage, CreatePage, EditPage


class PageViews(PageViewSet):
    """What the CMS does with pages of every kind."""

    add_view_class = CreatePage
    edit_view_class = EditPage
    copy_view_class = CopyPage
    workflow_action_view_class = ApprovePage


class CallFormPolicy(ModelPermissionPolicy):
    """A form comes with its call and stays with it: nobody adds or deletes one here."""

    def user_has_permission(self, user: object, action: str) -> bool:
        return action not in ("add", "delete") and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: object, actions: list[str]) -> bool:
        return super().user_has_any_permission(user, [one for one in actions if one not in ("add", "delete")])


class ByParts(EditView):
    """A form is edited part by part, each page sending only its own (`cms.views.form_editor`)."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return redirect("call_forms:form", kwargs["pk"])


class CallFormViewSet(SnippetViewSet):
    """Forms of calls: one line a call."""

    model = CallForm
    icon = "form"
    menu_label = _("Forms of calls")
    menu_name = "call-forms"
    menu_order = 250
    add_to_admin_menu = True
    copy_view_enabled = False
    edit_view_class = ByParts
    list_display = ["call"]
    list_per_page = 50

    def get_queryset(self, request: object) -> object:
        return CallForm.objects.listed()
