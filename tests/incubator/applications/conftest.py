"""The sample call, published, for every test of applications."""
import pytest

from tests.world.programmes import published_call


@pytest.fixture
def call(centre, officer, director):
    return published_call(officer, director)
