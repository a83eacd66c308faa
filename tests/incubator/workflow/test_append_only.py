"""The database refuses to change the past."""

import pytest
from django.db import DatabaseError, connection, transaction

from incubator.core import clock
from incubator.workflow import append_only
from incubator.workflow.models import Event

TABLE = Event._meta.db_table


@pytest.fixture
def protected(transactional_db):
    """The audit with its triggers, taken off again: the other tests share the database."""
    append_only.create(connection, TABLE)
    yield
    append_only.drop(connection, TABLE)


def event() -> Event:
    return Event.objects.create(verb="x.y", subject_type="x", subject_id=1, at=clock.now())


def test_a_row_is_added_and_never_changed_nor_deleted(protected):
    row = event()

    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(pk=row.pk).update(verb="x.z")
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(pk=row.pk).delete()

    assert list(Event.objects.values_list("verb", flat=True)) == ["x.y"]


def test_without_the_triggers_the_same_change_passes(transactional_db):
    row = event()
    append_only.create(connection, TABLE)
    append_only.drop(connection, TABLE)

    assert Event.objects.filter(pk=row.pk).update(verb="x.z") == 1


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_both_databases_have_their_words(vendor):
    created, dropped = append_only.create_sql(vendor, TABLE), append_only.drop_sql(vendor, TABLE)

    assert all("workflow_event" in line for line in created + dropped)
    assert [line.split()[0] for line in dropped] == ["DROP"] * len(dropped)
    with pytest.raises(ValueError, match="Not the name of a table"):
        append_only.create_sql(vendor, "x; DROP TABLE y")


def test_the_step_of_a_migration_does_the_same(transactional_db):
    class Editor:
        pass

    editor = Editor()
    editor.connection = connection
    step = append_only.AppendOnly(TABLE)
    step.database_forwards("workflow", editor, None, None)
    row = event()
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(pk=row.pk).delete()
    step.database_backwards("workflow", editor, None, None)

    assert Event.objects.filter(pk=row.pk).delete()[0] == 1
