"""The ranking, without a database."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from incubator.reviews.ranking import File, Review, Rules, rank

SENT = datetime(2027, 2, 20, 10, 0, tzinfo=UTC)
RULES = Rules(pass_mark=60, tie_break=("equipe", "besoin"), minimums={"equipe": 2}, third_review_gap=20)


def file(key, *totals, equipe=3, besoin=3, sent=0):
    reviews = [Review(Fraction(total), {"equipe": equipe, "besoin": besoin}) for total in totals]
    return File(key, f"R-{key}", SENT + timedelta(minutes=sent), reviews)


def order(*files, rules=RULES):
    return [(each.file.key, each.position) for each in rank(rules, files)]


def test_the_best_mean_comes_first():
    assert order(file(1, 70, 72), file(2, 80, 78), file(3, 60, 61)) == [(2, 1), (1, 2), (3, 3)]


def test_mean_spread_and_count_are_exact():
    (only,) = rank(RULES, [file(1, "70.10", "80.20", "65")])

    assert (only.mean, only.spread, only.count) == (Fraction(2153, 30), Fraction(76, 5), 3)
    assert only.means == {"equipe": 3, "besoin": 3}


def test_the_pass_mark_is_a_mean_of_at_least_sixty():
    assert order(file(1, "59.99"), file(2, "60")) == [(2, 1), (1, None)]


@pytest.mark.parametrize(("scores", "out"), [((2, 2), []), ((2, 1), ["equipe"]), ((1, 3), []), ((0, 5), [])])
def test_a_mean_below_the_minimum_of_a_criterion_knocks_out(scores, out):
    reviews = [Review(Fraction(90), {"equipe": value}) for value in scores]

    (only,) = rank(RULES, [File(1, "R-1", SENT, reviews)])

    assert (only.knocked_out, only.passes, only.position) == (out, not out, None if out else 1)


def test_ties_go_to_the_first_criterion_that_differs():
    assert order(file(1, 70, equipe=3, besoin=5), file(2, 70, equipe=4, besoin=1)) == [(2, 1), (1, 2)]
    assert order(file(1, 70, besoin=3), file(2, 70, besoin=4)) == [(2, 1), (1, 2)]


def test_full_ties_go_to_the_earlier_sending():
    assert order(file(1, 70, sent=5), file(2, 70, sent=1)) == [(2, 1), (1, 2)]


def test_a_file_nobody_scored_comes_last_and_is_not_zero():
    ranked = rank(RULES, [file(1), file(2, 10)])

    assert [(r.file.key, r.mean, r.count) for r in ranked] == [(2, 10, 1), (1, None, 0)]


@pytest.mark.parametrize(
    ("totals", "third"),
    [((70, 90), False), ((70, "90.01"), True), ((70,), False), ((50, 90, 70), False), ((), False)],
)
def test_a_gap_above_the_limit_asks_for_a_third_review(totals, third):
    (only,) = rank(RULES, [file(1, *totals)])

    assert only.needs_third is third


def test_a_call_without_limit_never_asks_for_a_third_review():
    (only,) = rank(Rules(), [file(1, 0, 100)])

    assert only.needs_third is False
