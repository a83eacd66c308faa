"""Scores: saved one by one, exact totals, null is not zero, an abstention is absent."""

from datetime import timedelta
from fractions import Fraction

import pytest

from incubator.reviews import scoring
from incubator.reviews.models import Assignment, Score
from incubator.reviews.states import AssignmentState
from incubator.workflow.refusals import NotAllowed
from tests.world import reviews as world

ALL = {"besoin": 4, "innovation": 3, "equipe": 5, "modele": 2, "impact": 4, "donnees": 1, "plan": 3}


@pytest.fixture
def hand(call, first, juror, officer):
    world.eligible(first, officer)
    return world.given(world.open_round(call, officer), first, juror, officer)


def by_slug(hand, slug):
    return hand.round.call.criteria.get(slug=slug)


def test_the_total_is_the_exact_weighted_sum(hand):
    done = world.score(hand, ALL)

    # 20×4/5 + 20×3/5 + 20×5/5 + 15×2/5 + 15×4/5 + 5×1/5 + 5×3/5
    assert done.total == 70
    assert (done.state, done.submitted_at) == (AssignmentState.SUBMITTED, world.SCORED)


@pytest.mark.parametrize(("value", "total"), [(0, 0), (1, 20), (3, 60), (5, 100)])
def test_one_score_for_all(hand, value, total):
    assert world.score(hand, value).total == total


def test_a_third_is_never_rounded():
    class Call:
        score_scale = {"min": 0, "max": 3, "step": 1}

    assert scoring.total(Call(), [(50, 1), (50, 1)]) == Fraction(100, 3)
    assert scoring.total(Call(), [(50, 2), (50, 2)]) == Fraction(200, 3)


def test_a_missing_score_is_not_zero_and_stops_the_confirmation(hand, juror):
    for slug, value in ALL.items():
        if slug != "plan":
            scoring.save(hand, {by_slug(hand, slug): (value, "Vu.")}, by=juror, at=world.SCORED)
    scoring.save(hand, {by_slug(hand, "plan"): (None, "À relire")}, by=juror, at=world.SCORED)

    with pytest.raises(scoring.Incomplete) as refusal:
        scoring.submit(hand, by=juror, at=world.SCORED)

    assert refusal.value.data == {"plan": "Ce critère n’a pas encore de note."}
    hand.refresh_from_db()
    assert (hand.state, hand.total) == (AssignmentState.ASSIGNED, None)


def test_both_ends_of_the_scale_need_their_comment(hand, juror):
    for slug, value in {**ALL, "donnees": 0}.items():
        scoring.save(hand, {by_slug(hand, slug): (value, "")}, by=juror, at=world.SCORED)

    with pytest.raises(scoring.Incomplete) as refusal:
        scoring.submit(hand, by=juror, at=world.SCORED)

    sentence = (
        "Dites pourquoi dans le commentaire : une note à l’une des extrémités de l’échelle demande sa raison."
    )
    assert {k: v.replace("\u00a0", " ") for k, v in refusal.value.data.items()} == {
        "equipe": sentence,
        "donnees": sentence,
    }


@pytest.mark.parametrize("value", [-1, 6, 99])
def test_a_score_outside_the_scale_is_refused(hand, juror, value):
    with pytest.raises(scoring.OutOfScale):
        scoring.save(hand, {by_slug(hand, "plan"): (value, "")}, by=juror, at=world.SCORED)

    assert not Score.objects.exists()


def test_a_criterion_of_another_call_is_refused(hand, juror, officer, director):
    from tests.world.programmes import small_call

    other = small_call(officer, director).criteria.first()
    with pytest.raises(scoring.OutOfScale):
        scoring.save(hand, {other: (3, "")}, by=juror, at=world.SCORED)


def test_own_scores_change_until_the_round_closes(hand, juror):
    world.score(hand, ALL)
    with pytest.raises(scoring.AlreadyConfirmed):
        scoring.save(hand, {by_slug(hand, "plan"): (4, "")}, by=juror, at=world.SCORED)
    scoring.reopen(hand, by=juror, at=world.SCORED)
    scoring.save(hand, {by_slug(hand, "plan"): (4, "")}, by=juror, at=world.SCORED)
    scoring.submit(hand, by=juror, at=world.JURY_CLOSES - timedelta(seconds=1))

    assert hand.total == 71


def test_after_the_closing_scores_are_kept_and_no_longer_change(hand, juror):
    scoring.save(hand, {by_slug(hand, "plan"): (3, "")}, by=juror, at=world.SCORED)

    for act in (
        lambda: scoring.save(hand, {by_slug(hand, "plan"): (4, "")}, by=juror, at=world.JURY_CLOSES),
        lambda: scoring.submit(hand, by=juror, at=world.JURY_CLOSES),
        lambda: scoring.abstain(hand, reason="Absent", by=juror, at=world.JURY_CLOSES),
    ):
        with pytest.raises(NotAllowed) as refusal:
            act()
        assert str(refusal.value.sentence).startswith("La phase est close.")
    assert list(Score.objects.values_list("value", flat=True)) == [3]


def test_an_abstention_needs_its_reason_and_has_no_total(hand, juror):
    with pytest.raises(scoring.ReasonMissing):
        scoring.abstain(hand, reason="  ", by=juror, at=world.SCORED)

    scoring.abstain(hand, reason="Hors de mon domaine", by=juror, at=world.SCORED)

    assert (hand.state, hand.total, hand.reason) == (AssignmentState.ABSTAINED, None, "Hors de mon domaine")
    assert not Assignment.objects.counted().exists()


def test_a_confirmation_twice_is_the_same_receipt(hand, juror):
    world.score(hand, ALL)

    assert scoring.submit(hand, by=juror, at=world.SCORED).total == 70
