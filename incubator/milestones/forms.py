"""The shape of what the office types about a milestone."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NoteForm(forms.Form):
    """The reason that the start-up reads."""

    note = forms.CharField(
        label=_("Reason, which the start-up reads"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
