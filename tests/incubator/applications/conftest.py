"""The sample call, published, and people with files in it, for every test of applications."""

from datetime import datetime

import pytest

from incubator.core import clock
from tests.world import applications as world
from tests.world.programmes import published_call, small_call


@pytest.fixture
def call(centre, officer, director):
    return published_call(officer, director)


@pytest.fixture
def small(centre, officer, director):
    return small_call(officer, director)


@pytest.fixture
def now(monkeypatch):
    """The server's clock, set by hand: inside the call's window until a test says otherwise."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_to(world.DRAFTED)
    return set_to


@pytest.fixture
def typed(founder, client_for, now, call):
    """A draft of the founder and the founder's browser."""
    application = world.draft(call, founder)
    return application, client_for(founder)
