"""The shape of what people type at the door and in their account."""

from copy import deepcopy
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from incubator.accounts import contacts
from incubator.accounts.models import Profile
from incubator.accounts.sign_in import proving
from incubator.accounts.sign_in.sources import Source
from incubator.accounts.states import GENDERS, LONG_CODE, SCOPES, SHORT_CODE, TOKEN_DAYS
from incubator.core import clock
from incubator.core.validators import no_nul
from incubator.people.models import User
from incubator.people.states import Role
from incubator.territory.fields import CommuneField
from incubator.territory.models import Centre
from incubator.ui import inputs
from incubator.workflow.versioned import Versioned

LANGUAGES = (("fr", "Français"), ("en", "English"))


class ContactField(forms.CharField):
    """One field for an e-mail address or a telephone number; cleans to a Door."""

    default_error_messages = {"required": contacts.WRONG}

    def __init__(self, **options: Any) -> None:
        attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        super().__init__(max_length=254, widget=forms.TextInput(attrs=attrs), **options)

    def clean(self, value: Any) -> contacts.Door:
        return contacts.read(super().clean(value))


class ContactForm(forms.Form):
    """The first step at the door."""

    contact = ContactField(label=_("E-mail address or telephone number"))
    device = forms.ChoiceField(
        label=_("This device"),
        choices=(("mine", _("is mine")), ("shared", _("is shared"))),
        widget=forms.RadioSelect,
        help_text=_(
            "Yours: you stay signed in for 30 days. Shared: 30 minutes without activity, then it forgets you."
        ),
        error_messages={"required": _("Say whether this device is yours or shared.")},
    )


class SentCodeField(inputs.CodeField):
    """The digits received, six or twelve, as they stand in the message."""

    default_error_messages = {"required": _("Type the digits you received.")}

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "one-time-code"}
        super().__init__(
            label=_("Code received"), max_length=80, widget=forms.TextInput(attrs=attrs), **options
        )

    def clean(self, value: Any) -> str:
        digits = "".join(sign for sign in super().clean(value) if sign.isdigit())
        if len(digits) not in (SHORT_CODE, LONG_CODE) or not digits.isascii():
            raise ValidationError(
                _("A code has six digits, or twelve. Copy it as it stands in the message."), code="digits"
            )
        return digits


class CodeForm(forms.Form):
    """A code received."""

    code = SentCodeField()


class SecondFactorForm(forms.Form):
    """The code of the application, or a recovery code."""

    code = inputs.CodeField(
        label=_("Code of your application"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": _("Type the code your application shows.")},
        validators=[no_nul],
    )


class PasswordForm(forms.Form):
    """A password at the door."""

    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Type your password.")},
        validators=[no_nul],
    )


class ProofForm(forms.Form):
    """What proves once more that it is them: the code sent, or the password of whom no code reaches."""

    proof = SentCodeField()

    def __init__(self, *args: Any, by_code: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not by_code:
            self.fields["proof"] = deepcopy(PasswordForm.base_fields["password"])


class NewPasswordForm(forms.Form):
    """A password to set or change."""

    current = forms.CharField(
        label=_("Present password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Type your present password.")},
    )
    password = forms.CharField(
        label=_("New password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters: a few words are best."),
        error_messages={"required": _("Type the new password.")},
        validators=[no_nul],
    )

    def __init__(self, *args: Any, person: User, source: Source, at: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person, self.source, self.at = person, source, at
        if not person.has_usable_password():
            del self.fields["current"]

    def clean_current(self) -> str:
        """Return the present password. Raises TooManyAttempts."""
        typed: str = self.cleaned_data["current"]
        if not proving.knows_password(self.person, typed, source=self.source, at=self.at):
            raise ValidationError(_("This is not your present password."), code="current")
        return typed

    def clean_password(self) -> str:
        typed: str = self.cleaned_data["password"]
        validate_password(typed, self.person)
        return typed


class ProfileForm(Versioned, forms.Form):
    """Name and language."""

    full_name = inputs.LineField(
        label=_("First name and name"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language of pages and letters"), choices=LANGUAGES, widget=forms.RadioSelect
    )


class FactsForm(Versioned, forms.Form):
    """What calls ask of a person, said once; every answer may stay empty."""

    first_names = inputs.LineField(
        label=_("First names"), max_length=120, required=False, validators=[no_nul],
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )  # fmt: skip
    last_name = inputs.LineField(
        label=_("Last name"), max_length=120, required=False, validators=[no_nul],
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )  # fmt: skip
    birth_date = inputs.DateField(
        label=_("Date of birth"), required=False, widget=inputs.DayInput(attrs={"autocomplete": "bday"})
    )
    gender = forms.ChoiceField(
        label=_("Gender"), required=False, choices=[("", _("Not said")), *GENDERS], widget=forms.RadioSelect
    )
    phone = inputs.PhoneField(
        label=_("Telephone on which the centre may call you"), required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )  # fmt: skip
    commune = CommuneField(label=_("Commune where you live"), to_field_name="slug", required=False)

    def __init__(self, *args: Any, at: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.at = at

    def clean_birth_date(self) -> date | None:
        born: date | None = self.cleaned_data["birth_date"]
        if born and not date(1900, 1, 1) <= born <= clock.local_day(self.at):
            raise ValidationError(
                _("Write the day you were born, in four figures for the year."), code="born"
            )
        return born

    @staticmethod
    def initial_of(profile: Profile) -> dict[str, Any]:
        """Return what is known."""
        known = {name: getattr(profile, name) for name in FactsForm.base_fields}
        return known | {"commune": profile.commune.slug if profile.commune else ""}


class NewContactForm(forms.Form):
    """One more way in."""

    contact = ContactField(label=_("E-mail address or telephone number"))


class TokenForm(forms.Form):
    """A key to the API."""

    name = inputs.LineField(label=_("What is it for?"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=tuple(SCOPES.items()), widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(
        label=_("Ends after"),
        coerce=int,
        choices=[(days, _("%(days)s days") % {"days": days}) for days in TOKEN_DAYS],
        initial=90,
    )


class GrantForm(forms.Form):
    """A role to give."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Choose")), *Role.choices])
    centre = forms.ModelChoiceField(
        label=_("Centre"), queryset=Centre.objects.all(), required=False, empty_label=_("All centres")
    )
    commune = CommuneField(label=_("Commune, for a town-hall agent"), required=False, empty_label="–")
    until_on = inputs.DateField(label=_("Until, included"), required=False)


class InvitationForm(GrantForm):
    """A person to invite to a role."""

    contact = ContactField(label=_("E-mail address or telephone number"))
    full_name = inputs.LineField(label=_("First name and name"), max_length=160, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, initial="fr")
    field_order = ("contact", "full_name", "language", "role", "centre", "commune")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["until_on"]
