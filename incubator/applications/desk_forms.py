"""What the office types: corrections to ask for, reasons, decisions."""

from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from incubator.applications.states import DecisionResult
from incubator.people.models import User

END_OF_DAY = time(17, 0)


def at_five(day: date | None) -> datetime | None:
    """Return 17:00 in Lomé (UTC+0) on that day."""
    return datetime.combine(day, END_OF_DAY, tzinfo=UTC) if day else None


class ReturnForm(forms.Form):
    """The date and the note; what to correct is ticked in the list of answers."""

    due_on = forms.DateField(label=_("To send again before"), help_text=_("That day at 17:00, Lomé time."))
    note = forms.CharField(
        label=_("Note to the team"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ChargeForm(forms.Form):
    """Who follows the file."""

    person = forms.ModelChoiceField(
        label=_("In charge"),
        queryset=User.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("Nobody"),
        error_messages={"invalid_choice": _("This person does not treat files. Choose one of the list.")},
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class ReasonsForm(forms.Form):
    """Why a file is refused, in the words that its letter carries."""

    reasons_fr = forms.CharField(
        label=_("Reasons, in French"), help_text=_("One a line; the team reads them in its letter."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    reasons_en = forms.CharField(
        label=_("Reasons, in English"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class DecisionForm(ReasonsForm):
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
    rank = forms.IntegerField(label=_("Rank on the waiting list"), required=False, min_value=1)
    answer_on = forms.DateField(
        label=_("To accept before"),
        required=False,
        help_text=_("For an offer; ten days after the publication if empty."),
    )
    field_order = ["result", "rank", "answer_on", "reasons_fr", "reasons_en"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reasons_fr"].required = False
