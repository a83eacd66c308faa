"""Form fields of the desk where a call holds structures: conditions in rows, conditions of an instalment."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from incubator.forms import condition_reading, condition_words
from incubator.forms.condition_values import YES_NO, options, value_problems
from incubator.forms.condition_words import MATCHES, OP_WORDS, PART_WORDS
from incubator.forms.conditions import WITHOUT_VALUE, faults, fields_of
from incubator.forms.definition import Definition
from incubator.forms.question_words import question_choices
from incubator.programmes import facts

LINES = 3
# More answers than this are typed, not ticked.
MOST_OPTIONS = 60
CELLS = ("field", "part", "op", "value", "other", "times")


def _joined(data: Mapping[str, Any], name: str) -> str:
    """Return the boxes ticked, or the text typed."""
    values = data.getlist(name) if hasattr(data, "getlist") else [data.get(name, "")]
    return ", ".join(value.strip() for value in values if value.strip())


class ConditionWidget(forms.Widget):
    """Rows of question, comparison and value. What rows cannot say stays as it is, beside them."""

    def __init__(self) -> None:
        super().__init__()
        self.definition: Definition | None = None

    def render(self, name: str, value: Any, attrs: dict | None = None, renderer: Any = None) -> SafeString:
        match, lines, kept = self._rows(value)
        lines += [{}] * max(LINES - len(lines), 1)
        context = {
            "name": name, "id": (attrs or {}).get("id", name), "match": match, "kept": kept,
            "lines": [[number, line, self._options(line)] for number, line in enumerate(lines)], "matches": MATCHES.items(),
            "questions": self._questions(), "ops": OP_WORDS.items(), "parts": PART_WORDS.items(),
        }  # fmt: skip
        return render_to_string("programmes/desk/condition.html", context)

    def _rows(self, value: Any) -> tuple[str, list[dict], str]:
        if isinstance(value, Mapping) and "lines" in value:
            return value["match"], list(value["lines"]), value["kept"]
        if not value:
            return "all", [], ""
        match, parts = condition_words.parted(value)
        try:
            lines = [condition_words.line_of(part) for part in parts]
        except (KeyError, TypeError):
            return "all", [], json.dumps(value, ensure_ascii=False)
        return match, lines, ""

    def _options(self, line: Mapping[str, Any]) -> list[tuple[str, str, bool]]:
        """Return what the row's question can be answered by, to choose from: (value, words, is chosen)."""
        field = self.definition.fields_by_key.get(line.get("field", "")) if self.definition else None
        if field is None or line.get("op") in WITHOUT_VALUE or line.get("other"):
            return []
        known = options(field, line.get("part") or None, facts.places())
        if field.type in YES_NO:
            known = {"yes": str(_("Yes")), "no": str(_("No"))}
        if not 0 < len(known) <= MOST_OPTIONS:
            return []
        value = str(line.get("value") or "")
        chosen = [value] if value in known else [part.strip() for part in value.split(",")]
        return [(code, words, code in chosen) for code, words in known.items()]

    def _questions(self) -> list[tuple[str, str]]:
        return question_choices(self.definition) if self.definition else []

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, Any]:
        """Return what was typed, row by row; rows without a question are left out."""
        lines, number = [], 0
        while f"{name}-{number}-field" in data:
            line = {cell: data.get(f"{name}-{number}-{cell}", "").strip() for cell in CELLS}
            line["value"] = _joined(data, f"{name}-{number}-value")
            lines += [line] if line["field"] else []
            number += 1
        return {
            "match": data.get(f"{name}-match", "all"),
            "lines": lines,
            "kept": data.get(f"{name}-kept", ""),
        }

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return f"{name}-match" not in data


class ConditionField(forms.Field):
    """A condition over the answers of a form, or None."""

    widget = ConditionWidget

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False} | options)

    def read_from(self, definition: Definition | None) -> None:
        """Offer the questions of a form, and check what is typed against them."""
        self.definition = self.widget.definition = definition

    def clean(self, value: Any) -> Any:
        if isinstance(value, Mapping) and "lines" in value:
            value = self._condition(value)
        if value and (wrong := self._faults(value)):
            raise ValidationError(wrong)
        if not value and self.required:
            raise ValidationError(_("Write at least one condition."))
        return value

    def _condition(self, typed: Mapping[str, Any]) -> Any:
        if typed["kept"] and not typed["lines"]:
            return condition_words.kept(typed["kept"])
        parts = [self._leaf(line) for line in typed["lines"]]
        return condition_words.joined(typed["match"], parts)

    def _leaf(self, line: Mapping[str, str]) -> dict[str, Any]:
        """Return the comparison of a row, its value read as people write it."""
        leaf = condition_words.leaf_of(line)
        field = self.definition.fields_by_key.get(leaf["field"]) if self.definition else None
        return condition_reading.read(leaf, field, facts.places())

    def _faults(self, condition: Any) -> list[str]:
        wrong = [sentence for _path, sentence in faults(condition, "")]
        if wrong or self.definition is None:
            return wrong
        known = self.definition.fields_by_key
        message = str(_('The condition reads "%(key)s", which the form does not ask.'))
        unknown = [message % {"key": key} for key in fields_of(condition) if key not in known]
        return unknown or [one.message for one in value_problems(condition, "", known, facts.places())]

    def has_changed(self, initial: Any, data: Any) -> bool:
        if isinstance(data, Mapping) and "lines" in data:
            data = self._condition(data)
        return (initial or None) != (data or None)


class TrancheConditions:
    """The boxes of an instalment's conditions, and the list that the call holds."""

    PLAIN = {
        "agreement_signed": _("The agreement is signed"),
        "registration_recorded": _("The registration is recorded"),
        "payment_account_verified": _("The payment account is verified"),
    }

    @staticmethod
    def to_boxes(conditions: list[dict[str, Any]]) -> dict[str, Any]:
        """Return the initial values of the boxes."""
        found: dict[str, Any] = {"plain": [], "milestones": [], "report": ""}
        for one in conditions:
            if one["kind"] in TrancheConditions.PLAIN:
                found["plain"].append(one["kind"])
            elif one["kind"] == "milestone_approved":
                found["milestones"].append(str(one["number"]))
            elif one["kind"] == "report_accepted":
                found["report"] = one["period"]
            elif one["kind"] == "spending_justified":
                found |= {"spent_tranche": one["tranche"], "spent_percent": one["percent"]}
        return found

    @staticmethod
    def from_boxes(given: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return the conditions that the boxes say, in one order."""
        found: list[dict[str, Any]] = [
            {"kind": kind} for kind in TrancheConditions.PLAIN if kind in (given.get("plain") or [])
        ]
        found += [
            {"kind": "milestone_approved", "number": int(number)} for number in given.get("milestones") or []
        ]
        if given.get("report"):
            found.append({"kind": "report_accepted", "period": given["report"]})
        if given.get("spent_tranche") and given.get("spent_percent"):
            found.append({"kind": "spending_justified", "tranche": given["spent_tranche"],
                          "percent": given["spent_percent"]})  # fmt: skip
        return found
