"""Each move of a review, from each state, by each role; before, during and after the round."""

from datetime import timedelta

import pytest
from django.db import transaction

from incubator.reviews import assignment, scoring
from incubator.reviews.models import Assignment
from incubator.reviews.states import LIFECYCLE, AssignmentState
from incubator.workflow import deciding
from incubator.workflow.refusals import IllegalMove, NotAllowed
from tests.world import reviews as world

ROLES = ["juror", "juror2", "officer", "director", "admin", "finance", "founder", "outsider"]
MAY = {
    "submit": {"juror"},
    "abstain": {"juror"},
    "reopen": {"juror", "officer", "director"},
    "recuse": {"officer", "director"},
}
WORK = {
    "submit": lambda hand, by: scoring.submit(hand, by=by, at=world.SCORED),
    "abstain": lambda hand, by: scoring.abstain(hand, reason="Absent", by=by, at=world.SCORED),
    "reopen": lambda hand, by: scoring.reopen(hand, by=by, at=world.SCORED),
    "recuse": lambda hand, by: assignment.recuse(hand, by=by, at=world.SCORED),
}


@pytest.fixture
def hand(call, first, juror, officer):
    world.eligible(first, officer)
    given = world.given(world.open_round(call, officer), first, juror, officer)
    for criterion in call.criteria.all():
        scoring.save(given, {criterion: (3, "")}, by=juror, at=world.SCORED)
    return given


def reach(hand, state, juror, helper):
    if state == AssignmentState.SUBMITTED:
        scoring.submit(hand, by=juror, at=world.SCORED)
    if state == AssignmentState.ABSTAINED:
        scoring.abstain(hand, reason="Absent", by=juror, at=world.SCORED)
    if state == AssignmentState.RECUSED:
        assignment.recuse(hand, by=helper, at=world.SCORED)


@pytest.mark.parametrize("move", list(MAY))
@pytest.mark.parametrize("state", AssignmentState.values)
def test_each_move_from_each_state_by_each_role(request, person, hand, juror, move, state):
    reach(hand, state, juror, person("helper", "officer"))
    line = LIFECYCLE.moves[move]
    found = {role: outcome(hand, move, request.getfixturevalue(role)) for role in ROLES}

    if state in line.sources:
        assert found == {role: line.target if role in MAY[move] else NotAllowed for role in ROLES}
    else:
        # Whoever made this very move before gets the same receipt again.
        again = {"juror": line.target} if state == line.target and move in ("submit", "abstain") else {}
        assert found == dict.fromkeys(ROLES, IllegalMove) | again
    assert Assignment.objects.get().state == state


def outcome(hand, move, actor):
    """What comes of the move by this person: the new state, or the refusal. Undone afterwards."""
    fresh = Assignment.objects.get(pk=hand.pk)
    with transaction.atomic():
        try:
            found = WORK[move](fresh, actor).state
        except (NotAllowed, IllegalMove) as refusal:
            found = type(refusal)
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("move", ["submit", "abstain", "reopen", "score"])
@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        (world.JURY_OPENS - timedelta(seconds=1), False),
        (world.JURY_OPENS, True),
        (world.JURY_CLOSES - timedelta(seconds=1), True),
        (world.JURY_CLOSES, False),
    ],
)
def test_the_round_is_open_from_its_first_second_to_its_last(hand, juror, move, moment, allowed):
    assert deciding.decide(f"review.{move}", juror, hand, moment).allowed is allowed


def test_before_the_links_are_declared_nothing_is_scored(call, first, juror, officer):
    world.eligible(first, officer)
    given = assignment.assign(world.open_round(call, officer), first, juror, by=officer, at=world.SCREENED)

    verdict = deciding.decide("review.score", juror, given, world.SCORED)

    assert verdict.reason == "Avant tout dossier, parcourez la liste des équipes et déclarez vos liens."


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("act", ["round.open", "round.extend", "round.rank", "review.assign"])
def test_the_office_alone_organises_the_jury(request, hand, act, role):
    thing = {"review.assign": hand, "round.open": hand.round.call}.get(act, hand.round)

    verdict = deciding.decide(act, request.getfixturevalue(role), thing, world.SCORED)

    assert verdict.allowed is (role in ("officer", "director"))
