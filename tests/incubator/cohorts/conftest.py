"""A small call with its cohort."""

import pytest

from tests.world.incubation import confirmed_place, planned_cohort, signed_place
from tests.world.programmes import small_call


@pytest.fixture
def call(centre, officer, director):
    return small_call(officer, director)


@pytest.fixture
def cohort(call, officer):
    return planned_cohort(call, officer)


@pytest.fixture
def place(cohort, founder):
    return confirmed_place(cohort, founder)


@pytest.fixture
def signed(cohort, founder):
    return signed_place(cohort, founder)
