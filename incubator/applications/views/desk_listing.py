"""The files of the office's list, as one person asks for them: a page of them, and how many there are.

What people ask all day – a view, a state, the next page – is composed once; whatever is narrowed further is composed
for each request. Both are made by the same methods.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from incubator.applications import counting, flags, keyset
from incubator.applications.filters import Chosen
from incubator.applications.models import Application
from incubator.core.prepared import INSTANT, KEY, TEXT, Given, Prepared
from incubator.core.text_search import asked
from incubator.people.models import User
from incubator.people.readers import Reader

# So many lists are remembered: an office has few roles, few sets of calls and few orders.
REMEMBERED = 128
FLAGS = "flags"


@dataclass(frozen=True)
class Shape:
    """What the SQL of a page depends on, whoever reads it."""

    roles: frozenset[str]
    calls: tuple[int, ...]
    states: tuple[str, ...]
    sort: str
    columns: tuple[str, ...]
    size: int
    searches: bool


@dataclass
class Listing:
    """What one person asks of the list: the calls are those that `Call.objects.visible_to` gave in the same request."""

    person: User
    calls: tuple[int, ...]
    chosen: Chosen
    at: datetime

    @cached_property
    def everything(self) -> QuerySet[Application]:
        """All the files that this list may show, the view and the filters aside."""
        return Application.objects.at_the_desk_of(self.person, calls=self.calls)

    @property
    def roles(self) -> frozenset[str]:
        return self.person.roles(self.at)

    def page(self, columns: Sequence[str], edge: keyset.Edge) -> keyset.Slice:
        """Read a page of these columns of the database (`flags` is computed)."""
        ask = None
        if self._is_usual:
            shape = (self.roles, self.calls, self.chosen.states, self.chosen.sort, tuple(columns))
            ask = self._prepared(Shape(*shape, keyset.PER_PAGE, bool(self.chosen.q)))

        def rows() -> QuerySet:
            return _with_flags(self.chosen.applied(self.everything), columns, self.at)

        return keyset.slice_of(rows, columns, sort=self.chosen.sort, edge=edge, ask=ask)

    def _prepared(self, shape: Shape) -> keyset.Ask:
        def ask(backwards: bool, mark: keyset.Mark | None) -> list[dict[str, Any]]:
            value, pk = mark or (None, None)
            question = _page(shape, backwards, mark is not None)
            return question.rows(value=value, pk=pk, **self._values)

        return ask

    @property
    def _is_usual(self) -> bool:
        """Whether a prepared question does: states and words alone narrow (SQLite composes its searches each time)."""
        searches = not self.chosen.q or connection.vendor == "postgresql"
        return bool(self.calls) and searches and not self.chosen.values.keys() - {"state"}

    @property
    def _values(self) -> dict[str, Any]:
        return {"reader": self.person.pk, "typed": asked(self.chosen.q), **flags.instants(self.at)}

    def all_counts(self, key: str) -> counting.Counts:
        """Return how many files there are by everything they can be narrowed by, as of thirty seconds ago at most."""
        return counting.counted(self._all, at=self.at, key=key)

    def totals(self, key: str) -> counting.Counts:
        """Return how many files there are by state alone, from the same counts where they are known."""
        return counting.totals(self._all, key=key)

    def narrowed_counts(self, key: str) -> counting.Counts:
        """Return the counts of what the search and the filters keep, the states aside."""
        return counting.counted(self._narrowed, at=self.at, key=key)

    def _all(self) -> counting.Said:
        return _whole(self.roles, self.calls, False).said(**self._values)

    def _narrowed(self) -> counting.Said:
        if self._is_usual:
            return _whole(self.roles, self.calls, True).said(**self._values)
        return counting.said_of(self.chosen.narrowed(self.everything))


def _with_flags(rows: QuerySet, columns: Sequence[str], at: datetime | None) -> QuerySet:
    return rows.annotate(flags=flags.mask(at)) if FLAGS in columns else rows


@lru_cache(REMEMBERED)
def _page(shape: Shape, backwards: bool, goes_on: bool) -> Prepared[dict[str, Any]]:
    """Return the question for a page of this shape, from a mark on or from the beginning."""
    kind = INSTANT if keyset.column_of(shape.sort).endswith("_at") else TEXT
    mark = (Given("value", kind), Given("pk", KEY)) if goes_on else None

    def compose() -> QuerySet:
        rows = _files(shape.roles, shape.calls, shape.searches)
        rows = rows.filter(state__in=shape.states) if shape.states else rows
        rows = _with_flags(rows, shape.columns, None)
        return keyset.page_of(rows, shape.columns, sort=shape.sort, backwards=backwards, mark=mark)

    return Prepared(compose)


@lru_cache(REMEMBERED)
def _whole(roles: frozenset[str], calls: tuple[int, ...], searches: bool) -> Prepared[tuple]:
    """Return the question for the files of these calls, all or those that a search finds, as they are counted."""
    return Prepared(lambda: counting.read_of(_files(roles, calls, searches)))


def _files(roles: frozenset[str], calls: tuple[int, ...], searches: bool) -> QuerySet[Application]:
    reader = Reader(roles)
    rows = Application.objects.at_the_desk_of(reader, calls=calls)
    return rows.matching(Given("typed", TEXT), reader) if searches else rows
