"""Writing rows with SQL that is composed once: what `save` and `bulk_create` do, for the acts that many do at once.

A row's columns come from its model's fields as in `save`; no signal is sent and `save` itself is not called, so a model
that has its own is not for here.
"""

# Names come from the models, values travel as parameters.
# ruff: noqa: S608

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import DEFAULT_DB_ALIAS, connections, models

from incubator.core.prepared import prepared_cursor

# The SQL, what stands in it, and what is done with the answer.
Write = tuple[str, list[Any], Callable[[Any], None]]
_waiting: ContextVar[list[Write] | None] = ContextVar("writes to hand over together", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Hand what is written inside over to the database in one go, in its order, when the block ends well.

    For an act that holds a lock others wait for. Until the end no row inside has its key, and no question sees one.
    """
    waiting: list[Write] = []
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    _hand_over(waiting)


def insert(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one model in one statement and give them their keys; none for none."""
    if not rows:
        return
    connection = connections[DEFAULT_DB_ALIAS]
    model = type(rows[0])
    values = [
        field.get_db_prep_save(field.pre_save(row, add=True), connection)
        for row in rows
        for field in _columns(model)
    ]

    def give_keys(cursor: Any) -> None:
        for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = key
            row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS

    _write((_inserting(model, len(rows)), values, give_keys))


def update(row: models.Model) -> None:
    """Write every column of a stored row. Raises ObjectDoesNotExist when the row is gone."""
    connection = connections[DEFAULT_DB_ALIAS]
    model = type(row)
    values = [field.get_db_prep_save(field.pre_save(row, add=False), connection) for field in _columns(model)]

    def require_it(cursor: Any) -> None:
        if cursor.rowcount != 1:
            raise ObjectDoesNotExist(f"{model._meta.label} {row.pk}")

    _write((_updating(model), [*values, row.pk], require_it))


def _write(write: Write) -> None:
    waiting = _waiting.get()
    if waiting is None:
        _hand_over([write])
    else:
        waiting.append(write)


def _hand_over(writes: list[Write]) -> None:
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "postgresql" and len(writes) > 1:
        _in_one_go(connection, writes)
        return
    for sql, values, read in writes:
        with prepared_cursor(connection) as cursor:
            cursor.execute(sql, values)
            read(cursor)


def _in_one_go(connection: Any, writes: list[Write]) -> None:
    """Send all before the first answer is waited for: the database has one thing to answer instead of many."""
    cursors = [prepared_cursor(connection) for _write in writes]
    with connection.wrap_database_errors, connection.connection.pipeline():
        for cursor, (sql, values, _read) in zip(cursors, writes, strict=True):
            cursor.execute(sql, values)
    for cursor, (_sql, _values, read) in zip(cursors, writes, strict=True):
        with cursor:
            read(cursor)


@cache
def _columns(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.local_concrete_fields if not field.primary_key]


@cache
def _inserting(model: type[models.Model], many: int) -> str:
    quoted = connections[DEFAULT_DB_ALIAS].ops.quote_name
    columns, row = _columns(model), ", ".join(["%s"] * len(_columns(model)))
    return (
        f"INSERT INTO {quoted(model._meta.db_table)} ({', '.join(quoted(each.column) for each in columns)}) "
        f"VALUES {', '.join([f'({row})'] * many)} RETURNING {quoted(str(model._meta.pk.column))}"
    )


@cache
def _updating(model: type[models.Model]) -> str:
    quoted = connections[DEFAULT_DB_ALIAS].ops.quote_name
    given = ", ".join(f"{quoted(each.column)} = %s" for each in _columns(model))
    return (
        f"UPDATE {quoted(model._meta.db_table)} SET {given} WHERE {quoted(str(model._meta.pk.column))} = %s"
    )
