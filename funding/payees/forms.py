"""The shape of an account to pay, as it is proposed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from funding.forms import for_the_bank, paper_field
from funding.states import PayoutRail
from incubator.files.held import HoldsFiles
from incubator.ui import inputs


class PayeeForm(HoldsFiles):
    """Whom and which account to pay, and the paper that shows it."""

    rail = forms.ChoiceField(label=_("Means of payment"), choices=PayoutRail.choices)
    holder = inputs.LineField(label=_("Holder of the account"), max_length=120, validators=[for_the_bank])
    account = inputs.IdentifierField(
        label=_("Account number, or mobile money number"),
        max_length=60,
        help_text=_("For cash, the number of the identity document. Kept encrypted."),
        validators=[for_the_bank],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    proof = paper_field(
        5,
        label=_("Paper that shows the account"),
        help_text=_("Bank details (RIB), contract of the mobile money number, or identity document."),
    )
