"""The shape of what an applicant posts beside the call's own form."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from incubator.core.validators import no_nul


class StartForm(forms.Form):
    """For whom a draft is opened: one of the person's start-ups, or a new project."""

    startup = forms.ModelChoiceField(
        queryset=None, to_field_name="slug", required=False, label=_("For which start-up?"),
        empty_label=_("A new project"),
    )  # fmt: skip
    name = forms.CharField(
        max_length=120, required=False, validators=[no_nul], label=_("Name of the new project"),
        help_text=_("You can leave it empty and give it in the form."),
    )  # fmt: skip

    def __init__(self, *args: Any, startups: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["startup"].queryset = startups
        if not startups.exists():
            del self.fields["startup"]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        given.setdefault("startup", None)
        given["name"] = "" if given["startup"] else " ".join(given.get("name", "").split())
        return given


class WithdrawForm(forms.Form):
    """Why a file is withdrawn, if the person wants to say it."""

    reason = forms.CharField(
        max_length=1000, required=False, validators=[no_nul], label=_("Why do you withdraw it?"),
        help_text=_("You may leave this empty. The centre reads it to do better."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
