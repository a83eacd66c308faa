"""The shape of what the desk types about the closing of a call and its late codes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from incubator.accounts import contacts
from incubator.accounts.contacts import Door
from incubator.core.validators import no_nul
from incubator.ui import inputs

MOST_GUESTS = 500
LOME = _("Lomé time (UTC+0).")


class ReasonForm(forms.Form):
    """Why: written in French, in English too where somebody can."""

    reason_fr = forms.CharField(
        label=_("Reason, in French"), max_length=1000, validators=[no_nul],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who has a file in this call reads it, and so does the public page."),
    )  # fmt: skip
    reason_en = forms.CharField(
        label=_("Reason, in English"), max_length=1000, validators=[no_nul], required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class ClosingForm(ReasonForm):
    """A new closing instant with its reason."""

    closes_at = inputs.DateTimeField(label=_("New closing"), help_text=LOME)
    field_order = ("closes_at", "reason_fr", "reason_en")


class LateCodeForm(forms.Form):
    """A late code: why, for how many files, until when."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1000, validators=[no_nul], widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It goes into the minutes with both names."),
    )  # fmt: skip
    expires_at = inputs.DateTimeField(
        label=_("Valid until"), help_text=_("The file is sent before this instant. Lomé time (UTC+0).")
    )
    uses = inputs.WholeField(label=_("For how many files"), min_value=1, max_value=200, initial=1)


class GuestsForm(forms.Form):
    """Contacts to invite, one a line."""

    contacts = forms.CharField(
        label=_("E-mail addresses and telephone numbers, one a line"), max_length=20_000, validators=[no_nul],
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip

    def clean_contacts(self) -> list[Door]:
        """Return the doors; lines that are none are kept in `strange`. Where no line is good, each is an error."""
        lines = [line.strip() for line in self.cleaned_data["contacts"].splitlines() if line.strip()]
        if len(lines) > MOST_GUESTS:
            raise forms.ValidationError(_("Five hundred at a time, at most."))
        found: dict[str, Door] = {}
        self.strange: list[str] = []
        for line in lines:
            try:
                door = contacts.read(line)
            except forms.ValidationError:
                self.strange.append(line)
            else:
                found[door.value] = door
        if self.strange and not found:
            told = _('"%(line)s" is neither an e-mail address nor a telephone number.')
            raise forms.ValidationError([told % {"line": line[:60]} for line in self.strange])
        return list(found.values())


class LateEntryForm(forms.Form):
    """What a lead types on a closed draft."""

    code = inputs.CodeField(
        label=_("Late code"), max_length=40, validators=[no_nul],
        help_text=_("Twelve signs that the centre gave you, for example K7F4-9QRT-2BXM."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip
