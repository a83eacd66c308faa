"""The tables of a new demonstration, made from the models in a second; its migrations are marked as run.

`.ci/smoke.py` compares them with those that the migrations make.
"""

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.core.management import call_command
from django.db import connection, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython, RunSQL, SeparateDatabaseAndState
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.fields import FieldOperation
from django.db.migrations.operations.models import IndexOperation, ModelOperation
from django.db.migrations.recorder import MigrationRecorder

# A virtual table of Wagtail's search: a migration makes it by SQL.
MADE_BY_SQL = {"wagtailsearch_indexentry_fts"}

# And RunPython, which moves rows: there are none yet.
TOLD_BY_MODELS = (ModelOperation, FieldOperation, IndexOperation, RunPython)


def make() -> None:
    """Bring the tables up to date: a database without any gets them all at once, another by its migrations."""
    if not connection.introspection.table_names():
        with connection.schema_editor() as editor:  # one transaction: all of it, or nothing
            _make_all(editor)
    call_command("migrate", verbosity=0)


def _make_all(editor: BaseDatabaseSchemaEditor) -> None:
    """Make the tables of every model, then what only migrations know, and mark these as run."""
    executor, recorder = MigrationExecutor(connection), MigrationRecorder(connection)
    for model in (*_models(), recorder.Migration):
        editor.create_model(model)
    for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        for operation in _statements(migration.operations):
            if not isinstance(operation, RunSQL):  # triggers that an earlier migration may have made
                operation.database_backwards(migration.app_label, editor, None, None)
            operation.database_forwards(migration.app_label, editor, None, None)
    for app, name in executor.loader.disk_migrations:  # also those that another replaces
        recorder.record_applied(app, name)


def _models() -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        meta = model._meta
        if meta.managed and not meta.proxy and meta.db_table not in MADE_BY_SQL:
            yield model


def _statements(operations: Iterable[Operation]) -> Iterator[Operation]:
    """Yield the operations of a migration that the models do not tell of: its SQL and its triggers."""
    for operation in operations:
        if isinstance(operation, SeparateDatabaseAndState):
            yield from _statements(operation.database_operations)
        elif not isinstance(operation, TOLD_BY_MODELS):
            yield operation
