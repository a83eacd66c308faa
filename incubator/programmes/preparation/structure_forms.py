"""The desk forms of what a call holds as structures: rules, grid, documents, instalments. Nobody types JSON."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incubator.forms.definition import Definition
from incubator.forms.problems import DATA_CLASSES, FORMATS
from incubator.forms.question_words import question_choices
from incubator.programmes.models import (
    Call,
    Criterion,
    DocumentRequirement,
    EligibilityRule,
    TrancheTemplate,
)
from incubator.programmes.preparation.condition_fields import ConditionField, TrancheConditions
from incubator.programmes.states import RuleKind
from incubator.ui import inputs

SELECTED = "selected"


class OfCall(forms.ModelForm):
    """A row of a call that speaks of the call's form: `call` says which questions exist."""

    def __init__(self, *args: Any, call: Call | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call = call
        self.definition: Definition | None = call.form_version.form if call and call.form_version else None
        for field in self.fields.values():
            if isinstance(field, ConditionField):
                field.read_from(self.definition)


class RuleForm(OfCall):
    """A rule: who may apply, what goes to a register, or what the selection aims at."""

    condition = ConditionField(label=_("Condition"))
    at_least_percent = inputs.WholeField(
        label=_("Target: in percent of the selection, at least"), min_value=1, max_value=100, required=False
    )
    at_least_count = inputs.WholeField(
        label=_("Target: in each group of the first question, at least"), min_value=1, required=False
    )

    class Meta:
        model = EligibilityRule
        formfield_callback = inputs.formfield
        fields = ("slug", "kind", "text_fr", "text_en", "reason_fr", "reason_en", "condition", "feeds")
        widgets = {
            name: forms.Textarea(attrs={"rows": 2})
            for name in ("text_fr", "text_en", "reason_fr", "reason_en")
        }
        labels = {
            "slug": _("Short name"), "kind": _("Kind"), "text_fr": _("Rule in French"),
            "text_en": _("Rule in English"), "reason_fr": _("Reason in French, when it is not met"),
            "reason_en": _("Reason in English, when it is not met"), "feeds": _("Register that it feeds"),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = self.instance.condition or {}
        if "of" in held or "group_by" in held:
            group = held.get("group") or {**held.get("group_by", {}), "op": "not_empty"}
            self.initial |= {name: held.get(name) for name in ("at_least_percent", "at_least_count")}
            self.initial["condition"] = group

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        condition, kind = data.get("condition"), data.get("kind")
        if "condition" not in data or not kind:
            return data
        if not condition:
            self.add_error("condition", _("Write at least one condition."))
        elif kind == RuleKind.TARGET:
            data["condition"] = self._target(data, condition)
        return data

    def _target(self, data: dict[str, Any], condition: dict[str, Any]) -> dict[str, Any]:
        """Return the share or the count that the selection aims at."""
        if data.get("at_least_percent"):
            return {"of": SELECTED, "group": condition, "at_least_percent": data["at_least_percent"]}
        if data.get("at_least_count") and "field" in condition:
            group = {name: condition[name] for name in ("field", "part") if condition.get(name)}
            return {"of": SELECTED, "group_by": group, "at_least_count": data["at_least_count"]}
        self.add_error(
            "at_least_percent", _("A target has a share of the selection, or a number in each group.")
        )
        return condition


class CriterionForm(OfCall):
    """A line of the grid, with the answers and the documents that it judges."""

    answers = forms.MultipleChoiceField(
        label=_("Answers that it judges"), widget=forms.CheckboxSelectMultiple, required=False
    )

    class Meta:
        model = Criterion
        formfield_callback = inputs.formfield
        fields = (
            "slug",
            "weight",
            "min_score",
            "title_fr",
            "title_en",
            "guidance_fr",
            "guidance_en",
            "answers",
        )
        widgets = {name: forms.Textarea(attrs={"rows": 2}) for name in ("guidance_fr", "guidance_en")}
        labels = {
            "slug": _("Short name"), "weight": _("Weight, in points of 100"), "min_score": _("Lowest score allowed"),
            "title_fr": _("Criterion in French"), "title_en": _("Criterion in English"),
            "guidance_fr": _("Guidance in French"), "guidance_en": _("Guidance in English"),
        }  # fmt: skip
        help_texts = {
            "min_score": _("A mean below it rules out."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = [(key, key) for key in self.instance.answers or []]
        form = self.definition
        asked = question_choices(form, documents=True) if form else held
        known = {key for key, _words in asked}
        self.fields["answers"].choices = asked + [one for one in held if one[0] not in known]

    def clean_answers(self) -> list[str]:
        """What was judged before keeps its order; what is new comes after, in that of the form."""
        chosen, held = self.cleaned_data["answers"], self.instance.answers or []
        return [key for key in held if key in chosen] + [key for key in chosen if key not in held]


class DocumentForm(OfCall):
    """A document to add, always or under a condition."""

    required_when = ConditionField(label=_("Required when"))
    formats = forms.MultipleChoiceField(
        label=_("Accepted formats"), choices=[(name, name.upper()) for name in FORMATS],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    data_class = forms.ChoiceField(
        label=_("Class of data"), choices=[(name, name) for name in DATA_CLASSES], initial="internal"
    )

    class Meta:
        model = DocumentRequirement
        formfield_callback = inputs.formfield
        fields = (
            "slug", "moment", "title_fr", "title_en", "note_fr", "note_en", "required", "required_when", "formats",
            "max_mb", "data_class", "reviewer_visible",
        )  # fmt: skip
        labels = {
            "slug": _("Short name"), "moment": _("When"), "title_fr": _("Document in French"),
            "title_en": _("Document in English"), "note_fr": _("Note in French"), "note_en": _("Note in English"),
            "required": _("Required"), "max_mb": _("Largest size, in MB"),
            "reviewer_visible": _("Shown to the jury"),
        }  # fmt: skip


class TrancheForm(OfCall):
    """An instalment and what releases it."""

    plain = forms.MultipleChoiceField(
        label=_("Released when"), choices=list(TrancheConditions.PLAIN.items()), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    milestones = forms.MultipleChoiceField(
        label=_("Milestones to approve before"), widget=forms.CheckboxSelectMultiple, required=False
    )
    report = inputs.LineField(
        label=_("Report to accept before"), required=False, help_text=_('Its period, for example "final".')
    )
    spent_tranche = inputs.WholeField(
        label=_("Spending to justify: of instalment"), min_value=1, required=False
    )
    spent_percent = inputs.WholeField(
        label=_("Spending to justify: in percent"), min_value=1, max_value=100, required=False
    )

    class Meta:
        model = TrancheTemplate
        formfield_callback = inputs.formfield
        fields = ("number", "percent", "amount", "title_fr", "title_en")
        labels = {
            "number": pgettext_lazy("which one", "Number"),
            "percent": _("Share, in percent"), "amount": _("Amount, in francs"),
            "title_fr": _("Title in French"), "title_en": _("Title in English"),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial |= TrancheConditions.to_boxes(self.instance.conditions or [])
        plan = self.call.milestone_plan.all() if self.call else ()
        self.fields["milestones"].choices = [
            (str(one.number), f"{one.number}. {one.title.plain}") for one in plan
        ]

    def save(self, commit: bool = True) -> TrancheTemplate:
        self.instance.conditions = TrancheConditions.from_boxes(self.cleaned_data)
        return super().save(commit)
