"""The shape of what officers type when they prepare a call."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incubator.core.validators import no_nul
from incubator.programmes.models import (
    CalendarEntry,
    Call,
    CallWindow,
    Criterion,
    DocumentRequirement,
    EligibilityRule,
    MilestoneTemplate,
    TrancheTemplate,
)
from incubator.programmes.preparation.structure_forms import (
    CriterionForm,
    DocumentForm,
    OfCall,
    RuleForm,
    TrancheForm,
)
from incubator.ui import inputs
from incubator.ui.rows import Growing
from incubator.workflow.versioned import Versioned

AS_REFERENCE = _("A reference has letters, the year and a number: AC-2028-01.")


class CopyForm(forms.Form):
    """The next call, from an earlier one."""

    source = forms.ModelChoiceField(Call.objects.none(), label=_("Call to copy"))
    reference = inputs.ReferenceField(
        validators=[RegexValidator(r"^[A-Z]{2,4}-\d{4}-\d{2,3}$", AS_REFERENCE)],
        label=_("Reference"),
        max_length=20,
        help_text=_("For example AC-2028-01."),
    )
    slug = inputs.SlugField(
        label=_("Address of the page"), max_length=80, help_text=_("Small letters, digits and hyphens.")
    )
    opens_at = inputs.DateTimeField(label=_("Opening"), help_text=_("Lomé time (UTC+0)."))
    closes_at = inputs.DateTimeField(label=_("Closing"), help_text=_("Lomé time (UTC+0)."))
    purpose = forms.ChoiceField(
        label=_("What for"), widget=forms.RadioSelect, initial="", required=False,
        choices=[
            ("", _("A call")),
            ("is_practice", _("A practice call: counts nowhere, its messages are held, one act erases it")),
            ("is_template", _("A template: only there to be copied")),
        ],
    )  # fmt: skip

    def __init__(self, *args: Any, calls: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = calls


class DatesForm(Versioned, forms.ModelForm):
    """Dates to the minute, grace and places."""

    class Meta:
        model = Call
        formfield_callback = inputs.formfield
        fields = (
            "opens_at", "closes_at", "is_rolling", "grace_minutes", "places", "shortlist_size", "waiting_list_size",
            "by_invitation", "earlier",
        )  # fmt: skip
        labels = {
            "opens_at": _("Opening"),
            "closes_at": _("Closing"),
            "grace_minutes": _("Grace, in minutes"),
            "is_rolling": _("Open at any time, without a closing date"),
            "by_invitation": _("For invited people only"),
            "earlier": _("Second stage of"),
            "places": _("Places"),
            "shortlist_size": _("Teams on the shortlist"),
            "waiting_list_size": _("Teams on the waiting list"),
        }
        help_texts = {
            "opens_at": _("Lomé time (UTC+0)."),
            "closes_at": _("Lomé time (UTC+0)."),
            "is_rolling": _(
                "The closing above is then not shown: it only says on which day ages are counted."
            ),
            "by_invitation": _(
                "Not listed on the site; the page is read by its address, and invited people apply."
            ),
            "earlier": _(
                "The long form: the preselected teams of that call are invited, their answers carried over."
            ),
            "grace_minutes": _("Only for a sending begun before the closing; printed in the rules. 0: none."),
        }

    def __init__(self, *args: Any, calls: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["earlier"].queryset = calls.exclude(pk=self.instance.pk)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("earlier") and not data.get("by_invitation"):
            self.add_error("by_invitation", _("A second stage is for invited teams: tick this."))
        if data.get("opens_at") and data.get("closes_at") and data["closes_at"] <= data["opens_at"]:
            self.add_error("closes_at", _("The closing comes after the opening."))
        return data


class WordsForm(forms.Form):
    """Title, summary and contact; the sections follow in a formset."""

    title_fr = inputs.LineField(label=_("Title in French"), max_length=200)
    title_en = inputs.LineField(label=_("Title in English"), max_length=200, required=False)
    summary_fr = forms.CharField(label=_("Summary in French"), widget=forms.Textarea(attrs={"rows": 4}))
    summary_en = forms.CharField(
        label=_("Summary in English"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    contact_email = inputs.EmailField(label=_("E-mail address for questions"), required=False)
    contact_phone = inputs.PhoneField(label=_("Telephone for questions"), required=False)
    rejected_months = inputs.WholeField(
        label=_("Months during which files that are not selected are kept"), min_value=1, max_value=120
    )


class SectionForm(forms.Form):
    """One section of the public text; a line that begins with a hyphen is an item of a list."""

    slug = inputs.SlugField(label=_("Short name"), max_length=50)
    heading_fr = inputs.LineField(label=_("Heading in French"), max_length=120)
    heading_en = inputs.LineField(label=_("Heading in English"), max_length=120, required=False)
    text_fr = forms.CharField(
        label=_("Text in French"),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        help_text=_("Begin each line with a hyphen to make a list."),
    )
    text_en = forms.CharField(
        label=_("Text in English"), widget=forms.Textarea(attrs={"rows": 5}), required=False
    )
    see = forms.CharField(required=False, widget=forms.HiddenInput)


class Sections(Growing, forms.BaseFormSet):
    """The sections of the public text."""


SectionFormSet = forms.formset_factory(SectionForm, formset=Sections, extra=1, can_delete=True)


class CalendarForm(forms.ModelForm):
    class Meta:
        model = CalendarEntry
        formfield_callback = inputs.formfield
        fields = ("slug", "kind", "title_fr", "title_en", "starts_at", "ends_at", "whole_day")
        labels = {
            "slug": _("Short name"), "kind": _("Kind"), "title_fr": _("Date in French"),
            "title_en": _("Date in English"), "starts_at": _("Starts"), "ends_at": _("Ends"),
            "whole_day": _("Whole days, without an hour"),
        }  # fmt: skip


class WindowForm(forms.ModelForm):
    class Meta:
        model = CallWindow
        formfield_callback = inputs.formfield
        fields = ("opens_at", "closes_at")
        labels = {"opens_at": _("Opening"), "closes_at": _("Closing")}
        help_texts = {"opens_at": _("Lomé time (UTC+0)."), "closes_at": _("Lomé time (UTC+0).")}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("opens_at") and data.get("closes_at") and data["closes_at"] <= data["opens_at"]:
            self.add_error("closes_at", _("The closing comes after the opening."))
        return data


class MilestoneForm(forms.ModelForm):
    class Meta:
        model = MilestoneTemplate
        formfield_callback = inputs.formfield
        fields = (
            "number",
            "title_fr",
            "title_en",
            "description_fr",
            "description_en",
            "due_after_days",
            "weight",
        )
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("description_fr", "description_en")}
        labels = {
            "number": pgettext_lazy("which one", "Number"),
            "title_fr": _("Title in French"), "title_en": _("Title in English"),
            "description_fr": _("Description in French"), "description_en": _("Description in English"),
            "due_after_days": _("Due so many days after the start"), "weight": _("Weight"),
        }  # fmt: skip


# part: model, form, title of its page, name of one row
PARTS = {
    "rules": (EligibilityRule, RuleForm, _("Rules"), _("Rule")),
    "grid": (Criterion, CriterionForm, _("Grid"), _("Criterion")),
    "documents": (
        DocumentRequirement,
        DocumentForm,
        _("Documents"),
        pgettext_lazy("paper of a file", "Document"),
    ),
    "windows": (CallWindow, WindowForm, _("Windows"), _("Window")),
    "calendar": (CalendarEntry, CalendarForm, _("Calendar"), _("Date")),
    "tranches": (TrancheTemplate, TrancheForm, _("Instalments"), _("Instalment")),
    "milestones": (MilestoneTemplate, MilestoneForm, _("Milestones"), _("Milestone")),
}


class Rows(Growing, forms.BaseInlineFormSet):
    """The rows of a part; one that somebody removed meanwhile is said in words, with what was typed still there."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields[self.model._meta.pk.name].error_messages["invalid_choice"] = _(
            "Somebody else has removed this row meanwhile. What you typed is still here: copy it into a new row if it is"
            " to stay, then tick the removal of this one."
        )


def part_formset(part: str) -> type[forms.BaseInlineFormSet]:
    """Return the formset that edits one part of a call, with room for a row more.

    A single window is no window (it is the call's own two instants): the page has room for two at once.
    """
    model, form, *_words = PARTS[part]
    blank = 2 if part == "windows" else 1
    return forms.inlineformset_factory(Call, model, form=form, formset=Rows, extra=blank, can_delete=True)


def part_options(part: str, call: Call) -> dict[str, Any]:
    """Return what the rows of a part must know of their call."""
    return {"form_kwargs": {"call": call}} if issubclass(PARTS[part][1], OfCall) else {}


class OutageForm(forms.Form):
    """From when until when the site could not be reached."""

    began_at = inputs.DateTimeField(label=_("Began"), help_text=_("Lomé time (UTC+0)."))
    ended_at = inputs.DateTimeField(label=_("Ended"), help_text=_("Lomé time (UTC+0)."))
    note = inputs.LineField(label=_("What happened"), max_length=300, validators=[no_nul])


class CorrectionForm(forms.Form):
    note = forms.CharField(
        label=_("What is to be corrected"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
