"""Counts the files of a list by everything it can be narrowed by, each count by state: one reading serves every tab."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, QuerySet

from incubator.applications.worklist import flags

KEPT = 30  # seconds
# The columns that the list can be narrowed by.
COLUMNS = ("call_id", "sector_id", "commune_id", "lead_gender", "is_eligible", "in_charge_id")
# Files that are alike are counted together first: there are few such groups, whatever they are counted by next.
ALIKE = """
SELECT call_id, state, sector_id, commune_id, lead_gender, is_eligible, in_charge_id, flags, COUNT(*) AS number
FROM files
GROUP BY call_id, state, sector_id, commune_id, lead_gender, is_eligible, in_charge_id, flags
"""
# PostgreSQL makes all the groups in one pass; GROUPING() has a bit for each column that a group leaves out.
ON_POSTGRESQL = """
SELECT
    CASE GROUPING(call_id, sector_id, commune_id, lead_gender, is_eligible, in_charge_id, flags)
        WHEN 63 THEN 'call_id' WHEN 95 THEN 'sector_id' WHEN 111 THEN 'commune_id' WHEN 119 THEN 'lead_gender'
        WHEN 123 THEN 'is_eligible' WHEN 125 THEN 'in_charge_id' WHEN 126 THEN 'flags'
    END,
    state,
    COALESCE(call_id, sector_id, commune_id, in_charge_id, flags),
    lead_gender,
    is_eligible,
    CAST(SUM(number) AS integer)
FROM alike
GROUP BY GROUPING SETS (
    (state, call_id), (state, sector_id), (state, commune_id), (state, lead_gender),
    (state, is_eligible), (state, in_charge_id), (state, flags)
)
"""
ON_SQLITE = """
SELECT 'call_id', state, call_id, NULL, NULL, CAST(SUM(number) AS integer) FROM alike GROUP BY state, call_id
UNION ALL
SELECT 'sector_id', state, sector_id, NULL, NULL, CAST(SUM(number) AS integer) FROM alike GROUP BY state, sector_id
UNION ALL
SELECT 'commune_id', state, commune_id, NULL, NULL, CAST(SUM(number) AS integer) FROM alike GROUP BY state, commune_id
UNION ALL
SELECT 'lead_gender', state, NULL, lead_gender, NULL, CAST(SUM(number) AS integer) FROM alike GROUP BY state, lead_gender
UNION ALL
SELECT 'is_eligible', state, NULL, NULL, is_eligible, CAST(SUM(number) AS integer) FROM alike GROUP BY state, is_eligible
UNION ALL
SELECT 'in_charge_id', state, in_charge_id, NULL, NULL, CAST(SUM(number) AS integer) FROM alike GROUP BY state, in_charge_id
UNION ALL
SELECT 'flags', state, flags, NULL, NULL, CAST(SUM(number) AS integer) FROM alike GROUP BY state, flags
"""


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


def counted(files: QuerySet, *, at: datetime, key: str) -> Counts:
    """Count, or return what was counted less than thirty seconds ago under the same key.

    `key` names who reads and what is filtered: two readers never share a count.
    """
    counts: Counts | None = cache.get(place_of(key))
    if counts is None:
        counts = count(files, at)
        cache.set(place_of(key), counts, KEPT)
    return counts


def totals(files: QuerySet, *, key: str) -> Counts:
    """Count by state alone, or return what was counted under the same key: it holds that too."""
    place = place_of(f"{key} states")
    counts: Counts | None = cache.get(place_of(key)) or cache.get(place)
    if counts is None:
        by_state = files.order_by().values_list("state").annotate(number=Count("pk"))
        counts = Counts(states=Counter(dict(by_state)))
        cache.set(place, counts, KEPT)
    return counts


def count(files: QuerySet, at: datetime) -> Counts:
    """Count these files now, by each column and by each flag, in one query."""
    counts = Counts(by={column: Counter() for column in (*COLUMNS, "flags")})
    for column, state, key, gender, is_eligible, number in _grouped(files, at):
        if column == "flags":
            counts.states[state] += number  # every file has one number of flags
            for flag in flags.read(key):
                counts.by["flags"][state, flag] += number
        else:
            value = {"lead_gender": gender, "is_eligible": is_eligible}.get(column, key)
            counts.by[column][state, value] = number
    return counts


def _grouped(files: QuerySet, at: datetime) -> list[tuple[str, str, Any, str, bool | None, int]]:
    """Return (column, state, key, gender, eligibility, number of files) for each value of each column."""
    read = files.order_by().annotate(flags=flags.mask(at)).values_list("state", *COLUMNS, "flags")
    try:
        sql, params = read.query.sql_with_params()
    except EmptyResultSet:  # an officer of a programme without a call
        return []
    groups = ON_POSTGRESQL if connection.vendor == "postgresql" else ON_SQLITE
    with connection.cursor() as cursor:
        cursor.execute(f"WITH files AS ({sql}), alike AS ({ALIKE}) {groups}", params)
        return cursor.fetchall()
