"""The shape of what is typed in a report, and when its periods are planned."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from incubator.reporting import filling
from incubator.reporting.models import Report, ReportValue
from incubator.reporting.states import PeriodKind
from incubator.ui import inputs
from incubator.ui.typography import NBSP, number
from incubator.workflow import versions
from incubator.workflow.versioned import Versioned

LABELS = {
    "done": _("What did you do in this period?"),
    "difficulties": _("What was difficult?"),
    "next_steps": _("What comes next?"),
}
UNITS = {"XOF": f"F{NBSP}CFA", "XOF/month": f"F{NBSP}CFA", "people": _("people"), "count": ""}


class Wanted(forms.CharField):
    """A text that sending asks for, and that saving takes empty."""

    def validate(self, value: str) -> None:
        """Leave the question of what is missing to `filling.missing`."""


class ReportForm(Versioned, forms.Form):
    """Numbers, each with a place for the reason of its absence, then three sentences."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, report: Report) -> None:
        super().__init__(data)
        self.report, self.lines = report, filling.lines_of(report)
        for line in self.lines:
            code = line.indicator.code
            unit = UNITS.get(line.indicator.unit, line.indicator.unit)
            self.fields[code] = Wanted(
                label=line.indicator.name.plain,
                initial=shown(line),
                widget=forms.TextInput(
                    attrs={"inputmode": "decimal", "autocomplete": "off", "data-suffix": unit or None}
                ),
            )
            self.fields[f"{code}-reason"] = inputs.LineField(
                label=_("No figure: why?"), required=False, max_length=200, initial=line.reason
            )
        for name, label in LABELS.items():
            self.fields[name] = Wanted(
                label=label,
                initial=getattr(report, name),
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    @classmethod
    def kept(cls, report: Report) -> "ReportForm":
        """Return the form bound to what the report holds, so that what is missing can be said beside it."""
        fresh = cls(report=report)
        held = QueryDict(mutable=True)
        held.update({name: str(field.initial or "") for name, field in fresh.fields.items()})
        held[versions.SEEN] = fresh.version_token
        return cls(held, report=report)

    @property
    def version_token(self) -> str:
        """What the page posts back; numbers count, not how they are written."""
        if self.is_bound:
            return super().version_token
        return versions.token(filling.standing(self.report, self.lines))

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each number with its reason and its source, ready to draw."""
        return [
            {
                "value": self[line.indicator.code],
                "reason": self[f"{line.indicator.code}-reason"],
                "source": "" if self.is_bound else line.source_label,
                "is_open": bool(self[f"{line.indicator.code}-reason"].value()),
            }
            for line in self.lines
        ]

    @property
    def sentences(self) -> list[Any]:
        """The three sentences, ready to draw."""
        return [self[name] for name in LABELS]

    def typed(self) -> dict[str, Any]:
        """Return what was typed, as `filling.save` takes it: only the fields that were posted."""
        codes = [line.indicator.code for line in self.lines]
        return {
            "read": self.read,
            "values": {code: self.data[code] for code in codes if code in self.data},
            "reasons": {code: self.data[f"{code}-reason"] for code in codes if f"{code}-reason" in self.data},
            **{name: self.data.get(name, "") for name in LABELS},
        }


def shown(line: ReportValue) -> str:
    """Return a number as its input holds it: typed text while unreadable, else as it is printed."""
    if line.typed or line.value is None:
        return line.typed
    return number(line.value.normalize() if line.value else 0)


class NoteForm(forms.Form):
    """The reason that the start-up reads."""

    note = forms.CharField(
        label=_("Reason, which the start-up reads"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PeriodForm(forms.Form):
    """One period to plan; a row without its tick is left aside."""

    wanted = forms.BooleanField(label=_("Plan this period"), required=False)
    kind = forms.ChoiceField(choices=PeriodKind.choices, widget=forms.HiddenInput)
    slug = forms.SlugField(widget=forms.HiddenInput)
    title_fr = inputs.LineField(label=_("Name in French"), max_length=120)
    title_en = inputs.LineField(label=_("Name in English"), max_length=120, required=False)
    starts_on = inputs.DateField(label=_("First day"))
    ends_on = inputs.DateField(label=_("Last day"))
    opens_on = inputs.DateField(label=_("Opens on"))
    due_on = inputs.DateField(label=_("Due on"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        days = [cleaned.get(name) for name in ("starts_on", "ends_on", "due_on")]
        if None not in days and days != sorted(days):
            self.add_error("due_on", _("The dates stand in their order: first day, last day, due."))
        return cleaned


PeriodFormSet = forms.formset_factory(PeriodForm, extra=0)
