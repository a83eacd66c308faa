"""A draft in the sample call while it is open, its founder's browser, and a private storage of the test's own."""

import pytest

from incubator.core import clock
from tests.incubator.files.conftest import private
from tests.world import applications as world
from tests.world.programmes import published_call

__all__ = ["private"]


@pytest.fixture
def draft(centre, officer, director, founder, monkeypatch, private):
    monkeypatch.setattr(clock, "now", lambda: world.DRAFTED)
    return world.draft(published_call(officer, director), founder)


@pytest.fixture
def browser_of_founder(founder, client_for):
    return client_for(founder)
