"""What the office types on its list: the name of a view, an act on many, a letter to many."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incubator.applications.casework.forms import ReturnForm, at_five
from incubator.applications.worklist import writing
from incubator.ui import inputs
from incubator.workflow.versioned import Versioned


class BulkReturnForm(ReturnForm):
    """What several teams correct alike: the same answers, the same reason, the same date."""

    keys = forms.MultipleChoiceField(
        label=_("What to correct"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only these answers open again, in every file."),
    )
    reason = inputs.LineField(
        label=_("What you expect"), max_length=400, help_text=_("The same words for every team.")
    )
    field_order = ["keys", "reason", "due_on", "note"]

    def __init__(self, *args: Any, labels: dict[str, str], at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        self.fields["keys"].choices = list(labels.items())

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if at_five(day) <= self.at:
            raise forms.ValidationError(_("Choose a date to come: the teams need time to correct."))
        return day

    @property
    def options(self) -> dict[str, Any]:
        """What the act keeps, as JSON."""
        given = self.cleaned_data
        return {
            "items": [{"key": key, "reason": given["reason"]} for key in given["keys"]],
            "due_at": at_five(given["due_on"]).isoformat(),
            "note": given["note"],
        }


class BulkChargeForm(forms.Form):
    """Who follows the files from now on."""

    person = forms.ChoiceField(label=_("In charge"), required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [*people, ("", _("Nobody"))]

    @property
    def options(self) -> dict[str, Any]:
        return {"person": self.cleaned_data["person"]}


class BulkTagForm(forms.Form):
    """The tag put on the files, besides those they have."""

    name = inputs.LineField(
        label=_("Tag"), max_length=40, help_text=_("One or two words, forty characters at most.")
    )

    @property
    def options(self) -> dict[str, Any]:
        return {"name": self.cleaned_data["name"]}


class NothingToSay(forms.Form):
    """An act that needs nothing besides the files."""

    options: dict[str, Any] = {}


class LetterForm(Versioned, forms.Form):
    """A letter to many, in French and, for those who read English, in English."""

    subject_fr = inputs.LineField(label=_("Subject, in French"), max_length=200)
    text_fr = forms.CharField(
        label=_("Text, in French"), max_length=8000, widget=forms.Textarea(attrs={"rows": 9}),
        help_text=_("Write {nom} and {référence} where the name of the start-up and the number of the file belong."),
    )  # fmt: skip
    subject_en = inputs.LineField(label=_("Subject, in English"), max_length=200, required=False)
    text_en = forms.CharField(
        label=_("Text, in English"), max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Whoever reads English receives the French text when this one is empty."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        for name in self.fields:
            if strange := writing.strange_words(self.cleaned_data.get(name, "")):
                self.add_error(name, writing.cannot_fill(strange[0]))
        return self.cleaned_data
