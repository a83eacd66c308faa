"""What is typed about a link."""

from django import forms
from django.utils.translation import gettext_lazy as _

from incubator.conflicts.states import InterestKind
from incubator.people.models import User
from incubator.ui import inputs

KINDS = [(kind.value, kind.label) for kind in InterestKind if kind != InterestKind.DECLARED]


class LinkForm(forms.Form):
    """Which link, and a word about it."""

    kind = forms.ChoiceField(label=_("Which link is it?"), choices=KINDS, widget=forms.RadioSelect)
    note = inputs.LineField(
        label=_("A word about it"), required=False, max_length=400, help_text=_("Only the centre reads it.")
    )


class PersonForm(forms.Form):
    """Whom an applicant's words are about."""

    person = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.none(), to_field_name="public_id"
    )
