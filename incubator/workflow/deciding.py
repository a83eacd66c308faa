"""Policies: who may act, answered with a reason. Found by name; one function per move."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from incubator.workflow import sensitivity
from incubator.workflow.refusals import NotAllowed, Sentence


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes, or no with the reason that the person reads."""

    allowed: bool
    reason: Sentence = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Verdict(True)


def denied(reason: Sentence) -> Verdict:
    """A refusal with its reason (a translated sentence)."""
    return Verdict(False, reason)


Policy = Callable[[Any, Any, datetime], Verdict]


@dataclass(frozen=True, slots=True)
class Rule:
    """A registered policy: its function, the words that say who may, and what must be allowed before it is asked.

    `exempt` says why the gate does not ask for standing (`workflow.standing`), where it does not.
    """

    name: str
    who: Sentence
    function: Policy
    gate: Policy | None = None
    exempt: str = ""


REGISTRY: dict[str, Rule] = {}


class UnknownPolicy(LookupError):
    """No policy of that name: a move without one is a mistake of the code, found at start."""


def policy(
    *names: str, who: Sentence = "", gate: Policy | None = None, exempt: str = ""
) -> Callable[[Policy], Policy]:
    """Register a function as the policy of `<record>.<move>`; `who` says in words who may (for `lifecycles`).

    `gate` is a condition that several policies share: it is asked first, and its refusal is the answer. It is one of
    `workflow.standing`, or `exempt` says why not.
    """

    def register(function: Policy) -> Policy:
        for name in names:
            if name in REGISTRY and REGISTRY[name].function is not function:
                raise RuntimeError(f"Two policies are called {name}.")
            REGISTRY[name] = Rule(name, who, function, gate, exempt)
        return function

    return register


def decide(name: str, actor: Any, thing: Any, at: datetime) -> Verdict:
    """Ask the policy `name`; raise UnknownPolicy when there is none."""
    return decide_each([name], actor, thing, at)[name]


def _rule(name: str) -> Rule:
    try:
        return REGISTRY[name]
    except KeyError as error:
        raise UnknownPolicy(f"No policy called {name}.") from error


def decide_each(
    names: Iterable[str], actor: Any, thing: Any, at: datetime, known: Mapping[Policy, Verdict] | None = None
) -> dict[str, Verdict]:
    """Ask several policies about one thing; a function that answers for many of them is called once.

    `known` are verdicts that the caller has already: those of gates that its own query asked for in this request.
    """
    verdicts = dict(known or {})

    def ask(function: Policy) -> Verdict:
        if function not in verdicts:
            verdicts[function] = function(actor, thing, at)
        return verdicts[function]

    answers = {}
    for name in names:
        rule = _rule(name)
        through = ALLOWED if rule.gate is None else ask(rule.gate)
        answers[name] = ask(rule.function) if through else through
    return answers


def require(name: str, actor: Any, thing: Any, at: datetime) -> None:
    """Raise NotAllowed with the policy's reason unless it allows, FactorMissing where the factor is owed first."""
    verdict = decide(name, actor, thing, at)
    if not verdict:
        raise NotAllowed(verdict.reason)
    sensitivity.ask(name, actor)
