"""Standing: the one condition under which somebody reads and acts by a role.

A role in force, a programme one works on, no live link with the start-up, no place in its team. Every QuerySet that
decides who reads (`visible_to`) and every policy composes it, or says in a line why not; the start is refused otherwise
(`standing_checks`). The slices that know of links, teams and programmes register what they know here, with their policies.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incubator.core import clock
from incubator.people.states import Role
from incubator.workflow.deciding import ALLOWED, Policy, Verdict, denied
from incubator.workflow.refusals import Sentence

# Why policies of another kind do not ask: what they ask instead.
READ_WITH_THE_RECORD = "Whoever reads the record reads its file (`visible_to`)."
ANOTHER_PROGRAMME = _("This belongs to a programme that other officers work on.")
Rows = models.QuerySet  # with a column `startup`


@dataclass(frozen=True, slots=True)
class Closing:
    """Why start-ups are closed to a person: rows that name those start-ups, and the sentence of the refusal."""

    startups: Callable[[Any], Rows]
    refusal: Sentence


CLOSINGS: dict[str, Closing] = {}
PROGRAMMES: dict[str, Callable[[Any], models.QuerySet]] = {}
STARTUPS_OF: dict[str, Callable[[Any], Rows]] = {}


def closes(name: str, refusal: Sentence) -> Callable[[Callable[[Any], Rows]], Callable[[Any], Rows]]:
    """Register a function that returns the rows which name the start-ups closed to a person."""

    def register(function: Callable[[Any], Rows]) -> Callable[[Any], Rows]:
        CLOSINGS[name] = Closing(function, refusal)
        return function

    return register


def works_on(function: Callable[[Any], models.QuerySet]) -> Callable[[Any], models.QuerySet]:
    """Register the function that returns the programmes an officer works on."""
    PROGRAMMES["officer"] = function
    return function


def holds_startups(name: str) -> Callable[[Callable[[Any], Rows]], Callable[[Any], Rows]]:
    """Register a function that returns the rows which name the start-ups of some programmes (None: of any)."""

    def register(function: Callable[[Any], Rows]) -> Callable[[Any], Rows]:
        STARTUPS_OF[name] = function
        return function

    return register


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a record's start-up and programme are found, as paths from its model ("" where it has none).

    A record with a start-up and without a path to a programme belongs to the programmes that hold its start-up; a
    start-up that none holds is every officer's.
    """

    startup: str = ""
    programme: str = ""

    def held_by(self, rows: models.QuerySet, person: Any, *roles: str) -> Any:
        """Keep the rows that one of `roles`, held now, opens to the person."""
        held = frozenset(roles) & person.roles(clock.now())
        return self.within(self.apart(rows, person), person, held) if held else rows.none()

    def apart(self, rows: models.QuerySet, person: Any) -> Any:
        """Remove the rows of start-ups that are closed to the person."""
        if self.startup:
            for closing in CLOSINGS.values():
                rows = rows.exclude(**{f"{self.startup}__in": closing.startups(person).values("startup")})
        return rows

    def within(self, rows: models.QuerySet, person: Any, held: Iterable[str]) -> Any:
        """Keep, for whoever holds nothing but the role of officer, the rows of the programmes they work on."""
        if set(held) != {Role.OFFICER}:
            return rows
        programmes = PROGRAMMES["officer"](person).values("pk")
        theirs = Q(**{f"{self.programme}__in": programmes}) if self.programme else Q(pk__in=[])
        if not self.programme or may_be_empty(rows.model, self.programme):
            without = Q(**{self.programme: None}) if self.programme else Q()
            theirs |= without & (self._among(programmes) if self.startup else Q())
        return rows.filter(theirs)

    def _among(self, programmes: Rows) -> Q:
        theirs, anybodys = Q(), Q()
        for startups in STARTUPS_OF.values():
            theirs |= Q(**{f"{self.startup}__in": startups(programmes).values("startup")})
            anybodys |= Q(**{f"{self.startup}__in": startups(None).values("startup")})
        return theirs | ~anybodys

    def verdict(self, person: Any, thing: Any, held: Iterable[str]) -> Verdict:
        """Answer for one record what `apart` and `within` answer for many, with the reason of a refusal."""
        if not self.startup and set(held) != {Role.OFFICER}:
            return ALLOWED
        if thing.pk is not None:
            row = type(thing)._base_manager.filter(pk=thing.pk)
            is_open = self.within(self.apart(row, person), person, held).exists()
        else:
            is_open = self._is_apart(person, thing) and self._is_within(person, thing, held)
        return ALLOWED if is_open else denied(self._refusal(person, thing))

    def _refusal(self, person: Any, thing: Any) -> Sentence:
        """Return the reason of a refusal that was found."""
        startup = self.startup and reach(thing, self.startup)
        for closing in CLOSINGS.values():
            if startup and closing.startups(person).filter(startup=startup).exists():
                return closing.refusal
        return ANOTHER_PROGRAMME

    def _is_apart(self, person: Any, thing: Any) -> bool:
        """Ask `apart` for a record that is not saved yet: of its start-up, which is."""
        startup = self.startup and reach(thing, self.startup)
        if not startup:
            return True
        row = related(type(thing), self.startup)._base_manager.filter(pk=startup)
        return A_STARTUP.apart(row, person).exists()

    def _is_within(self, person: Any, thing: Any, held: Iterable[str]) -> bool:
        """Ask `within` for a record that is not saved yet: of its programme, or of its start-up."""
        if set(held) != {Role.OFFICER}:
            return True
        programmes = PROGRAMMES["officer"](person)
        if self.programme:
            key = reach(thing, self.programme)
            return key is None or programmes.filter(pk=key).exists()
        startup = self.startup and reach(thing, self.startup)
        return (
            not startup
            or A_STARTUP.within(
                related(type(thing), self.startup)._base_manager.filter(pk=startup), person, held
            ).exists()
        )


A_STARTUP = Standing(startup="pk")


def related(model: Any, path: str) -> Any:
    """Return the model at the end of a path of relations."""
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model
    return model


def may_be_empty(model: type[models.Model], path: str) -> bool:
    """Tell whether a relation on the path may be empty."""
    for name in path.split("__"):
        field = model._meta.get_field(name)
        if field.null:
            return True
        model = field.related_model or model
    return False


def reach(thing: Any, path: str) -> int | None:
    """Return the key at the end of a path of relations, None where one of them is empty."""
    *steps, last = path.split("__")
    for step in steps:
        thing = getattr(thing, step)
        if thing is None:
            return None
    return thing.pk if last == "pk" else getattr(thing, thing._meta.get_field(last).attname)


def keys_of(thing: models.Model | None) -> tuple[int | None, int | None]:
    """Return the keys of the start-up and of the programme of a record, None for what it has not."""
    gate = getattr(type(thing)._default_manager.all(), "gate", None) if thing is not None else None
    if not isinstance(gate, Standing):
        return None, None
    startup, programme = (reach(thing, path) if path else None for path in (gate.startup, gate.programme))
    return startup, programme


@dataclass(frozen=True, slots=True)
class Holders:
    """A policy: those who hold one of the roles at that instant and are of good standing; the system by a rule."""

    roles: tuple[str, ...]
    of: Standing
    refusal: Sentence
    system: bool = False

    def __call__(self, actor: Any, thing: Any, at: datetime) -> Verdict:
        if actor.is_system and self.system:
            return ALLOWED
        held = frozenset(self.roles) & actor.roles(at)
        return self.of.verdict(actor, thing, held) if held else denied(self.refusal)

    def of_rows(self, actor: Any, at: datetime) -> Verdict:
        """Answer for rows that `Standing.held_by` gave for these roles in the same request: without a question."""
        return ALLOWED if frozenset(self.roles) & actor.roles(at) else denied(self.refusal)


def holders(*roles: str, of: Standing, refusal: Sentence, system: bool = False) -> Holders:
    """Return the policy of those who hold one of `roles`; `refusal` is said to everybody else."""
    return Holders(tuple(roles), of, refusal, system)


@dataclass(frozen=True, slots=True)
class Either:
    """A policy: those whose own the record is (`own`), else the holders of a role."""

    own: Callable[[Any, Any], bool]
    holders: Holders

    def __call__(self, actor: Any, thing: Any, at: datetime) -> Verdict:
        return ALLOWED if self.own(actor, thing) else self.holders(actor, thing, at)


def composes_standing(gate: Policy | None) -> bool:
    """Tell whether the gate of a policy asks for standing."""
    return isinstance(gate, Holders | Either)
