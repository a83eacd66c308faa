"""What the office types to decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incubator.applications.casework.forms import ReasonsForm
from incubator.applications.states import DecisionResult
from incubator.ui import inputs
from incubator.workflow.versioned import Versioned


class DecisionForm(Versioned, ReasonsForm):
    """A decision to publish later."""

    result = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (r.value, r.label)
            for r in (
                DecisionResult.SHORTLISTED,
                DecisionResult.OFFER,
                DecisionResult.WAITING_LIST,
                DecisionResult.DECLINE,
            )
        ],
    )
    rank = inputs.WholeField(label=_("Rank on the waiting list"), required=False, min_value=1)
    answer_on = inputs.DateField(
        label=_("To accept before"),
        required=False,
        help_text=_("For an offer; ten days after the publication if empty."),
    )
    field_order = ["result", "rank", "answer_on", "reasons_fr", "reasons_en"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reasons_fr"].required = False
