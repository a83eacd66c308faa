"""A start-up with a signed award, the office of money, papers kept in memory."""

import pytest
from django.core.files.storage import InMemoryStorage, storages
from django.core.files.uploadedfile import SimpleUploadedFile

from funding.models import Award
from incubator.people.states import Role
from tests.conftest import make_person
from tests.world import funding as money
from tests.world.applications import PDF
from tests.world.incubation import active_place


@pytest.fixture(autouse=True)
def _private_storage(monkeypatch):
    """Papers of the tests stay in memory."""
    monkeypatch.setitem(storages._storages, "private", InMemoryStorage())


@pytest.fixture
def office(officer, finance, approver, director) -> money.Office:
    return money.Office(officer, finance, approver, director)


@pytest.fixture
def finance2(db):
    return make_person("finance2", Role.FINANCE)


@pytest.fixture
def award(centre, founder, office) -> Award:
    return money.signed_award(active_place(founder, office.officer, office.director), office)


@pytest.fixture
def rib():
    """A paper to send, new each time."""
    return lambda: SimpleUploadedFile("rib.pdf", PDF, content_type="application/pdf")
