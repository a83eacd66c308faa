"""A question that almost every page puts to the database: its SQL is composed once and asked with other values.

Django composes the SQL of a queryset anew each time, which costs several times what the database takes to answer. Who may
read what stays where it is: the queryset is made by the same methods, with `Given(…)` where a value will stand.
"""

import copy
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import connection, models
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
        return self.output_field.get_db_prep_value(values[self.value], connection)


class Prepared(Generic[Row]):
    """The rows of one queryset. `compose` makes it at the first question, once: no part may depend on a request.

    The rows are what the queryset gives (models, or `values_list`); nothing is prefetched.
    """

    def __init__(self, compose: Callable[[], "QuerySet[Any, Row]"]) -> None:
        self.compose = compose
        self._known: tuple[Any, Any, str, tuple] | None = None

    def rows(self, **values: Any) -> list[Row]:
        """Ask now, with a value for each name that was given."""
        queryset, composed, sql, params = self._known or self._learn()
        compiler = copy.copy(
            composed
        )  # Django keeps the results' columns there, and the connection of the thread
        compiler.connection = connection
        said = tuple(each.among(values) if isinstance(each, Given) else each for each in params)
        compiler.as_sql = lambda *args, **kwargs: (sql, said)
        # All that Django's own iteration reads of a queryset.
        standing = SimpleNamespace(
            db=queryset.db,
            model=queryset.model,
            query=_Composed(queryset.query, compiler),
            _fields=queryset._fields,
            _known_related_objects={},
        )
        return list(queryset._iterable_class(standing))

    def first(self, **values: Any) -> Row | None:
        """Return the first row, None when there is none; the queryset ends in `[:1]` where there may be many."""
        return next(iter(self.rows(**values)), None)

    def said(self, **values: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the SQL and what stands in it this time, for a question around this one."""
        _queryset, _compiler, sql, params = self._known or self._learn()
        return sql, tuple(each.among(values) if isinstance(each, Given) else each for each in params)

    def _learn(self) -> tuple[Any, Any, str, tuple]:
        queryset = self.compose()
        compiler = queryset.query.get_compiler(using=queryset.db)
        sql, params = compiler.as_sql()
        self._known = queryset, compiler, sql, tuple(params)
        return self._known


class _Composed:
    """A query that has its SQL already."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self._query, self._compiler = query, compiler

    def get_compiler(self, using: str) -> Any:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)
