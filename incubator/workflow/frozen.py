"""SQL that freezes columns: the database itself refuses to change what a row says, or a decision once it is taken.

Used by migrations: `Frozen("funding_payee", facts=("holder", …), decision=("decided_by_id", …))`. SQLite drops the
triggers of a table that a later migration makes anew (`AlterField`, `RemoveField`): such a migration freezes it again.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations.base import Operation

from incubator.workflow.append_only import require_name


class Triggers(Operation):
    """A step of a migration that creates triggers; a subclass writes them for each database."""

    reduces_to_sql = True
    reversible = True

    def create_sql(self, vendor: str) -> list[str]:
        """Return the statements that create them."""
        raise NotImplementedError

    def drop_sql(self, vendor: str) -> list[str]:
        """Return the statements that drop them."""
        raise NotImplementedError

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models do not change."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self.create(schema_editor.connection)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self.drop(schema_editor.connection)

    def create(self, connection: BaseDatabaseWrapper) -> None:
        """Create them on this database."""
        run(connection, self.create_sql(connection.vendor))

    def drop(self, connection: BaseDatabaseWrapper) -> None:
        """Drop them on this database."""
        run(connection, self.drop_sql(connection.vendor))


def run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    """Execute statements that hold no values."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def guard_sql(vendor: str, name: str, table: str, event: str, when: str, sentence: str) -> list[str]:
    """Return the statements of one trigger that refuses `event` on a row where `when` holds."""
    if vendor == "sqlite":
        return [
            f'CREATE TRIGGER {name} BEFORE {event} ON "{table}" WHEN {when} '
            f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
        ]
    # A query may stand in the condition of a function, not in that of a trigger.
    returned = "OLD" if event == "DELETE" else "NEW"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {when} THEN "
        f"RAISE EXCEPTION '{sentence}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {returned}; END $$",
        f'CREATE TRIGGER {name} BEFORE {event} ON "{table}" FOR EACH ROW EXECUTE FUNCTION {name}()',
    ]


def unguard_sql(vendor: str, name: str, table: str) -> list[str]:
    """Return the statements that drop one trigger."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}"]
    return [f'DROP TRIGGER IF EXISTS {name} ON "{table}"', f"DROP FUNCTION IF EXISTS {name}()"]


def changes(vendor: str, columns: tuple[str, ...]) -> str:
    """Return the condition by which one of the columns gets another value."""
    differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    return " OR ".join(f'OLD."{column}" {differs} NEW."{column}"' for column in columns)


class Frozen(Triggers):
    """From here on `facts` never change, `decision` and the state not once they are settled; rows are never deleted."""

    def __init__(self, table: str, *, facts: tuple[str, ...], decision: tuple[str, ...] = ()) -> None:
        for name in (table, *facts, *decision):
            require_name(name)
        self.table, self.facts, self.decision = table, facts, decision

    def create_sql(self, vendor: str) -> list[str]:
        said = f"{self.table}: what was written down does not change"
        made = guard_sql(
            vendor, f"{self.table}_facts", self.table, "UPDATE", changes(vendor, self.facts), said
        )
        if self.decision:
            late = f"OLD.state <> 'proposed' AND ({changes(vendor, ('state', *self.decision))})"
            made += guard_sql(vendor, f"{self.table}_decided", self.table, "UPDATE", late, said)
        return [*made, *guard_sql(vendor, f"{self.table}_kept", self.table, "DELETE", "TRUE", said)]

    def drop_sql(self, vendor: str) -> list[str]:
        names = ("facts", *(("decided",) if self.decision else ()), "kept")
        return [line for name in names for line in unguard_sql(vendor, f"{self.table}_{name}", self.table)]

    def describe(self) -> str:
        return f"Freeze what {self.table} says"
