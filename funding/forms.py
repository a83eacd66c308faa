"""The shape of what people type about money."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funding.cards import gateway
from funding.models import BudgetLine, Tranche
from funding.states import ChargeFor, ChargeRail, ExpenseCategory
from incubator.accounts import contacts
from incubator.documents import tables
from incubator.files.held import HoldsFiles
from incubator.people.models import User
from incubator.startups.models import Startup
from incubator.ui import inputs, uploads
from incubator.ui.typography import money
from incubator.workflow.refusals import Refused

LONG = {"rows": 4}
MANUAL = [
    (ChargeRail.MOBILE, ChargeRail.MOBILE.label),
    (ChargeRail.TRANSFER, ChargeRail.TRANSFER.label),
    (ChargeRail.CASH, ChargeRail.CASH.label),
]


def for_the_bank(value: str) -> None:
    """Refuse what the file for the bank could not hold as it is."""
    try:
        tables.require_for_machine(value)
    except Refused as refused:
        raise forms.ValidationError(str(refused), code="machine") from refused


def paper_field(megabytes: int, **options: Any) -> uploads.FilesField:
    """A PDF, or photos that become one; the content is checked when it is stored."""
    return uploads.files_field(("pdf", "jpg", "png"), megabytes * 1_000_000, **options)


class RequestForm(forms.Form):
    """A founder asks for a tranche."""

    spending_note = forms.CharField(
        label=_("What was done with the money so far, and what this tranche will pay"),
        widget=forms.Textarea(attrs=LONG),
        max_length=2000,
        help_text=_("Two or three sentences are enough."),
    )
    declared = forms.BooleanField(
        label=_("I declare that what I write is true and that the receipts are those of the project."),
        error_messages={"required": _("Tick the declaration to send the request.")},
    )


class ExpenseForm(HoldsFiles):
    """A founder declares an expense."""

    tranche = forms.ModelChoiceField(Tranche.objects.none(), label=_("Paid with"), empty_label=None)
    amount = inputs.MoneyField(label=_("Amount"))
    category = forms.ChoiceField(label=_("Category"), choices=ExpenseCategory.choices)
    label = inputs.LineField(label=_("What was bought, from whom"), max_length=160)
    spent_on = inputs.DateField(label=_("Date on the receipt"))
    receipt = paper_field(
        2,
        label=pgettext_lazy("money", "Receipt"),
        help_text=_("A PDF, or one photo or several; a handwritten receipt will do."),
    )

    def __init__(self, *args: Any, tranches: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["tranche"]
        field.queryset = tranches
        field.label_from_instance = lambda t: _("Tranche %(number)s, %(amount)s") % {
            "number": t.number, "amount": money(t.amount)}  # fmt: skip


class NoteForm(forms.Form):
    """A reason that somebody reads."""

    note = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=300)


class PaidForm(HoldsFiles):
    """The proof of a payment."""

    reference = inputs.IdentifierField(label=_("Reference of the transfer"), max_length=80)
    proof = paper_field(5, label=_("Proof (advice of debit, receipt)"))


class AwardForm(forms.Form):
    """An award to propose."""

    line = forms.ModelChoiceField(
        BudgetLine.objects.filter(is_open=True), label=_("Budget line"), empty_label=None
    )
    ceiling_amount = inputs.MoneyField(
        label=_("Ceiling"), required=False, help_text=_("Left empty: what the call gives.")
    )


class LineForm(forms.Form):
    """A budget line to open."""

    funder_name = inputs.LineField(label=_("Funder"), max_length=120)
    code = inputs.SlugField(label=pgettext_lazy("budget line", "Code"), max_length=50)
    title_fr = inputs.LineField(label=_("Title in French"), max_length=160)
    title_en = inputs.LineField(label=_("Title in English"), max_length=160, required=False)
    amount = inputs.MoneyField(label=_("Amount"))
    from_on = inputs.DateField(label=_("First day"))
    until_on = inputs.DateField(label=_("Last day"))

    def clean_code(self) -> str:
        """Refuse a code that stands on another line."""
        code = self.cleaned_data["code"]
        if BudgetLine.objects.filter(code=code).exists():
            raise forms.ValidationError(_("This code already stands on another line."), code="taken")
        return code

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        words = super().clean() or {}
        if words.get("from_on") and words.get("until_on") and words["until_on"] < words["from_on"]:
            self.add_error("until_on", _("The end comes before the beginning."))
        return words


class ChargeForm(forms.Form):
    """An amount to ask of somebody."""

    payer = inputs.LineField(label=_("Who pays (e-mail address or telephone of the account)"), max_length=160)
    startup = forms.ModelChoiceField(Startup.objects.none(), label=_("For a start-up"), required=False)
    what_for = forms.ChoiceField(label=_("What for"), choices=ChargeFor.choices)
    label_fr = inputs.LineField(label=_("Wording in French"), max_length=160)
    label_en = inputs.LineField(label=_("Wording in English"), max_length=160, required=False)
    amount = inputs.MoneyField(label=_("Amount"))

    def __init__(self, *args: Any, startups: QuerySet[Startup], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["startup"].queryset = startups
        self.fields["amount"].help_text = gateway.limits_by_card("XOF")

    def clean_payer(self) -> User:
        """Find the person by the contact that opens the account."""
        door = contacts.read(self.cleaned_data["payer"])
        found = User.objects.filter(contacts__value=door.value, contacts__is_sign_in=True).first()
        if found is None:
            raise forms.ValidationError(_("Nobody has an account with this contact."), code="unknown")
        return found


class DeclareForm(HoldsFiles):
    """A payment made outside the card."""

    rail = forms.ChoiceField(label=_("Means of payment"), choices=MANUAL, widget=forms.RadioSelect)
    reference = inputs.IdentifierField(label=_("Reference of the payment"), max_length=80, help_text=_(
        "The number in the message of the operator, on the transfer or on the receipt of the cash desk."))  # fmt: skip
    proof = paper_field(2, label=_("Proof (photo or PDF)"))
