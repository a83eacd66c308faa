"""The eligibility check: a few questions, answered without an account, kept for the draft."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from incubator.core.bilingual import Text, pick_pair
from incubator.forms.conditions import fields_of
from incubator.forms.definition import Definition, Step
from incubator.forms.eligibility import BLOCKING, REGISTER
from incubator.forms.reading import Posted, read_step
from incubator.forms.rendering import BoundField, bind
from incubator.forms.types import check, parse, stored
from incubator.programmes import facts, rules
from incubator.programmes.models import Call

YES, NO, UNKNOWN = "yes", "no", "unknown"


@dataclass(frozen=True)
class Answer:
    """What the check says: `result` yes, no or unknown; each reason with the question to correct."""

    result: str
    reasons: list[dict[str, Any]] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)


def session_key(call: Call) -> str:
    """Where the browser session keeps the answers until the draft takes them over."""
    return f"check:{call.public_id}"


def step_of(call: Call, definition: Definition) -> Step:
    """Return the questions of the check as one step of a form."""
    title = {"fr": "Vérification", "en": "Check"}
    return Step(key="check", title=title, fields=tuple(rules.questions(call, definition)))


def read(step: Step, posted: Posted) -> dict[str, Any]:
    """Return the stored answers of what was posted; what could not be read stays as it was typed."""
    raw = read_step(step, posted)
    values = {each.key: stored(parse(each, raw[each.key])) for each in step.fields if each.key in raw}
    return {key: value for key, value in values.items() if value is not None}


def groups(definition: Definition, drawn: list[BoundField]) -> list[tuple[Text, list[BoundField]]]:
    """Return the questions under the titles of the steps they come from."""
    found: dict[str, tuple[Text, list[BoundField]]] = {}
    for one in drawn:
        step = definition.step_of(one.key)
        found.setdefault(step.key, (pick_pair(step.title), []))[1].append(one)
    return list(found.values())


def fields(
    call: Call, definition: Definition, step: Step, answers: Mapping[str, Any], language: str
) -> list[BoundField]:
    """Return the questions ready to draw, with what is to be completed in the answers given."""
    remarks = [
        issue for each in step.fields for issue in check(each, answers.get(each.key), facts.facts_for(call))
    ]
    return bind(
        definition,
        step,
        answers,
        remarks,
        language,
        facts=facts.facts_for(call),
        closing_on=facts.closing_on(call),
        communes=facts.commune_groups() if any(each.type == "commune" for each in step.fields) else (),
        autocomplete=False,
    )


def answer(call: Call, definition: Definition, answers: Mapping[str, Any]) -> Answer:
    """Return what the rules of the call make of the answers, with reasons in the active language."""
    outcome = rules.judge(call, definition, answers)
    by_slug = {rule["slug"]: rule for rule in rules.rules_of(call)}
    reasons = [_reason(by_slug[slug]) for slug in outcome.failed]
    notes = [_words(by_slug[slug]) for slug in outcome.registered if by_slug[slug]["kind"] == REGISTER]
    if outcome.eligible is None:
        waiting = [by_slug[slug] for slug in outcome.unknown if by_slug[slug]["kind"] == BLOCKING]
        return Answer(UNKNOWN, [_reason(rule, words=_rule_text(rule)) for rule in waiting], notes)
    return Answer(YES if outcome.eligible else NO, reasons, notes)


def _reason(rule: dict[str, Any], words: Text | None = None) -> dict[str, Any]:
    """The sentence, and the anchor of the first question that it rests on."""
    return {"words": words or _words(rule), "anchor": f"id_{fields_of(rule['condition'])[0]}"}


def _words(rule: dict[str, Any]) -> Text:
    return pick_pair({"fr": rule["reason_fr"], "en": rule["reason_en"]})


def _rule_text(rule: dict[str, Any]) -> Text:
    return pick_pair({"fr": rule["fr"], "en": rule["en"]})


SENTENCES = {
    YES: _("From your answers, this call is open to you."),
    NO: _("From your answers, this call is not open to you."),
    UNKNOWN: _("Some answers are missing to tell you. Complete them below."),
}
