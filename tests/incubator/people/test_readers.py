"""A question prepared for whoever asks it gives each the rows that their own question gives."""

import pytest

from incubator.people.readers import ForReaders
from incubator.programmes.models import Call, Programme
from tests.world.programmes import published_call

CALLS = ForReaders(lambda who: Call.objects.visible_to(who).order_by("pk"))


@pytest.fixture
def elsewhere(centre, officer, officer2, director):
    """A published call, and another of a programme that only the second officer works on."""
    call = published_call(officer, director)
    other = Programme.objects.create(centre=centre, slug="ailleurs", title_fr="Ailleurs")
    other.staff.create(person=officer2)
    return call


def test_each_reads_what_the_own_roles_and_the_own_rows_give(elsewhere, officer, officer2, director, founder):
    for person in (officer, officer2, director, founder, officer):
        assert CALLS.rows(person) == list(Call.objects.visible_to(person).order_by("pk"))
    assert (CALLS.rows(officer), CALLS.rows(officer2)) == ([elsewhere], [])


def test_a_role_that_ended_is_asked_with_the_roles_that_are_left(elsewhere, officer, founder):
    officer.remember_roles(["officer"])
    before = CALLS.rows(officer)
    officer.remember_roles([])
    Call.objects.filter(pk=elsewhere.pk).update(state="draft")

    assert (before, CALLS.rows(officer)) == ([elsewhere], [])
