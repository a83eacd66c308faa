"""How sensitive an address or an act is: said by each slice (`<slice>/sensitivity.py`), asked for in one place.

The middleware (`accounts.middleware.Guard`) asks for the second factor before an address that is not ordinary, and
writes down what is read; an act that is not ordinary asks whatever the address it is made from.
"""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.urls import ResolverMatch


class Sensitivity(StrEnum):
    """What an address or an act is about. All but the first ask for a second factor given a moment ago."""

    ORDINARY = "ordinary"
    MONEY = "money"  # money promised, moved, or its books written
    ROLE = "role"  # who may do what, and what opens an account
    EXPORT = "export"  # what leaves the house as a file: each download leaves a row of the audit
    SENSITIVE = "sensitive"  # what is sealed or private: each reading leaves a row of the audit


@dataclass(frozen=True, slots=True)
class Shown:
    """Whose record an address shows: the model, the argument of the address, the column that it names."""

    model: str
    argument: str
    column: str


SHOWN: dict[str, Shown] = {}  # by the name of the address
NOBODYS: dict[str, str] = {}  # addresses with an argument that names no record: why
TRACED: set[str] = set()  # ordinary addresses whose readings are written down too
ROUTES: dict[str, Sensitivity] = {}  # by the name of the address
GROUPS: dict[str, Sensitivity] = {}  # by the beginning of the address: those of libraries
ACTS: dict[str, Sensitivity] = {}  # by the name of the policy


def declare(kind: Sensitivity, *, routes: str = "", groups: str = "", acts: str = "") -> None:
    """Say the class of addresses, of groups of them, and of acts (names between spaces)."""
    for table, names in ((ROUTES, routes), (GROUPS, groups), (ACTS, acts)):
        for name in names.split():
            if table.setdefault(name, kind) is not kind:
                raise RuntimeError(f"{name} is said to be {table[name]} and {kind}.")


def shows(model: str, named: str, *, routes: str = "", traced: str = "") -> None:
    """Say whose record addresses show (`argument=column`): what is read there is written down as read of it.

    `traced` are ordinary ones that show personal answers: no factor is asked, yet a reading leaves a row, one an hour.
    """
    argument, _sign, column = named.partition("=")
    for name in (*routes.split(), *traced.split()):
        SHOWN[name] = Shown(model, argument, column)
    TRACED.update(traced.split())


def shows_nobody(routes: str, why: str) -> None:
    """Say of addresses with an argument that no record of somebody is read there, and why."""
    NOBODYS.update(dict.fromkeys(routes.split(), why))


def record_of(match: ResolverMatch) -> Any:
    """Return the record that an address shows, None where it shows none."""
    shown = SHOWN.get(match.view_name)
    if shown is None:
        return None
    rows = apps.get_model(shown.model)._base_manager
    return rows.filter(**{shown.column: match.kwargs[shown.argument]}).first()


def of_group(route: str) -> Sensitivity | None:
    """Return the class of the group that an address is in, None when it is in none."""
    path = route.lstrip("^")
    return next((kind for start, kind in GROUPS.items() if path.startswith(start)), None)


def of_route(match: ResolverMatch) -> Sensitivity:
    """Return the class of an address; one of which nothing is said is closed as the most private."""
    return ROUTES.get(match.view_name) or of_group(match.route) or Sensitivity.SENSITIVE


def of_act(name: str) -> Sensitivity:
    """Return the class of an act; one of which nothing is said is guarded as the most private."""
    return ACTS.get(name, Sensitivity.SENSITIVE)


class FactorMissing(Exception):
    """The second factor is owed before the act. No refusal: the person gives it, and goes on with what was typed."""


@dataclass
class Answering:
    """The request that is being answered: how its person is asked for the factor, and what it has written down."""

    ask: Callable[[Sensitivity, Any], None]
    kind: Sensitivity | None = None
    is_traced: bool = False
    rows: int = 0
    subject: Any = None  # the file that is handed over
    about: Any = None  # the record whose page it is, where the view found it already


ANSWERING: ContextVar[Answering | None] = ContextVar("answering", default=None)


def ask(name: str, actor: Any) -> None:
    """Ask for the factor that an act needs, if a person makes it by a request. Raises FactorMissing."""
    answering, kind = ANSWERING.get(), of_act(name)
    if answering is not None and kind is not Sensitivity.ORDINARY and actor.pk is not None:
        answering.ask(kind, actor)


def reads(subject: Any) -> None:
    """Say what the answer lets read: the row of the audit names it."""
    if answering := ANSWERING.get():
        answering.subject = subject


def about(record: Any) -> None:
    """Say whose record the page is, where its address does not name it."""
    if answering := ANSWERING.get():
        answering.about = record


def written() -> None:
    """Note that a row of the audit was written: a reading is written down once."""
    if answering := ANSWERING.get():
        answering.rows += 1
