"""The eligibility rules of a call, as the form engine reads them, and what they make of answers."""

from collections.abc import Mapping
from typing import Any

from incubator.forms import eligibility
from incubator.forms.definition import Definition, Field
from incubator.programmes import facts
from incubator.programmes.models import Call


def rules_of(call: Call) -> list[dict]:
    """Return the rules of the call in their order (prefetch "eligibility_rules" for many calls)."""
    return [rule.as_rule() for rule in call.eligibility_rules.all()]


def judge(
    call: Call, definition: Definition, answers: Mapping[str, Any], *, sent: bool = False
) -> eligibility.Outcome:
    """Return what the rules of the call make of stored answers; once `sent`, an empty answer fails."""
    return eligibility.check(
        rules_of(call),
        answers,
        facts.facts_for(call),
        facts.closing_on(call),
        definition=definition,
        sent=sent,
    )


def questions(call: Call, definition: Definition) -> list[Field]:
    """Return the few fields that the eligibility check asks, in form order."""
    return eligibility.questions(definition, rules_of(call))
