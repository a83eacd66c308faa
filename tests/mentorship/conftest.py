import pytest

from incubator.startups import founding
from tests.world import mentorship as world


@pytest.fixture
def startup(founder, at):
    return founding.found("Tikpa Hors-Ligne", lead=founder, by=founder, at=at)


@pytest.fixture
def mentor(mentor_user, officer):
    return world.active_mentor(mentor_user, officer)


@pytest.fixture
def match(mentor, startup, officer):
    return world.matched(mentor, startup, officer)
