"""Who may take what out of the list."""

import pytest

from incubator.applications.exports import application_table
from incubator.workflow.refusals import NotAllowed
from tests.world import reviews as world


def test_the_policy_stands_behind_the_page(admin, director, officer, founder):
    wanted = application_table.Wanted
    application_table.require(admin, wanted(), world.SCREENED)
    for who, what in (
        (founder, wanted()),
        (admin, wanted(personal=True)),
        (director, wanted(sensitive=True, reason="x")),
        (officer, wanted(sensitive=True)),
    ):
        with pytest.raises(NotAllowed):
            application_table.require(who, what, world.SCREENED)
