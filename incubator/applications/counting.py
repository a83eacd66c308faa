"""Counts the files of a list by everything it can be narrowed by, in one question to the database.

Each count is kept by state, so that one reading serves every tab of the list. Files that are alike are counted together
first: the columns they share begin the index of the counts, which the database reads in its own order. The groups are
then made of what is left, by PostgreSQL in one pass (GROUPING SETS), by SQLite each in turn within the same statement.
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
from django.db.models import Count, QuerySet

from incubator.applications import flags
from incubator.applications.models import Application
from incubator.core.prepared import Prepared, prepared_cursor

KEPT = 30  # seconds
# In the order of the index of the counts.
COLUMNS = (
    "call_id",
    "state",
    "sector_id",
    "commune_id",
    "lead_gender",
    "is_eligible",
    "in_charge_id",
)
# Few values each: one group holds them all. The others have one of their own.
SETS = (
    ("state", "lead_gender", "is_eligible", "in_charge_id"),
    ("state", "sector_id"),
    ("state", "commune_id"),
    ("state", "call_id"),
)
# What GROUPING() answers for each set: a bit for each of these columns that is left out.
BITS = ("lead_gender", "sector_id", "commune_id", "call_id")
MARKS = dict(zip(SETS, (0b0111, 0b1011, 0b1101, 0b1110), strict=True))
# In its place for a row that tells of flags alone.
FLAGS_ALONE = 0
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


def counted(rows: Callable[[], Said], *, at: datetime, key: str) -> Counts:
    """Count, or return what was counted less than thirty seconds ago under the same key.

    `rows` gives the SQL of the rows to count (`said_of`); `key` names who reads and what is filtered: two readers
    never share a count.
    """
    found = cache.get(place_of(key))
    if found is None:
        found = count(rows, at)
        cache.set(place_of(key), found, KEPT)
    return found


def totals(rows: Callable[[], Said], *, key: str) -> Counts:
    """Count by state alone, or return what was counted under the same key: it holds that too."""
    place = place_of(f"{key} states")
    found = cache.get(place_of(key)) or cache.get(place)
    if found is None:
        found = Counts(states=Counter(dict(_asked(rows, *_STATES.said()))))
        cache.set(place, found, KEPT)
    return found


def count(rows: Callable[[], Said], at: datetime) -> Counts:
    """Count every group of the rows now."""
    asked = [each.said(**flags.instants(at)) for each in (_ALIKE, _AFTER_CLOSING, _NAMED_ELSEWHERE)]
    (alike, *flagged), params = (
        [sql for sql, _params in asked],
        [value for _sql, own in asked for value in own],
    )
    groups = " UNION ALL ".join([_groups(), *map(_flags_alone, flagged)])
    return _read(_asked(rows, f", alike AS ({alike}) {groups}", tuple(params)))


def said_of(queryset: QuerySet) -> Said:
    """Return the SQL of the rows of a queryset as they are counted."""
    sql, params = read_of(queryset).query.get_compiler(connection=connection).as_sql()
    return sql, tuple(params)


def read_of(queryset: QuerySet) -> QuerySet:
    """Return the rows of a queryset with the columns that the counts read."""
    return queryset.order_by().values_list(*dict.fromkeys((*COLUMNS, *flags.READ)))


# What is asked of all files, until `_asked` says of which.
_STATES = Prepared(lambda: _each("state").annotate(n=Count("*")))
_ALIKE = Prepared(lambda: _each(*COLUMNS).annotate(n=Count("*"), **flags.numbers(*flags.OWN)))
_AFTER_CLOSING = Prepared(lambda: _flagged(flags.sent_after_closing(_each("state"))))
_NAMED_ELSEWHERE = Prepared(lambda: _flagged(flags.named_elsewhere(_each("state"))))


def _each(*columns: str) -> QuerySet:
    return Application.objects.order_by().values_list(*columns)


def _flagged(rows: QuerySet) -> QuerySet:
    return rows.annotate(**flags.numbers(*(name for name in flags.LABELS if name not in flags.OWN)))


def _asked(rows: Callable[[], Said], sql: str, params: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """Ask of these rows what the SQL asks of all files."""
    try:
        inner, own = rows()
    except EmptyResultSet:
        # Nothing may be read: an officer of a programme without a call. The database is not even asked.
        return []
    table = connection.ops.quote_name(Application._meta.db_table)
    # So PostgreSQL enters, for each part of the question, the index that suits it.
    apart = "NOT MATERIALIZED " if connection.vendor == "postgresql" else ""
    sql = sql.replace(f" FROM {table}", f" FROM files AS {table}")
    with prepared_cursor(connection) as cursor:
        cursor.execute(f"WITH files AS {apart}({inner}) {sql}", (*own, *params))
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _groups() -> str:
    """Return the SQL that makes the groups of files that are counted together already."""
    sums = ", ".join(f"SUM(CAST({name} AS integer))" if name in flags.OWN else "0" for name in flags.LABELS)
    if connection.vendor == "postgresql":
        sets = ", ".join(f"({', '.join(group)})" for group in SETS)
        names = f"GROUPING({', '.join(BITS)}), {', '.join(COLUMNS)}"
        return f"SELECT {names}, SUM(CAST(n AS integer)), {sums} FROM alike GROUP BY GROUPING SETS ({sets})"
    return " UNION ALL ".join(
        f"SELECT {MARKS[group]}, {', '.join(c if c in group else 'NULL' for c in COLUMNS)}, SUM(CAST(n AS integer)), {sums}"
        f" FROM alike GROUP BY {', '.join(group)}"
        for group in SETS
    )


def _flags_alone(flagged: str) -> str:
    nothing = ", ".join("state" if name == "state" else "NULL" for name in COLUMNS)
    numbers = ", ".join("0" if name in flags.OWN else name for name in flags.LABELS)
    return f"SELECT {FLAGS_ALONE}, {nothing}, 0, {numbers} FROM ({flagged}) AS flagged"


def _read(rows: list[tuple[Any, ...]]) -> Counts:
    found = Counts(by={column: Counter() for column in (*COLUMNS, "flags") if column != "state"})
    groups = {mark: group[1:] for group, mark in MARKS.items()}
    width = len(COLUMNS)
    for mark, *values in rows:
        row, number, raised = dict(zip(COLUMNS, values, strict=False)), values[width], values[width + 1 :]
        state = row["state"]
        for column in groups.get(mark, ()):
            value = row[column]
            if column == "is_eligible" and value is not None:
                value = bool(value)
            found.by[column][state, value] += number
        # The first set holds every file once, with the flags that are its own.
        if mark in (MARKS[SETS[0]], FLAGS_ALONE):
            found.states[state] += number
            found.by["flags"].update(
                {(state, name): n for name, n in zip(flags.LABELS, raised, strict=True) if n}
            )
    return found
