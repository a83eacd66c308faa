"""A question that almost every page puts to the database: its SQL is composed once and asked with other values.

Django composes the SQL of a queryset anew each time, which costs several times what the database takes to answer. Who may
read what stays where it is: the queryset is made by the same methods, with `Given(…)` where a value will stand.
"""

import copy
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models import QuerySet, Value

Row = TypeVar("Row")
KEY, TEXT, INSTANT = models.BigIntegerField, models.CharField, models.DateTimeField


class Given(Value):
    """The place of a value in a prepared question: its name, and the kind of column it is compared with."""

    def __init__(self, name: str, kind: type[models.Field] = KEY) -> None:
        super().__init__(name, output_field=kind())

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]

    def among(self, values: dict[str, Any]) -> Any:
        """Return the value that stands here this time, as the database wants it."""
        return self.output_field.get_db_prep_value(values[self.value], connections[DEFAULT_DB_ALIAS])


class Prepared(Generic[Row]):
    """The rows of one queryset. `compose` makes it at the first question: no part may depend on a request.

    The rows are what the queryset gives (models, or `values_list`); nothing is prefetched. What Django keeps of a
    question while it is asked belongs to one connection, and so to one thread: each has its own copy.
    """

    def __init__(self, compose: Callable[[], "QuerySet[Any, Row]"]) -> None:
        self.compose = compose
        self._composed: tuple[Any, Any, str, tuple] | None = None

    def rows(self, **values: Any) -> list[Row]:
        """Ask now, with a value for each name that was given."""
        connection = connections[DEFAULT_DB_ALIAS]
        queryset, compiler, *_rest = self._known(connection)
        sql, params = self.said(**values)
        compiler.execute_sql = lambda *args, **kwargs: [_fetched(connection, sql, params, compiler)]
        return list(queryset._iterable_class(queryset))

    def first(self, **values: Any) -> Row | None:
        """Return the first row, None when there is none; the queryset ends in `[:1]` where there may be many."""
        return next(iter(self.rows(**values)), None)

    def said(self, **values: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the SQL and what stands in it this time, for a question around this one."""
        *_rest, sql, params = self._known(connections[DEFAULT_DB_ALIAS])
        return sql, tuple(each.among(values) if isinstance(each, Given) else each for each in params)

    def _known(self, connection: Any) -> tuple[Any, Any, str, tuple]:
        kept = connection.__dict__.setdefault("prepared", WeakKeyDictionary())
        if self not in kept:
            queryset, compiler, sql, params = self._composed or self._compose(connection)
            kept[self] = *_own(queryset, compiler, connection), sql, params
        known: tuple[Any, Any, str, tuple] = kept[self]
        return known

    def _compose(self, connection: Any) -> tuple[Any, Any, str, tuple]:
        queryset = self.compose()
        compiler = queryset.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        self._composed = queryset, compiler, sql, tuple(params)
        return self._composed


def _own(queryset: QuerySet, composed: Any, connection: Any) -> tuple[Any, Any]:
    """Return what a connection needs of a question: all that Django's iteration over rows reads, and its compiler."""
    compiler = copy.copy(composed)
    compiler.connection = connection
    converters = compiler.get_converters([column for column, *_rest in compiler.select[: compiler.col_count]])
    compiler.get_converters = lambda _columns: converters
    standing = SimpleNamespace(
        db=DEFAULT_DB_ALIAS,
        model=queryset.model,
        query=_Query(queryset.query, compiler),
        _fields=getattr(queryset, "_fields", None),
        _iterable_class=queryset._iterable_class,
        _known_related_objects={},
    )
    return standing, compiler


def _fetched(connection: Any, sql: str, params: tuple, compiler: Any) -> list[tuple]:
    with prepared_cursor(connection) as cursor:
        cursor.execute(sql, params)
        rows: list[tuple] = cursor.fetchall()
    return [row[: compiler.col_count] for row in rows] if compiler.has_extra_select else rows


def prepared_cursor(connection: Any) -> Any:
    """PostgreSQL keeps the plan of what it is asked again, which costs it more than the answer (`prepare_threshold`).

    For that the values travel beside the SQL, unlike in Django's own cursor.
    """
    if connection.vendor != "postgresql":
        return connection.cursor()
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        return connection._prepare_cursor(psycopg.Cursor(connection.connection))


class _Query:
    """A query whose SQL is composed."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self._query, self._compiler = query, compiler

    def get_compiler(self, using: str) -> Any:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)
