"""Moves: named steps from one state to another, written once and called by every door."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import models

from incubator.people.models import Actor
from incubator.workflow import audit, deciding
from incubator.workflow.acting import acting
from incubator.workflow.deciding import Policy, Verdict
from incubator.workflow.models import Event
from incubator.workflow.querysets import subject_type
from incubator.workflow.refusals import AlreadyDone, IllegalMove, Sentence

Thing = TypeVar("Thing", bound=models.Model)
LIFECYCLES: dict[str, "Lifecycle"] = {}


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table: from which states, to which one, and its words on a button."""

    name: str
    sources: tuple[str, ...]
    target: str
    label: Sentence = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """A move as a page sees it: may this person make it now, and if not, why."""

    move: Move
    allowed: bool
    reason: Sentence = ""


class Lifecycle:
    """The table of moves of one record.

    `Lifecycle("application", submit=(State.DRAFT, State.SUBMITTED), withdraw=((A, B), C))`. A third item of a line is
    its label. `lock` names the foreign key whose row guards the record (`lock="award"`): it is locked first.
    `field` is the column that holds the state. `related` names the relations that policies read, fetched with the
    locked row (`select_related`); `defer` the columns of them that no move needs.
    """

    def __init__(
        self,
        record: str,
        *,
        lock: str = "",
        field: str = "state",
        related: tuple[str, ...] = (),
        defer: tuple[str, ...] = (),
        **moves: tuple,
    ) -> None:
        self.record, self.lock, self.field, self.related, self.defer = record, lock, field, related, defer
        self.moves = {name: _read(name, line) for name, line in moves.items()}
        LIFECYCLES[record] = self

    def verb(self, name: str) -> str:
        """Return `<record>.<move>`: the name of the move, its policy, its audit row and its message."""
        return f"{self.record}.{name}"

    @contextmanager
    def move(
        self,
        thing: Thing,
        name: str,
        *,
        by: Actor,
        at: datetime,
        data: dict[str, Any] | None = None,
    ) -> Iterator[Thing]:
        """Make the move in one transaction; the body does the work on the locked record it is given.

        Holds the actor (`acting`), locks the record (or what guards it), checks that the move is legal from its state,
        asks the policy, runs the body, saves the record in its new state and writes the audit row (`data` may be filled
        by the body). Raises AlreadyDone, IllegalMove or NotAllowed; whatever is raised, nothing is left behind.
        """
        move = self.moves[name]
        facts = {} if data is None else data
        with acting(by):
            locked = self.locked(thing)
            self._legal(move, locked, by)
            deciding.require(self.verb(name), by, locked, at)
            yield locked
            setattr(locked, self.field, move.target)
            locked.save()
            audit.record(self.verb(name), locked, by=by, at=at, **facts)
        # The caller's object shows what happened, as if it had been the locked one.
        for column in locked._meta.concrete_fields:
            setattr(thing, column.attname, getattr(locked, column.attname))

    def locked(self, thing: Thing) -> Thing:
        """Return a fresh copy of the record, locked until the transaction ends; its guarding row is locked before it."""
        if self.lock:
            guard = getattr(thing, self.lock)
            guard._meta.base_manager.select_for_update().get(pk=guard.pk)
        rows: models.QuerySet[Thing] = thing._meta.base_manager.select_for_update(of=("self",))
        if self.related:
            rows = rows.select_related(*self.related).defer(*self.defer)
        return rows.get(pk=thing.pk)

    def _legal(self, move: Move, thing: models.Model, by: Actor) -> None:
        state = getattr(thing, self.field)
        if state in move.sources:
            return
        if state == move.target and self._made_by(move, thing, by):
            raise AlreadyDone(thing)
        raise IllegalMove()

    def _made_by(self, move: Move, thing: models.Model, by: Actor) -> bool:
        last = (
            Event.objects.filter(
                verb=self.verb(move.name), subject_type=subject_type(thing), subject_id=thing.pk
            )
            .order_by("-id")
            .first()
        )
        return last is not None and last.actor_id == by.pk

    def open_to(
        self,
        user: Actor,
        thing: models.Model,
        at: datetime,
        names: Collection[str] | None = None,
        known: Mapping[Policy, Verdict] | None = None,
    ) -> list[Opening]:
        """Return the moves that are legal from the record's state, each with the policy's answer for `user`.

        A page that has buttons for some moves alone names them (`names`): the other policies are not asked. `known` is
        as in `deciding.decide_each`.
        """
        state = getattr(thing, self.field)
        legal = [
            move
            for move in self.moves.values()
            if state in move.sources and (names is None or move.name in names)
        ]
        verdicts = deciding.decide_each([self.verb(move.name) for move in legal], user, thing, at, known)
        return [
            Opening(move, verdict.allowed, verdict.reason)
            for move, verdict in zip(legal, verdicts.values(), strict=True)
        ]

    def is_legal(self, thing: models.Model, name: str) -> bool:
        """Tell whether the record's state allows the move, whoever makes it."""
        return getattr(thing, self.field) in self.moves[name].sources

    def may(self, user: Actor, thing: models.Model, name: str, at: datetime) -> bool:
        """Tell whether the move is legal now and allowed to `user`."""
        return any(opening.allowed for opening in self.open_to(user, thing, at, (name,)))


def _read(name: str, line: tuple) -> Move:
    sources, target, *label = line
    many = (sources,) if isinstance(sources, str) else tuple(sources)
    return Move(name, many, target, label[0] if label else "")
