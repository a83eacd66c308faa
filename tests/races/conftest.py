"""The races' own surroundings: PostgreSQL, files in memory, no broker, and the people of the small call."""

import pytest
from django.core.files.storage import storages
from django.db import connection

from incubator.notifications import dispatch
from incubator.people.states import Role
from tests.conftest import make_person
from tests.races.worlds import short_call


@pytest.fixture(autouse=True)
def _on_postgresql(db) -> None:
    assert connection.vendor == "postgresql", "Races are tested on PostgreSQL: SQLite hides them."


@pytest.fixture(autouse=True)
def _nothing_outside(settings, monkeypatch):
    """No broker is told of anything, and documents are kept in memory."""
    monkeypatch.setattr(dispatch, "send", lambda *_args, **_options: None)
    in_memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "private": in_memory}
    storages._storages = {}
    yield
    storages._storages = {}


@pytest.fixture
def call(centre, officer, director):
    return short_call(officer, director)


@pytest.fixture
def approvers(transactional_db):
    return make_person("approver1", Role.APPROVER), make_person("approver2", Role.APPROVER)
