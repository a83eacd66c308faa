"""Who may take what out of the list."""

import pytest

from incubator.applications import exporting
from incubator.workflow.refusals import NotAllowed
from tests.world import reviews as world


def test_the_policy_stands_behind_the_page(admin, director, officer, founder):
    wanted = exporting.Wanted
    exporting.require(admin, wanted(), world.SCREENED)
    for who, what in (
        (founder, wanted()),
        (admin, wanted(personal=True)),
        (director, wanted(sensitive=True, reason="x")),
        (officer, wanted(sensitive=True)),
    ):
        with pytest.raises(NotAllowed):
            exporting.require(who, what, world.SCREENED)
