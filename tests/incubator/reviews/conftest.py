"""The sample call, published, and two files that were sent."""

import pytest

from tests.world.applications import submitted
from tests.world.programmes import published_call


@pytest.fixture
def call(centre, officer, director):
    return published_call(officer, director)


@pytest.fixture
def first(call, founder):
    return submitted(call, founder, "su-01")


@pytest.fixture
def second(call, founder2):
    return submitted(call, founder2, "su-05")
