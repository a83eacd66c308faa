"""The parts of the CMS that are not pages."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from cms.models import CallForm


class CreatePage(CreateView):
    """Create a page at the first press of a button; from then on it saves itself while it is edited.

    Saved by itself before that, a page and the press of a button on a slow line would both create it.
    """

    def form_valid(self, form: ModelForm) -> HttpResponse:
        """Save the page; an address that another page took meanwhile is said at its field."""
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except ValidationError as taken:
            form.add_error(None, taken)
            return self.form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "autosave_enabled": False}


class PageViews(PageViewSet):
    """What the CMS does with pages of every kind."""

    add_view_class = CreatePage


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
