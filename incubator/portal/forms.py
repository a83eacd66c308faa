"""The profile of a start-up, its registration as the centre verifies it, the suspension of a person."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incubator.accounts.forms import ProofForm
from incubator.accounts.roles.suspension import LONGEST_REASON
from incubator.core.validators import no_nul
from incubator.startups.models import Sector, Startup
from incubator.startups.profile import FIELDS
from incubator.startups.states import LegalForm, Stage
from incubator.territory.models import Commune
from incubator.ui import inputs
from incubator.workflow.versioned import Versioned


class SuspensionForm(forms.Form):
    """Why the access of a person is closed."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        validators=[no_nul],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Written in the history of the person, for administrators."),
    )


class ErasureForm(ProofForm):
    """What the person who goes types: the proof that it is them, and that they have read."""

    sure = forms.BooleanField(
        label=_("I have read what is erased and what stays. It cannot be undone."),
        error_messages={"required": _("Tick this to go on: what is erased does not come back.")},
    )


class ErasureAskedForm(forms.Form):
    """How somebody asked the centre to be erased."""

    asked = forms.CharField(
        label=_("How and when the person asked"),
        max_length=LONGEST_REASON,
        validators=[no_nul],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "A letter, a visit with a paper that proves who it is. Written in the audit; name nobody."
        ),
    )


class ProfileForm(Versioned, forms.Form):
    """What the start-up says of itself; the last four are read by the centre alone."""

    name = inputs.LineField(label=_("Name of the start-up"), max_length=255)
    pitch_fr = forms.CharField(
        label=_("In one sentence, in French"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    pitch_en = forms.CharField(
        label=_("In one sentence, in English"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    sector = forms.ModelChoiceField(
        label=_("Sector"),
        queryset=Sector.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label="–",
    )
    commune = forms.ModelChoiceField(
        label=_("Commune"),
        queryset=Commune.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label="–",
    )
    stage = forms.ChoiceField(label=_("Stage"), choices=[("", "–"), *Stage.choices], required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    legal_form = forms.ChoiceField(
        label=_("Legal form"), choices=[("", "–"), *LegalForm.choices], required=False
    )
    rccm = inputs.IdentifierField(label=_("RCCM"), required=False, max_length=40)
    nif = inputs.IdentifierField(label=_("NIF"), required=False, max_length=20)
    registered_on = inputs.DateField(label=_("Registered on"), required=False)

    SHOWN = ("name", "pitch_fr", "pitch_en", "sector", "commune", "stage", "website")
    FOR_THE_CENTRE = ("legal_form", "rccm", "nif", "registered_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commune"].queryset = Commune.objects.with_parents()
        self.fields["commune"].label_from_instance = lambda one: f"{one} ({one.prefecture.name})"
        self.fields["sector"].label_from_instance = lambda sector: str(sector.name)

    @staticmethod
    def initial_of(startup: Startup) -> dict[str, Any]:
        """Return what is known."""
        return {name: getattr(startup, name) for name in FIELDS}

    def shown_fields(self) -> list[Any]:
        return [self[name] for name in self.SHOWN]

    def centre_fields(self) -> list[Any]:
        return [self[name] for name in self.FOR_THE_CENTRE]


class RegistrationForm(forms.Form):
    """What the papers of a company show; what its team declares is filled in, to be compared with them."""

    legal_form = forms.ChoiceField(
        label=_("Legal form"),
        choices=[("", "–"), *((form.value, form.label) for form in LegalForm if form != LegalForm.NONE)],
    )
    registered_on = inputs.DateField(label=_("Registered on"))
    rccm = inputs.IdentifierField(label=_("RCCM"), required=False, max_length=40)
    nif = inputs.IdentifierField(label=_("NIF"), required=False, max_length=20)
    seen = inputs.LineField(
        label=_("Paper in which you read it"),
        max_length=160,
        help_text=_("For example: extract of the trade register of 4 May 2026, seen in original."),
    )


class ReasonForm(forms.Form):
    """Why a proposal is refused."""

    note = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=300)
