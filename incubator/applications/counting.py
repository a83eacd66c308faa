"""Counts the files of a list by everything it can be narrowed by, in one question to the database.

Each count is kept by state, so that one reading serves every tab of the list. PostgreSQL makes the groups in one pass over
the index of the counts (GROUPING SETS); SQLite asks each group in turn within the same statement.
"""

# The SQL here is made of the names of this module and of what the ORM wrote: what a reader typed stays in the parameters.
# ruff: noqa: S608
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from incubator.applications import flags

KEPT = 30  # seconds
COLUMNS = (
    "state",
    "lead_gender",
    "is_eligible",
    "in_charge_id",
    "flags",
    "sector_id",
    "commune_id",
    "call_id",
)
# Few values each: one group holds them all. The others have one of their own.
SETS = (
    ("state", "lead_gender", "is_eligible", "in_charge_id", "flags"),
    ("state", "sector_id"),
    ("state", "commune_id"),
    ("state", "call_id"),
)
# SQL and what stands in it.
Said = tuple[str, tuple[Any, ...]]


@dataclass
class Counts:
    """How many files there are, by state alone and by (state, value) of each column."""

    states: Counter = field(default_factory=Counter)
    by: dict[str, Counter] = field(default_factory=dict)

    def of(self, column: str, states: Iterable[str]) -> Counter:
        """Return how many files of these states hold each value of a column (all states when empty)."""
        wanted = set(states)
        found: Counter = Counter()
        for (state, value), number in self.by.get(column, {}).items():
            if not wanted or state in wanted:
                found[value] += number
        return found

    def total(self, states: Iterable[str] = ()) -> int:
        """Return how many files are in these states (in any when empty)."""
        wanted = set(states)
        return sum(n for state, n in self.states.items() if not wanted or state in wanted)


def place_of(key: str) -> str:
    """Return where the cache keeps what `key` names (its length is no matter)."""
    return f"applications.counts.{sha256(key.encode()).hexdigest()[:32]}"


def counted(rows: Callable[[], Said], *, key: str) -> Counts:
    """Count, or return what was counted less than thirty seconds ago under the same key.

    `rows` gives the SQL of the rows to count (`said_of`); `key` names who reads and what is filtered: two readers
    never share a count.
    """
    found = cache.get(place_of(key))
    if found is None:
        found = count(rows)
        cache.set(place_of(key), found, KEPT)
    return found


def totals(rows: Callable[[], Said], *, key: str) -> Counts:
    """Count by state alone, or return what was counted under the same key: it holds that too."""
    place = place_of(f"{key} states")
    found = cache.get(place_of(key)) or cache.get(place)
    if found is None:
        found = Counts(
            states=Counter(
                dict(_asked(rows, "SELECT state, COUNT(*) FROM ({inner}) AS files GROUP BY state"))
            )
        )
        cache.set(place, found, KEPT)
    return found


def count(rows: Callable[[], Said]) -> Counts:
    """Count every group of the rows now."""
    return _read(_asked(rows, _grouped("{inner}")))


def _asked(rows: Callable[[], Said], sql: str) -> list[tuple[Any, ...]]:
    try:
        inner, params = rows()
    except EmptyResultSet:
        # Nothing may be read: an officer of a programme without a call. The database is not even asked.
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("{inner}", inner), params)
        return cursor.fetchall()


def said_of(queryset: QuerySet, at: datetime) -> Said:
    """Return the SQL of the rows of a queryset as they are counted."""
    sql, params = grouped(queryset, at).query.get_compiler(connection=connection).as_sql()
    return sql, tuple(params)


def grouped(queryset: QuerySet, at: datetime | None) -> QuerySet:
    """Return the rows of a queryset with the columns that are counted (without an instant: for a prepared question)."""
    return queryset.order_by().annotate(flags=flags.mask(at)).values_list(*COLUMNS)


def _grouped(inner: str) -> str:
    names = ", ".join(COLUMNS)
    if connection.vendor == "postgresql":
        sets = ", ".join(f"({', '.join(group)})" for group in SETS)
        bits = ", ".join(("state", "lead_gender", "sector_id", "commune_id", "call_id"))
        # All columns at once first: the four groups are then made of some hundreds of rows instead of all the files.
        once = f"SELECT {names}, COUNT(*) AS n FROM ({inner}) AS files GROUP BY {names}"
        return f"SELECT GROUPING({bits}), {names}, SUM(n)::int FROM ({once}) AS alike GROUP BY GROUPING SETS ({sets})"
    parts = (
        f"SELECT {MARKS[group]}, {', '.join(c if c in group else 'NULL' for c in COLUMNS)}, COUNT(*)"
        f" FROM files GROUP BY {', '.join(group)}"
        for group in SETS
    )
    return f"WITH files ({names}) AS ({inner}) {' UNION ALL '.join(parts)}"


# What GROUPING() answers for each set: a bit for each of (state, gender, sector, commune, call) that is left out.
MARKS = dict(zip(SETS, (0b00111, 0b01011, 0b01101, 0b01110), strict=True))


def _read(rows: list[tuple[Any, ...]]) -> Counts:
    found = Counts(by={column: Counter() for column in COLUMNS[1:]})
    groups = {mark: group for group, mark in MARKS.items()}
    for mark, *values, number in rows:
        group, row = groups[mark], dict(zip(COLUMNS, values, strict=True))
        if group is SETS[0]:
            found.states[row["state"]] += number
        for column in group[1:]:
            value = row[column]
            if column == "is_eligible" and value is not None:
                value = bool(value)
            for one in flags.read(value) if column == "flags" else [value]:
                found.by[column][row["state"], one] += number
    return found
