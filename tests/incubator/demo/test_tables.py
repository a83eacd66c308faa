"""The tables of a new demonstration: made at once, with what only migrations know; `.ci/smoke.py` compares them whole."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.incubator.demo.running import run_in_a_demonstration

MAKES = """
from django.db import connection
from django.db.migrations import RunSQL
from incubator.demo import tables
from incubator.ops.readiness import unapplied_migrations

class Stop(Exception):
    pass

def stop(self, *more):
    raise Stop

working, RunSQL.database_forwards = RunSQL.database_forwards, stop
try:
    tables.make()
except Stop:
    print("cut off:", connection.introspection.table_names())
RunSQL.database_forwards = working
tables.make()
tables.make()
print("waits:", unapplied_migrations())
"""


def test_tables_are_made_whole_or_not_at_all_and_nothing_is_left_to_migrate(tmp_path: Path):
    said = run_in_a_demonstration(tmp_path, MAKES)

    assert said == ["cut off: []", "waits: False"]
    with closing(sqlite3.connect(tmp_path / "demo.sqlite3")) as database:
        triggers = {
            name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        }
        search = database.execute("SELECT sql FROM sqlite_master WHERE name = 'wagtailsearch_indexentry_fts'")
        assert search.fetchone()[0].startswith("CREATE VIRTUAL TABLE")
        assert database.execute("SELECT count(*) FROM auth_permission").fetchone()[0] > 400
    assert triggers >= {
        f"{table}_no_{act}"
        for table in ("workflow_event", "funding_ledgerentry")
        for act in ("update", "delete")
    }
