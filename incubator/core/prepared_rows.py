"""Writing rows with SQL that is composed once: what `save` and `bulk_create` do, for the acts that many do at once.

A row's columns come from its model's fields as in `save`; no signal is sent and `save` itself is not called, so a model
that has its own is not for here.
"""

# Names come from the models, values travel as parameters.
# ruff: noqa: S608

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import DEFAULT_DB_ALIAS, connections, models

from incubator.core.prepared import prepared_cursor


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
    with prepared_cursor(connection) as cursor:
        cursor.execute(_inserting(model, len(rows)), values)
        keys = cursor.fetchall()
    for row, (key,) in zip(rows, keys, strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def update(row: models.Model) -> None:
    """Write every column of a stored row. Raises ObjectDoesNotExist when the row is gone."""
    connection = connections[DEFAULT_DB_ALIAS]
    model = type(row)
    values = [field.get_db_prep_save(field.pre_save(row, add=False), connection) for field in _columns(model)]
    with prepared_cursor(connection) as cursor:
        cursor.execute(_updating(model), [*values, row.pk])
        if cursor.rowcount != 1:
            raise ObjectDoesNotExist(f"{model._meta.label} {row.pk}")


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
