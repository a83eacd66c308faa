"""What must hold before the product starts."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from incubator.workflow import sensitivity
from incubator.workflow.deciding import REGISTRY
from incubator.workflow.lifecycle import LIFECYCLES

SHOWS = "Say it in `sensitivity.py` of its slice: `shows`, or `shows_nobody` with the reason."
SAY_IT = "Say it in `sensitivity.py` of its slice: ordinary, money, role, export or sensitive."


@register("workflow")
def every_move_has_a_policy(**kwargs: Any) -> list[CheckMessage]:
    """A move nobody decided about must not exist."""
    return [
        Error(f"The move {lifecycle.verb(name)} has no policy.", id="workflow.E001")
        for lifecycle in LIFECYCLES.values()
        for name in lifecycle.moves
        if lifecycle.verb(name) not in REGISTRY
    ]


@register("workflow")
def every_act_says_how_sensitive_it_is(**kwargs: Any) -> list[CheckMessage]:
    """A move, or another act that a policy decides, of which nobody said what it is about must not exist."""
    moves = {lifecycle.verb(name) for lifecycle in LIFECYCLES.values() for name in lifecycle.moves}
    return [
        *_unsaid("act", moves | set(REGISTRY), sensitivity.ACTS, "workflow.E002"),
        *_unknown("act", moves | set(REGISTRY), sensitivity.ACTS),
    ]


@register("workflow")
def every_address_says_how_sensitive_it_is(**kwargs: Any) -> list[CheckMessage]:
    """An address inside of which nobody said what it is about must not exist."""
    every = dict(_addresses(get_resolver()))
    inside = {name for name, (route, is_open) in every.items() if not is_open and not _in_a_group(route)}
    return [
        *_unsaid("address", inside, sensitivity.ROUTES, "workflow.E003"),
        *_unknown("address", set(every), sensitivity.ROUTES),
    ]


@register("workflow")
def every_private_address_says_whose_record_it_shows(**kwargs: Any) -> list[CheckMessage]:
    """What is read at a private address with an argument is written down as read of a record."""
    kinds = (sensitivity.Sensitivity.SENSITIVE, sensitivity.Sensitivity.EXPORT)
    private = {name for name, kind in sensitivity.ROUTES.items() if kind in kinds} | sensitivity.TRACED
    every = dict(_addresses(get_resolver()))
    named = {name for name in private if "<" in every.get(name, ("", False))[0]}
    return [
        Error(f"The address {name} does not say whose record it shows.", hint=SHOWS, id="workflow.E010")
        for name in sorted(named - set(sensitivity.SHOWN) - set(sensitivity.NOBODYS))
    ]


def _unsaid(what: str, names: set[str], said: dict, code: str) -> list[CheckMessage]:
    return [
        Error(f"The {what} {name} does not say how sensitive it is.", hint=SAY_IT, id=code)
        for name in sorted(names - set(said))
    ]


def _unknown(what: str, names: set[str], said: dict) -> list[CheckMessage]:
    return [
        Error(f"There is no {what} {name}, which `sensitivity.py` speaks of.", id="workflow.E004")
        for name in sorted(set(said) - names)
    ]


def _in_a_group(route: str) -> bool:
    return sensitivity.of_group(route) is not None


def _addresses(
    resolver: URLResolver, route: str = "", spaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, bool]]]:
    """Yield the name of every address (its route, where it has none), its route, and whether visitors may open it."""
    for found in resolver.url_patterns:
        path = route + str(found.pattern)
        if isinstance(found, URLResolver):
            yield from _addresses(found, path, (*spaces, found.namespace) if found.namespace else spaces)
        elif isinstance(found, URLPattern):
            name = ":".join((*spaces, found.name)) if found.name else path
            yield name, (path, not getattr(found.callback, "login_required", True))
