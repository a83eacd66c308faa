"""Counts the rows of a list by everything it can be narrowed by, in one query."""

from collections import Counter
from collections.abc import Mapping

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import BaseExpression

# Rows that are alike are counted together first: there are few such groups, whatever they are counted by next.
COUNTED = """
WITH listed ({columns}) AS ({rows}),
     alike AS (SELECT {columns}, COUNT(*) AS number FROM listed GROUP BY {columns})
{groups}
"""
BY_ONE = "SELECT '{name}', CAST({column} AS text), CAST(SUM(number) AS integer) FROM alike GROUP BY {column}"


def counted(rows: QuerySet, columns: Mapping[str, str | BaseExpression]) -> dict[str, Counter]:
    """Return, for each name, how many rows hold each value of its column: {"zone": Counter({"3": 12, None: 1})}.

    Values are texts, as the database writes them.
    """
    found = {name: Counter() for name in columns}
    if not columns:
        return found
    named = {f"counted_{name}": column for name, column in columns.items() if not isinstance(column, str)}
    reads = [column if isinstance(column, str) else f"counted_{name}" for name, column in columns.items()]
    try:
        sql, params = rows.order_by().annotate(**named).values_list(*reads).query.sql_with_params()
    except EmptyResultSet:  # nothing can be listed: an officer of a programme without a call
        return found
    keys = {name: f"column_{place}" for place, name in enumerate(columns)}
    groups = " UNION ALL ".join(BY_ONE.format(name=name, column=key) for name, key in keys.items())
    with connection.cursor() as cursor:
        cursor.execute(COUNTED.format(columns=", ".join(keys.values()), rows=sql, groups=groups), params)
        for name, value, number in cursor.fetchall():
            found[name][value] = number
    return found
