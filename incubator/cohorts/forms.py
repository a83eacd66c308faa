"""The shape of what is typed about cohorts, places and agreements."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incubator.cohorts.agreement import FORMATS, MAX_BYTES
from incubator.cohorts.models import Cohort, Place
from incubator.files.held import HoldsFiles
from incubator.people.models import User
from incubator.ui import inputs, uploads


class CohortForm(forms.Form):
    """A cohort to plan; every value is proposed by its call."""

    title_fr = inputs.LineField(label=_("Name in French"), max_length=120)
    title_en = inputs.LineField(label=_("Name in English"), max_length=120, required=False)
    slug = inputs.SlugField(label=_("Short name in addresses"), max_length=80)
    number = inputs.WholeField(label=_("Number in the programme"), min_value=1, max_value=999)
    starts_on = inputs.DateField(label=_("First day"))
    ends_on = inputs.DateField(label=_("Last day"))
    places = inputs.WholeField(label=_("Places"), min_value=1, max_value=9999)

    def __init__(self, *args: Any, programme_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme_id = programme_id

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if Cohort.objects.filter(slug=slug).exists():
            raise forms.ValidationError(_("Another cohort has this short name. Choose another one."))
        return slug

    def clean_number(self) -> int:
        number = self.cleaned_data["number"]
        if Cohort.objects.filter(programme=self.programme_id, number=number).exists():
            raise forms.ValidationError(_("The programme already has a cohort of this number."))
        return number


class AgreeForm(forms.Form):
    """The tick that accepts the agreement."""

    agree = forms.BooleanField(
        label=_("I have read the agreement and accept it for my start-up."),
        error_messages={"required": _("Tick this box to accept the agreement.")},
    )


class ScanForm(HoldsFiles):
    """The copy signed by hand, and who signed it."""

    scan = uploads.files_field(
        FORMATS,
        MAX_BYTES,
        label=_("Scan or photo of the signed agreement"),
        help_text=_("A PDF, or one photo or several (JPG or PNG)."),
        error_messages={"required": _("Add the scan or a photo of the signed agreement.")},
    )
    signed_by = forms.ModelChoiceField(
        label=_("Signed by"), queryset=User.objects.none(), to_field_name="public_id", empty_label=None
    )

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = User.objects.filter(memberships__startup=place.startup_id, memberships__until_on=None)
        self.fields["signed_by"].queryset = members.order_by("full_name")


class ReasonForm(forms.Form):
    """The reason of an act, or none where none is needed."""

    note = forms.CharField(
        label=_("Reason"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
