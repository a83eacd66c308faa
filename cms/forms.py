"""The form behind the form editor: what cannot be published cannot be saved."""

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm

from cms import compiling


class CallFormForm(WagtailAdminModelForm):
    """Compiles what was typed and lists everything that is wrong with it."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "steps" in data and not self.errors:
            self.instance.steps = data["steps"]
            for sentence in compiling.faults(self.instance):
                self.add_error("steps", sentence)
        return data
