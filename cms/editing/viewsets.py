"""The parts of the CMS that are not pages."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from cms.models import CallForm
from cms.page_views import ApprovePage, CopyPage, CreatePage, EditPage


class PageViews(PageViewSet):
    """What the CMS does with pages of every kind."""

    add_view_class = CreatePage
    edit_view_class = EditPage
    copy_view_class = CopyPage
    workflow_action_view_class = ApprovePage


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

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return CallForm.objects.listed().visible_to(request.user)
