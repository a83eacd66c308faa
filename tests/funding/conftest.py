"""The office of money, and a start-up in incubation."""

import pytest
from django.core.files.storage import InMemoryStorage, storages

from incubator.cohorts.models import Place
from incubator.people.states import Role
from tests.conftest import make_person
from tests.world.funding import Office, signed_award
from tests.world.incubation import active_place


@pytest.fixture(autouse=True)
def _private_storage(monkeypatch):
    """Papers of the tests stay in memory."""
    monkeypatch.setitem(storages._storages, "private", InMemoryStorage())


@pytest.fixture
def office(officer, finance, approver, director) -> Office:
    return Office(officer, finance, approver, director)


@pytest.fixture
def finance2(db):
    return make_person("finance2", Role.FINANCE)


@pytest.fixture
def place(centre, founder, officer, director) -> Place:
    return active_place(founder, officer, director)


@pytest.fixture
def award(place, office):
    return signed_award(place, office)
