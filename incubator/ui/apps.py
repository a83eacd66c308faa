from django.apps import AppConfig
from django.forms import ChoiceField, ModelChoiceField, ModelMultipleChoiceField, MultipleChoiceField
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    name = "incubator.ui"
    label = "ui"
    verbose_name = "Design system"

    def ready(self) -> None:
        """Every list of our forms refuses in our words, not in those of the library."""
        for field in (ChoiceField, MultipleChoiceField, ModelChoiceField, ModelMultipleChoiceField):
            field.default_error_messages = {
                **field.default_error_messages,
                "invalid_choice": _("This answer is not in the list. Choose one of the list."),
            }
