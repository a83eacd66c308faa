"""The eligibility rules of a call: one file against its rules, a selection against its targets."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from incubator.forms.completeness import counted
from incubator.forms.condition_values import Places, value_problems
from incubator.forms.conditions import Answers, Facts, evaluate, faults, fields_of, is_empty, judge, no_facts
from incubator.forms.definition import Definition, Field
from incubator.forms.problems import Problem, unknown_fields

BLOCKING, REGISTER, TARGET = "blocking", "register", "target"
KINDS = (BLOCKING, REGISTER, TARGET)
Rule = Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What the answers say: `eligible` is None while a rule waits for an answer and none has failed."""

    eligible: bool | None
    failed: list[str] = field(default_factory=list)
    registered: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    reasons: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Target:
    """A share of the selection against what the call aims at; `met` is None for an empty selection."""

    slug: str
    met: bool | None
    count: int
    total: int
    percent: int | None
    wanted: int
    groups: dict[str, int]
    label: dict[str, str]
    reason: dict[str, str]


def check(
    rules: Iterable[Rule],
    answers: Answers,
    facts: Facts = no_facts,
    closing_on: datetime.date | None = None,
    *,
    definition: Definition | None = None,
    sent: bool = False,
) -> Outcome:
    """Judge one file. With `definition`, hidden fields count as empty; once `sent`, an empty answer fails."""
    if definition is not None:
        answers = counted(definition, answers, facts, closing_on)
    rules = [rule for rule in rules if rule["kind"] != TARGET]
    judged = {rule["slug"]: judge(rule["condition"], answers, facts, closing_on) for rule in rules}
    not_met = [rule for rule in rules if judged[rule["slug"]] is False or _never_told(rule, judged, sent)]
    failed = [rule["slug"] for rule in not_met if rule["kind"] == BLOCKING]
    registered = [rule["slug"] for rule in not_met if rule["kind"] == REGISTER]
    waiting = [rule["slug"] for rule in rules if rule["kind"] == BLOCKING and judged[rule["slug"]] is None]
    unknown = [] if sent else waiting
    eligible = False if failed else None if unknown else True
    return Outcome(eligible, failed, registered, unknown, [_reason(rule) for rule in not_met])


def questions(definition: Definition, rules: Iterable[Rule]) -> list[Field]:
    """Return the fewest fields, in form order, that an eligibility check must ask."""
    wanted = {key for rule in rules if rule["kind"] == BLOCKING for key in fields_of(rule["condition"])}
    for each in reversed(list(definition.fields())):
        if each.key in wanted:
            wanted.update(fields_of(each.shown_when))
    return [each for each in definition.fields() if each.key in wanted]


def targets(
    rules: Iterable[Rule],
    selected: Sequence[Answers],
    facts: Facts = no_facts,
    closing_on: datetime.date | None = None,
    *,
    everything: Mapping[str, Sequence[str]] | None = None,
) -> list[Target]:
    """Return each target with its share of the selection.

    `everything` lists all the values of a part ({"region": [...]}): a group without any team counts too.
    """
    return [
        _by_group(rule, selected, facts, everything or {})
        if "group_by" in rule["condition"]
        else _by_share(rule, selected, facts, closing_on)
        for rule in rules
        if rule["kind"] == TARGET
    ]


def rule_problems(
    definition: Definition, rules: Sequence[Rule], places: Places | None = None
) -> list[Problem]:
    """Return everything that keeps the rules from being read, each with its place.

    `places` are those of the country, as `form.condition_values` reads them.
    """
    found, seen = [], set()
    for index, rule in enumerate(rules):
        path = f"eligibility[{index}]"
        if rule.get("slug") in seen or not rule.get("slug"):
            found.append(Problem(f"{path}.slug", _("Each rule has a name of its own.")))
        seen.add(rule.get("slug"))
        if rule.get("kind") not in KINDS:
            found.append(
                Problem(f"{path}.kind", _('The kind "%(kind)s" is not known.') % {"kind": rule.get("kind")})
            )
        elif not rule.get("fr") or not rule.get("reason_fr"):
            found.append(Problem(path, _("A rule has its text and its reason in French.")))
        wrong = _condition_problems(definition, rule, f"{path}.condition")
        found += wrong or _value_problems(definition, rule, f"{path}.condition", places or {})
    return found


def _never_told(rule: Rule, judged: Mapping[str, bool | None], sent: bool) -> bool:
    """A blocking rule whose answer is still empty in a file that was sent."""
    return sent and rule["kind"] == BLOCKING and judged[rule["slug"]] is None


def _reason(rule: Rule) -> dict[str, str]:
    return {"slug": rule["slug"], **_pair(rule, "reason_")}


def _pair(rule: Rule, prefix: str) -> dict[str, str]:
    french = rule.get(f"{prefix}fr") or ""
    return {"fr": french, "en": rule.get(f"{prefix}en") or french}


def _by_share(
    rule: Rule, selected: Sequence[Answers], facts: Facts, closing_on: datetime.date | None
) -> Target:
    wanted, total = rule["condition"]["at_least_percent"], len(selected)
    count = sum(evaluate(rule["condition"]["group"], answers, facts, closing_on) for answers in selected)
    return Target(
        rule["slug"],
        met=count * 100 >= wanted * total if total else None,
        count=count,
        total=total,
        percent=count * 100 // total if total else None,
        wanted=wanted,
        groups={},
        label=_pair(rule, ""),
        reason=_pair(rule, "reason_"),
    )


def _by_group(
    rule: Rule, selected: Sequence[Answers], facts: Facts, everything: Mapping[str, Sequence[str]]
) -> Target:
    group, wanted = rule["condition"]["group_by"], rule["condition"]["at_least_count"]
    counts: Counter[Any] = Counter(dict.fromkeys(everything.get(group.get("part") or group["field"], ()), 0))
    for answers in selected:
        value = answers.get(group["field"])
        if not is_empty(value) and group.get("part"):
            value = facts(group["part"], value)
        if not is_empty(value):
            counts[value] += 1
    enough = sum(count >= wanted for count in counts.values())
    return Target(
        rule["slug"],
        met=enough == len(counts) if selected else None,
        count=enough,
        total=len(counts),
        percent=None,
        wanted=wanted,
        groups=dict(counts),
        label=_pair(rule, ""),
        reason=_pair(rule, "reason_"),
    )


def _value_problems(definition: Definition, rule: Rule, path: str, places: Places) -> list[Problem]:
    condition = rule.get("condition") or {}
    read = condition if rule["kind"] != TARGET else condition.get("group") or {}
    return value_problems(read, path, definition.fields_by_key, places) if read else []


def _condition_problems(definition: Definition, rule: Rule, path: str) -> list[Problem]:
    condition = rule.get("condition") or {}
    if rule.get("kind") != TARGET:
        wrong = [Problem(*fault) for fault in faults(condition, path)]
        return wrong or unknown_fields(condition, path, definition.fields_by_key)
    if isinstance(condition.get("at_least_percent"), int) and "group" in condition:
        wrong = [Problem(*fault) for fault in faults(condition["group"], f"{path}.group")]
        return wrong or unknown_fields(condition["group"], f"{path}.group", definition.fields_by_key)
    if isinstance(condition.get("at_least_count"), int) and "field" in (condition.get("group_by") or {}):
        return unknown_fields(condition["group_by"], f"{path}.group_by", definition.fields_by_key)
    return [Problem(path, _("A target has group and at_least_percent, or group_by and at_least_count."))]
