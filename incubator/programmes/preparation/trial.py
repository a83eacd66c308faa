"""The trial box of the rules: what each rule makes of answers that nobody sent. Reads only."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from incubator.core.bilingual import Text, pick_pair
from incubator.forms.completeness import counted
from incubator.forms.conditions import fields_of, is_empty, judge
from incubator.forms.definition import Definition, Step
from incubator.forms.eligibility import BLOCKING, TARGET, questions
from incubator.programmes import eligibility_check, facts, rules
from incubator.programmes.models import Call
from incubator.programmes.states import RuleKind

MET, NOT_MET, UNKNOWN = "met", "not_met", "unknown"
WORDS = {MET: _("Met"), NOT_MET: _("Not met"), UNKNOWN: _("Not known yet")}
TONES = {MET: "success", NOT_MET: "error", UNKNOWN: "warning"}


@dataclass(frozen=True)
class Verdict:
    """One rule against the answers: met, not met, or unknown with the questions that wait."""

    slug: str
    text: Text
    kind: str
    result: str
    reason: Text | None
    waiting: list[Text]

    @property
    def words(self) -> str:
        return str(WORDS[self.result])

    @property
    def tone(self) -> str:
        return TONES[self.result]


def step_of(call: Call, definition: Definition) -> Step:
    """Return every question that a rule reads, as one step of a form."""
    asked = [rule | {"kind": BLOCKING} for rule in rules.rules_of(call) if rule["kind"] != TARGET]
    title = {"fr": "Essai", "en": "Trial"}
    return Step(key="trial", title=title, fields=tuple(questions(definition, asked)))


def verdicts(call: Call, definition: Definition, answers: Mapping[str, Any]) -> list[Verdict]:
    """Return what each rule of the call makes of the answers, in its order; targets judge no single file."""
    known, closing = facts.facts_for(call), facts.closing_on(call)
    given = counted(definition, answers, known, closing)
    return [
        _verdict(rule, definition, given, judge(rule["condition"], given, known, closing))
        for rule in rules.rules_of(call)
        if rule["kind"] != TARGET
    ]


def _verdict(
    rule: dict[str, Any], definition: Definition, given: Mapping[str, Any], met: bool | None
) -> Verdict:
    result = UNKNOWN if met is None else MET if met else NOT_MET
    waiting = [
        pick_pair(definition.fields_by_key[key].label)
        for key in fields_of(rule["condition"])
        if result == UNKNOWN and key in definition.fields_by_key and is_empty(given.get(key))
    ]
    reason = pick_pair({"fr": rule["reason_fr"], "en": rule["reason_en"]}) if result == NOT_MET else None
    text = pick_pair({"fr": rule["fr"], "en": rule["en"]})
    return Verdict(rule["slug"], text, str(RuleKind(rule["kind"]).label), result, reason, waiting)


def answer(call: Call, definition: Definition, answers: Mapping[str, Any]) -> eligibility_check.Answer:
    """Return what a founder would be told."""
    return eligibility_check.answer(call, definition, answers)
