"""Policies: who may act, answered with a reason. Found by name; one function per move."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

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
    """A registered policy: its function and the words that say who may."""

    name: str
    who: Sentence
    function: Policy


REGISTRY: dict[str, Rule] = {}


class UnknownPolicy(LookupError):
    """No policy of that name: a move without one is a mistake of the code, found at start."""


def policy(*names: str, who: Sentence = "") -> Callable[[Policy], Policy]:
    """Register a function as the policy of `<record>.<move>`; `who` says in words who may (for `lifecycles`)."""

    def register(function: Policy) -> Policy:
        for name in names:
            if name in REGISTRY and REGISTRY[name].function is not function:
                raise RuntimeError(f"Two policies are called {name}.")
            REGISTRY[name] = Rule(name, who, function)
        return function

    return register


def decide(name: str, actor: Any, thing: Any, at: datetime) -> Verdict:
    """Ask the policy `name`; raise UnknownPolicy when there is none."""
    return _rule(name).function(actor, thing, at)


def _rule(name: str) -> Rule:
    try:
        return REGISTRY[name]
    except KeyError as error:
        raise UnknownPolicy(f"No policy called {name}.") from error


def decide_each(names: Iterable[str], actor: Any, thing: Any, at: datetime) -> dict[str, Verdict]:
    """Ask several policies about one thing; a function that answers for many of them is called once."""
    verdicts: dict[Policy, Verdict] = {}
    answers = {}
    for name in names:
        function = _rule(name).function
        if function not in verdicts:
            verdicts[function] = function(actor, thing, at)
        answers[name] = verdicts[function]
    return answers


def require(name: str, actor: Any, thing: Any, at: datetime) -> None:
    """Raise NotAllowed with the policy's reason unless it allows."""
    verdict = decide(name, actor, thing, at)
    if not verdict:
        raise NotAllowed(verdict.reason)
