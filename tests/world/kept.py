"""Builders of the tests' world that run once a process: afterwards what they wrote is written again, as it was."""

import io
import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from unittest import mock

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection, models

P = ParamSpec("P")
R = TypeVar("R")
# Filled once for the whole run; and what is drawn by lot or by the clock, and read by no builder.
NEVER_READ = {"django_content_type", "auth_permission"}
BY_LOT = {
    "people_user": {"public_id", "password", "created_at", "last_login"},
    "people_contact": {"created_at"},
}


@dataclass
class Log:
    """The statements that wrote rows, the private files that were saved, and what the builder returned."""

    statements: list[tuple[str, Any, bool]] = field(default_factory=list)
    files: list[tuple[str, bytes]] = field(default_factory=list)
    made: bytes = b""
    savepoints: dict[str, int] = field(default_factory=dict)

    def execute(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Note a statement that writes; forget what was rolled back."""
        name = sql.rpartition(" ")[-1]
        if sql.startswith("SAVEPOINT"):
            self.savepoints[name] = len(self.statements)
        elif sql.startswith("ROLLBACK"):
            del self.statements[self.savepoints[name] :]
        elif not sql.startswith(("SELECT", "RELEASE")):
            self.statements.append((sql, params, many))
        return execute(sql, params, many, context)

    def repeat(self) -> None:
        """Write the rows and the files again."""
        with connection.cursor() as cursor:
            for sql, params, many in self.statements:
                (cursor.executemany if many else cursor.execute)(sql, params)
        for name, content in self.files:
            storages["private"].delete(name)
            storages["private"].save(name, ContentFile(content))


def kept(build: Callable[P, R]) -> Callable[P, R]:
    """Run `build` once for the same arguments and the same rows; then write again what it wrote.

    `build` may write rows and private files, nothing else. What it left in the records that it was given is left in
    them again. Outside a test's transaction, and on PostgreSQL, whose keys are never given twice, it always runs.
    """
    logs: dict[Any, Log] = {}

    @wraps(build)
    def once(*args: P.args, **kwargs: P.kwargs) -> R:
        if connection.vendor != "sqlite" or not connection.in_atomic_block:
            return build(*args, **kwargs)
        given = [*args, *kwargs.values()]
        key = (len(args), *kwargs, *map(_known, given), _rows())
        if key not in logs:
            logs[key] = _run(build, args, kwargs)
        else:
            logs[key].repeat()
        made, states = _Reader(logs[key].made, given).load()
        for place, state in states.items():
            vars(given[place]).update(state)
        return made

    return once


def _known(given: Any) -> Any:
    """Return what tells an argument from another: of a record, its columns."""
    if not isinstance(given, models.Model):
        return repr(given)
    skipped = BY_LOT.get(given._meta.db_table, set())
    return tuple(
        repr(getattr(given, f.attname)) for f in given._meta.concrete_fields if f.column not in skipped
    )


def _rows() -> int:
    """Return a sum of every row that was written, and of the last key of each table."""
    with connection.cursor() as cursor:
        last_keys = tuple(cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name"))
        return hash(
            (last_keys, *(_rows_of(cursor, name) for name, _seq in last_keys if name not in NEVER_READ))
        )


def _rows_of(cursor: Any, table: str) -> tuple[Any, ...]:
    rows = cursor.execute(f'SELECT * FROM "{table}"').fetchall()
    columns = [column[0] for column in cursor.description]
    skipped = BY_LOT.get(table)
    if skipped is None:
        return tuple(rows)
    return tuple(
        tuple(value for name, value in zip(columns, row, strict=True) if name not in skipped) for row in rows
    )


def _run(build: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Log:
    """Run the builder on copies of its arguments, so that these are the same after it and after a repetition."""
    args, kwargs = pickle.loads(pickle.dumps((args, kwargs)))
    log, storage = Log(), storages["private"]
    save = storage.save

    def saved(name: str, content: Any, **more: Any) -> str:
        name = save(name, content, **more)
        with storage.open(name) as stream:
            log.files.append((name, stream.read()))
        return name

    with connection.execute_wrapper(log.execute), mock.patch.object(storage, "save", saved):
        made = build(*args, **kwargs)
    given = [*args, *kwargs.values()]
    states = {place: _state(one) for place, one in enumerate(given) if isinstance(one, models.Model)}
    writer = _Writer(io.BytesIO(), given)
    writer.dump((made, states))
    log.made = writer.file.getvalue()
    return log


def _state(record: models.Model) -> dict[str, Any]:
    skipped = BY_LOT.get(record._meta.db_table, set())
    return {name: value for name, value in vars(record).items() if name not in skipped}


class _Writer(pickle.Pickler):
    """Writes what was made; a record that was given, by its place."""

    def __init__(self, file: io.BytesIO, given: list[Any]) -> None:
        super().__init__(file)
        self.file = file
        self.places = {id(one): place for place, one in enumerate(given) if isinstance(one, models.Model)}

    def persistent_id(self, obj: Any) -> int | None:
        return self.places.get(id(obj))


class _Reader(pickle.Unpickler):
    """Reads what was made, with the caller's own records in their places."""

    def __init__(self, made: bytes, given: list[Any]) -> None:
        super().__init__(io.BytesIO(made))
        self.given = given

    def persistent_load(self, pid: int) -> Any:
        return self.given[pid]
