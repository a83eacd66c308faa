"""Builders of the tests' world that run once a process: afterwards the rows they wrote are written again, as they were."""

import pickle
from collections.abc import Callable
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection

P = ParamSpec("P")
R = TypeVar("R")
Statement = tuple[str, Any, bool]
# Filled once for the whole run; or drawn by lot or by the clock, and read by no builder.
NEVER_READ = {"django_content_type", "auth_permission"}
BY_LOT = {"people_user": {"public_id", "password", "created_at"}, "people_contact": {"created_at"}}


def kept(build: Callable[P, R]) -> Callable[P, R]:
    """Run `build` once for the same arguments and the same rows; then repeat its statements and return a copy.

    `build` may write rows and nothing else: no file, no cache. It gets copies of its arguments. Outside a test's
    transaction, and on PostgreSQL, whose keys are never given twice, it always runs.
    """
    done: dict[Any, tuple[list[Statement], bytes]] = {}

    @wraps(build)
    def once(*args: P.args, **kwargs: P.kwargs) -> R:
        if connection.vendor != "sqlite" or not connection.in_atomic_block:
            return build(*args, **kwargs)
        key = (args, tuple(sorted(kwargs.items())), _rows())
        if key not in done:
            done[key] = _run(build, pickle.loads(pickle.dumps((args, kwargs))))
        else:
            _repeat(done[key][0])
        return pickle.loads(done[key][1])

    return once


def _rows() -> int:
    """Return a sum of every row that was written, and of the next key of each table."""
    with connection.cursor() as cursor:
        next_keys = tuple(cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name"))
        read = [name for name, _seq in next_keys if name not in NEVER_READ]
        return hash((next_keys, *(_rows_of(cursor, name) for name in read)))


def _rows_of(cursor: Any, table: str) -> tuple[Any, ...]:
    rows = cursor.execute(f'SELECT * FROM "{table}"').fetchall()
    skipped = [place for place, column in enumerate(cursor.description) if column[0] in BY_LOT.get(table, ())]
    if not skipped:
        return tuple(rows)
    return tuple(tuple(value for place, value in enumerate(row) if place not in skipped) for row in rows)


def _run(build: Callable[..., Any], given: tuple[Any, Any]) -> tuple[list[Statement], bytes]:
    args, kwargs = given
    statements: list[Statement] = []
    with connection.execute_wrapper(partial(_note, statements, {})):
        made = build(*args, **kwargs)
    return statements, pickle.dumps(made)


def _note(
    statements: list[Statement],
    savepoints: dict[str, int],
    execute: Any,
    sql: str,
    params: Any,
    many: bool,
    context: Any,
) -> Any:
    """Note a statement that writes; forget what was rolled back."""
    name = sql.rpartition(" ")[-1]
    if sql.startswith("SAVEPOINT"):
        savepoints[name] = len(statements)
    elif sql.startswith("ROLLBACK"):
        del statements[savepoints[name] :]
    elif not sql.startswith(("SELECT", "RELEASE")):
        statements.append((sql, params, many))
    return execute(sql, params, many, context)


def _repeat(statements: list[Statement]) -> None:
    with connection.cursor() as cursor:
        for sql, params, many in statements:
            (cursor.executemany if many else cursor.execute)(sql, params)
