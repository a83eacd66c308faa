"""The parts of the CMS that are not pages."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.forms import CallFormForm
from cms.models import CallForm
from cms.panels import RulesPanel, StepsPanel


class CallFormPolicy(ModelPermissionPolicy):
    """A form comes with its call and stays with it: nobody adds or deletes one here."""

    def user_has_permission(self, user: object, action: str) -> bool:
        return action not in ("add", "delete") and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: object, actions: list[str]) -> bool:
        return super().user_has_any_permission(user, [one for one in actions if one not in ("add", "delete")])


class CallFormViewSet(SnippetViewSet):
    """Forms of calls: one line a call."""

    model = CallForm
    icon = "form"
    menu_label = _("Forms of calls")
    menu_name = "call-forms"
    menu_order = 250
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["call"]
    list_per_page = 50
    edit_handler = ObjectList(
        [
            FieldPanel("call", read_only=True),
            RulesPanel(heading=_("Who may apply"), classname="collapsed"),
            StepsPanel(
                "steps",
                help_text=_(
                    "Saving changes nothing for applicants: "
                    "publish the form from the call's page at the desk."
                ),
            ),
        ],
        base_form_class=CallFormForm,
    )

    def get_queryset(self, request: object) -> object:
        return CallForm.objects.listed()
