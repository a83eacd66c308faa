"""The shape of what an applicant posts beside the call's own form."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from incubator.accounts.contacts import Door
from incubator.accounts.forms import ContactField
from incubator.applications.models import Application
from incubator.applications.states import INVITED_AS, TeamRole
from incubator.core.validators import no_nul
from incubator.ui import inputs


class StartForm(forms.Form):
    """For whom a draft is opened: one of the person's start-ups, or a new project."""

    startup = forms.ModelChoiceField(
        queryset=None, to_field_name="slug", required=False, label=_("For which start-up?"),
        empty_label=_("A new project"),
    )  # fmt: skip
    name = inputs.LineField(
        max_length=120, required=False, validators=[no_nul], label=_("Name of the new project"),
        help_text=_("You can leave it empty and give it in the form."),
    )  # fmt: skip

    source = forms.ModelChoiceField(
        queryset=None, to_field_name="public_id", required=False, empty_label=_("No, start afresh"),
        label=_("Take up the answers of an earlier application?"),
        help_text=_("Only the questions that this call asks too. You can change everything; documents are chosen again."),
    )  # fmt: skip

    def __init__(self, *args: Any, startups: QuerySet, sources: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["startup"].queryset, self.fields["source"].queryset = startups, sources
        self.fields["source"].label_from_instance = _in_words
        for name, choices in (("startup", startups), ("source", sources)):
            if not choices.exists():
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        given.setdefault("startup", None)
        given.setdefault("source", None)
        given["name"] = "" if given["startup"] else " ".join(given.get("name", "").split())
        return given


def _in_words(application: Application) -> str:
    """Name a file: its start-up, and the call it was for."""
    return f"{application.startup_name or application.startup.name} – {application.call.title}"


class WithdrawForm(forms.Form):
    """Why a file is withdrawn, if the person wants to say it."""

    reason = forms.CharField(
        max_length=1000, required=False, validators=[no_nul], label=_("Why do you withdraw it?"),
        help_text=_("You may leave this empty. The centre reads it to do better."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class OptionalContactField(ContactField):
    """An e-mail address or a telephone number, or nothing; cleans to a Door or None."""

    def clean(self, value: Any) -> Door | None:
        return super().clean(value) if str(value or "").strip() else None


class InviteForm(forms.Form):
    """Whom to bring into the team, and what for; without a contact the lead gives the code by hand."""

    contact = OptionalContactField(
        label=_("E-mail address or telephone number of the person"), required=False,
        help_text=_("Leave it empty to get a code that you give them yourself."),
    )  # fmt: skip
    role = forms.ChoiceField(
        label=_("What this person may do"), widget=forms.RadioSelect, initial=TeamRole.EDITOR,
        choices=[(role.value, role.label) for role in INVITED_AS],
        error_messages={"required": _("Choose whether the person may write or read.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Somebody else's contact: the browser is not to offer one's own.
        self.fields["contact"].widget.attrs["autocomplete"] = "off"


class JoinForm(forms.Form):
    """The code of an invitation, in whatever groups it was typed."""

    code = inputs.CodeField(
        max_length=40, validators=[no_nul], label=_("Code of the invitation"),
        help_text=_("Twelve letters and figures, for example k7fz-4mqr-9pwx."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Type the code you were given.")},
    )  # fmt: skip
