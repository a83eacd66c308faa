"""Who asks, in questions that are composed before anybody asks them: what somebody may read follows from the roles held
and from who they are. The roles shape the SQL, the person is a value in it.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

from incubator.core import clock
from incubator.core.prepared import Given, Prepared
from incubator.people.models import User

Row = TypeVar("Row")


class Reader(Given):
    """Somebody who holds these roles, whoever it is: stands where `visible_to` and its like take a person."""

    is_system = False

    def __init__(self, held: Iterable[str]) -> None:
        super().__init__("reader")
        self.held = frozenset(held)

    @property
    def pk(self) -> "Reader":
        return self

    def roles(self, at: datetime) -> frozenset[str]:
        return self.held

    def has_role(self, *wanted: str, at: datetime | None = None) -> bool:
        return not self.held.isdisjoint(wanted)


class ForReaders(Generic[Row]):
    """A question of many people, prepared once for each set of roles that asks it. `compose` is given a Reader."""

    def __init__(self, compose: Callable[[Reader], "QuerySet[Any, Row]"]) -> None:
        self.compose = compose
        self._known: dict[frozenset[str], Prepared[Row]] = {}

    def rows(self, person: User, **values: Any) -> list[Row]:
        """Ask now as this person, with a value for each name that was given."""
        return self._of(person).rows(reader=person.pk, **values)

    def first(self, person: User, **values: Any) -> Row | None:
        """Return the first row, None when there is none."""
        return self._of(person).first(reader=person.pk, **values)

    def _of(self, person: User) -> Prepared[Row]:
        held = person.roles(clock.now())
        if held not in self._known:
            self._known[held] = Prepared(partial(self.compose, Reader(held)))
        return self._known[held]
