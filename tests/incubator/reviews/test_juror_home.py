"""The juror’s home and list: how far they are, before, during and after the round."""

import pytest

from incubator.core import clock
from incubator.reviews import assignment
from incubator.reviews.models import Assignment
from incubator.reviews.states import AssignmentState
from tests.incubator.reviews.conftest import address
from tests.world import reviews as world
from tests.world.applications import submitted


def test_the_home_says_how_far_the_juror_is(now, call, hand, founder2, juror, officer, client_for):
    other = world.eligible(submitted(call, founder2, "su-05"), officer)
    assignment.assign(hand.round, other, juror, by=officer, at=world.SCREENED)
    world.score(hand)

    page = client_for(juror).get("/portal/jury/").content.decode().replace("\u00a0", " ")

    assert "1 dossier noté sur 2 · jusqu’au 9 avril, 17 h 00" in page
    assert "Continuer : dossier 2" in page


def test_before_the_round_the_files_have_a_date(hand, juror, client_for, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: world.SCREENED)
    client = client_for(juror)

    page = client.get("/portal/jury/").content.decode()

    assert "Vos dossiers arrivent le 22 mars." in page
    assert client.get(address(hand)).status_code == 302


def test_own_scores_are_reopened_from_the_page(now, hand, juror, client_for):
    world.score(hand)
    client = client_for(juror)

    assert "Modifier les notes" in client.get(address(hand)).content.decode()
    client.post(address(hand), {"do": "reopen"})

    assert Assignment.objects.get().state == AssignmentState.ASSIGNED


@pytest.mark.parametrize("count", [1, 3])
def test_the_home_asks_the_same_number_of_questions(
    now, django_assert_num_queries, call, hand, juror, officer, person, client_for, count
):
    for n, slug in enumerate(["su-05", "su-06"][: count - 1]):
        other = world.eligible(submitted(call, person(f"f{n}"), slug), officer)
        assignment.assign(hand.round, other, juror, by=officer, at=world.SCREENED)
    client = client_for(juror)
    client.get("/portal/jury/")

    with django_assert_num_queries(HOME):
        client.get("/portal/jury/")


@pytest.mark.parametrize("count", [1, 3])
def test_own_scores_ask_the_same_number_of_questions(
    now, django_assert_num_queries, call, hand, juror, officer, person, client_for, count
):
    for n, slug in enumerate(["su-05", "su-06"][: count - 1]):
        other = world.eligible(submitted(call, person(f"f{n}"), slug), officer)
        world.score(assignment.assign(hand.round, other, juror, by=officer, at=world.SCREENED))
    world.score(hand)
    client = client_for(juror)
    client.get("/portal/jury/scores/")

    with django_assert_num_queries(OWN):
        client.get("/portal/jury/scores/")


HOME, OWN = 4, 5
