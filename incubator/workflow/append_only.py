"""SQL that makes a table append-only: the database itself refuses to change or delete a row, on both databases.

Used by migrations: `AppendOnly("workflow_event")`.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations.base import Operation

ACTS = ("UPDATE", "DELETE")


def create_sql(vendor: str, table: str) -> list[str]:
    """Return the statements that create the triggers of `table`."""
    require_name(table)
    if vendor == "sqlite":
        return [_sqlite(table, act) for act in ACTS]
    function = f"{table}_append_only"
    return [
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{table} is append-only'; END $$",
        f'CREATE TRIGGER {function} BEFORE UPDATE OR DELETE ON "{table}" FOR EACH ROW EXECUTE FUNCTION {function}()',
        f'CREATE TRIGGER {function}_all BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION {function}()',
    ]


def drop_sql(vendor: str, table: str) -> list[str]:
    """Return the statements that drop them."""
    require_name(table)
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {table}_no_{act.lower()}" for act in ACTS]
    function = f"{table}_append_only"
    return [
        f'DROP TRIGGER IF EXISTS {function}_all ON "{table}"',
        f'DROP TRIGGER IF EXISTS {function} ON "{table}"',
        f"DROP FUNCTION IF EXISTS {function}()",
    ]


def _sqlite(table: str, act: str) -> str:
    return (
        f'CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON "{table}" '
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def require_name(table: str) -> None:
    """Refuse a name that is none of our own."""
    # The name goes into the statement as it is: only names of our own tables.
    if not table.replace("_", "").isalnum():
        raise ValueError(f"Not the name of a table: {table}")


def create(connection: BaseDatabaseWrapper, table: str) -> None:
    """Create the triggers of `table` on this database."""
    _run(connection, create_sql(connection.vendor, table))


def drop(connection: BaseDatabaseWrapper, table: str) -> None:
    """Drop the triggers of `table` on this database."""
    _run(connection, drop_sql(connection.vendor, table))


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class AppendOnly(Operation):
    """A step of a migration: from here on, `table` only grows. It needs no models, so none are rebuilt for it."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models do not change."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        create(schema_editor.connection, self.table)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        drop(schema_editor.connection, self.table)

    def describe(self) -> str:
        return f"Make {self.table} append-only"
