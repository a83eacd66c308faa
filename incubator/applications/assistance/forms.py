"""The shape of what an agent posts with somebody beside them, and of an invitation of agents."""

from django import forms
from django.utils.translation import gettext_lazy as _

from incubator.accounts.forms import ContactField
from incubator.applications.assistance.assisting import CONSENT, SIGNATURE_BYTES, SIGNATURE_FORMATS
from incubator.core.validators import no_nul
from incubator.files.held import HoldsFiles
from incubator.territory.fields import CommuneField
from incubator.ui import inputs, uploads


class AssistForm(forms.Form):
    """Whose file is opened, and that the person agrees."""

    name = inputs.LineField(
        max_length=160, validators=[no_nul], label=_("First name and name of the person"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    phone = inputs.PhoneField(
        required=False, label=_("Their telephone number"),
        help_text=_("They confirm with a code that arrives there. Without a telephone, they sign the printed summary."),
    )  # fmt: skip
    consent = forms.BooleanField(
        label=CONSENT,
        error_messages={"required": _("Read this sentence to the person, and tick it when they agree.")},
    )


class PhoneForm(forms.Form):
    """The person's number, given later or corrected."""

    phone = inputs.PhoneField(label=_("Their telephone number"))


class CodeForm(forms.Form):
    """The code the person reads out, and whether the file leaves with it."""

    digits = inputs.CodeField(
        max_length=12, label=_("The code that their telephone received"), validators=[no_nul],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip


class SignForm(HoldsFiles):
    """The signed summary, photographed; the act says it where there is none."""

    file = uploads.files_field(
        SIGNATURE_FORMATS, SIGNATURE_BYTES, label=_("Photo of the signed summary"),
        help_text=_("A PDF, or one photo or several: they become one document."),
        error_messages={"required": _("Take a photo of the signed summary first.")},
    )  # fmt: skip


class AgentForm(forms.Form):
    """An agent to invite for one commune."""

    contact = ContactField(label=_("E-mail address or telephone number"))
    full_name = inputs.LineField(
        label=_("First name and name"), max_length=160, required=False, validators=[no_nul]
    )
    commune = CommuneField(label=_("Commune"), empty_label=_("Choose"), to_field_name="slug")
