"""The desk form of the rules that decide: jury, scale, pass mark, ties, award."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from incubator.programmes.deciding_rules import MOST_REVIEWS
from incubator.programmes.models import Call
from incubator.ui import inputs

BLIND, OPEN = "blind", "open"
TIES = 3


class DecidingForm(forms.Form):
    """Every rule that decides and stands on the call itself; its first values are those of the call."""

    reading = forms.ChoiceField(
        label=_("What jurors see"), widget=forms.RadioSelect,
        choices=[(BLIND, _("Blind: files without any name")), (OPEN, _("Open: files with their names"))],
    )  # fmt: skip
    reviews_per_application = inputs.WholeField(
        label=_("Reviews of each file"), min_value=1, max_value=MOST_REVIEWS
    )
    third_review_gap = inputs.WholeField(
        label=_("Gap that asks for a third review, in points of 100"), min_value=0, max_value=99,
        help_text=_("Between the totals of the two reviews of a file. 0: never."),
    )  # fmt: skip
    scale_min = inputs.WholeField(label=_("Lowest score"), min_value=0, max_value=100)
    scale_max = inputs.WholeField(label=_("Highest score"), min_value=1, max_value=100)
    scale_step = inputs.WholeField(label=_("Step between two scores"), min_value=1, max_value=50)
    words_fr = forms.CharField(
        label=_("Words of the scores in French"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One a line, the lowest score first; an empty line for a score without a word."),
    )  # fmt: skip
    words_en = forms.CharField(
        label=_("Words of the scores in English"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip
    pass_mark_percent = inputs.WholeField(
        label=_("Pass mark, in points of 100"), min_value=0, max_value=100,
        help_text=_("A file whose mean is below is not ranked. 0: no pass mark."),
    )  # fmt: skip
    award_amount = inputs.MoneyField(
        min_value=0,
        label=_("Most for one start-up"),
        help_text=_("In francs; the amounts of the instalments make this sum. 0: no grant."),
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        criteria = [(one.slug, one.title.plain) for one in call.criteria.all()]
        self.ties = [f"tie_{n}" for n in range(1, min(len(criteria), max(TIES, len(call.tie_break))) + 1)]
        super().__init__(*args, initial=self.held(call), **kwargs)
        for place, name in enumerate(self.ties):
            label = _("Equal totals: first by") if not place else _("then by")
            self.fields[name] = forms.ChoiceField(
                label=label, choices=[("", _("no other criterion")), *criteria], required=False
            )
        self.order_fields([*list(self.fields)[:9], *self.ties, "award_amount"])

    def held(self, call: Call) -> dict[str, Any]:
        """Return what the fields show of a call."""
        scale = call.score_scale
        low, high, step = scale.get("min", 0), scale.get("max", 5), scale.get("step", 1) or 1
        labels = {label["value"]: label for label in scale.get("labels") or []}
        words = {
            f"words_{language}": "\n".join(
                (labels.get(value) or {}).get(language) or "" for value in range(low, high + 1, step)
            ).rstrip()
            for language in ("fr", "en")
        }
        ties = {
            name: call.tie_break[place] for place, name in enumerate(self.ties) if place < len(call.tie_break)
        }
        names = ("reviews_per_application", "third_review_gap", "pass_mark_percent", "award_amount")
        return {
            "reading": BLIND if call.is_blind else OPEN,
            "scale_min": low, "scale_max": high, "scale_step": step,
            **words, **ties, **{name: getattr(call, name) for name in names},
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        low, high, step = (data.get(f"scale_{name}") for name in ("min", "max", "step"))
        if low is not None and high and step:
            if high <= low or (high - low) % step:
                told = _("The step of the scale leads from the lowest score to a higher one exactly.")
                self.add_error("scale_max", told)
            else:
                self._words(data, len(range(low, high + 1, step)))
        chosen = [data[name] for name in self.ties if data.get(name)]
        if len(set(chosen)) < len(chosen):
            self.add_error(self.ties[0], _("Each criterion tells equal totals apart once."))
        return data

    def _words(self, data: dict[str, Any], count: int) -> None:
        for name in ("words_fr", "words_en"):
            if len((data.get(name) or "").splitlines()) > count:
                told = _("The scale has %(count)s scores: write at most as many lines.")
                self.add_error(name, ValidationError(told % {"count": count}))

    def values(self) -> dict[str, Any]:
        """Return the columns of the call that a valid form says."""
        data = self.cleaned_data
        names = ("reviews_per_application", "third_review_gap", "pass_mark_percent", "award_amount")
        return {
            "is_blind": data["reading"] == BLIND,
            "tie_break": [data[name] for name in self.ties if data.get(name)],
            "score_scale": self._scale(data),
            **{name: data[name] for name in names},
        }

    def _scale(self, data: dict[str, Any]) -> dict[str, Any]:
        low, high, step = (data[f"scale_{name}"] for name in ("min", "max", "step"))
        lines = {language: data[f"words_{language}"].splitlines() for language in ("fr", "en")}
        labels = []
        for place, value in enumerate(range(low, high + 1, step)):
            pair = {name: rows[place].strip() for name, rows in lines.items() if place < len(rows)}
            if any(pair.values()):
                labels.append({"value": value, **{name: word for name, word in pair.items() if word}})
        return {"min": low, "max": high, "step": step, "labels": labels}
