"""A start-up in incubation in the sample call."""

import pytest

from tests.world.incubation import active_place


@pytest.fixture
def place(centre, founder, officer, director):
    return active_place(founder, officer, director)
