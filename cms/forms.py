"""The form behind the form editor: what cannot be published cannot be saved."""
from collections.abc import Callable
from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm


class CallFormForm(WagtailAdminModelForm):
    """Compiles what was typed and lists everything that is wrong with it."""

    # Set by `cms.apps` to `compiling.faults`: the model names this form, and compiling reads the model.
    faults: Callable[[Any], list[str]]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "steps" in data and not self.errors:
            self.instance.steps = data["steps"]
            for sentence in type(self).faults(self.instance):
                self.add_error("steps", sentence)
        return data
