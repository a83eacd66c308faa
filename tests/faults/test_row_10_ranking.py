"""Faults §1 row 10: a ranking is exact to the last step, and a file that left it holds no rank."""

import random
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from incubator.applications.decisions import decision, withdrawal
from incubator.applications.models import Application, Decision
from incubator.applications.states import RANKED, DecisionResult, State
from incubator.demo import calls, cast, loading, selection
from incubator.demo.stage import Draw, Stage
from incubator.reviews import committee, ranking
from incubator.reviews.models import Assignment, Round
from incubator.territory.loading import load_divisions
from incubator.ui import typography
from tests.tools.recompute_ranking import recompute
from tests.world import reviews as world
from tests.world.applications import submitted
from tests.world.programmes import published_call

SENT = datetime(2027, 2, 20, 10, 0, tzinfo=UTC)
WEIGHTS = ({"a": 33, "b": 33, "c": 34}, {"a": 35, "b": 35, "c": 17, "d": 13}, {"a": 29, "b": 71})


def drawn(seed, weights, top):
    """197 files, one to three reviews each, as rows to export."""
    chance = random.Random(seed)
    files = [
        {
            "reference": f"R-{number:04d}",
            "sent": (SENT + timedelta(minutes=chance.randrange(30))).isoformat(),
            "stands": True,
            "reviews": [
                {slug: chance.randint(top // 2, top) for slug in weights}
                for _review in range(chance.choice((0, 1, 2, 2, 2, 3, 3)))
            ],
        }
        for number in range(197)
    ]
    return {
        "weights": weights,
        "scale_top": top,
        "pass_mark": 70,
        "minimums": {"b": top // 2 + 1},
        "third_review_gap": 20,
        "tie_break": ["b", "a"],
        "files": files,
    }


def ranked(exported):
    """Rank the same rows as the product does, from the whole numbers that a review keeps."""
    rules = ranking.Rules(
        exported["pass_mark"], exported["tie_break"], exported["minimums"], exported["third_review_gap"]
    )
    files = []
    for number, row in enumerate(exported["files"]):
        reviews = []
        for scores in row["reviews"]:
            points = sum(exported["weights"][slug] * value for slug, value in scores.items())
            kept = Assignment(points=points, scale_top=exported["scale_top"])
            reviews.append(ranking.Review(kept.total, scores))
        sent = datetime.fromisoformat(row["sent"])
        files.append(ranking.File(number, row["reference"], sent, reviews))
    return ranking.rank(rules, files)


def differences(found, expected):
    """Return what the two disagree on, file by file."""
    told = []
    for each in found:
        own = expected.pop(each.file.reference)
        mean = None if own["mean"] is None else Fraction(*own["mean"])
        if (each.position, each.mean, each.needs_third) != (own["position"], mean, own["needs_third"]):
            told.append((each.file.reference, each.position, own))
    return told + list(expected)


@pytest.mark.parametrize("top", [5, 7])
@pytest.mark.parametrize("weights", WEIGHTS, ids=lambda weights: "-".join(map(str, weights.values())))
@pytest.mark.parametrize("seed", [1, 2])
def test_197_files_rank_as_an_independent_script_ranks_them(seed, weights, top):
    exported = drawn(seed, weights, top)
    expected = recompute(exported)

    assert len(expected) == 197
    assert differences(ranked(exported), expected) == []


def test_two_roads_to_one_mean_are_equal():
    """Three sevenths twice, or two and four sevenths: to the hundredth they were 42,86 and 42,86 or 42,85."""
    exported = drawn(1, {"a": 33, "b": 33, "c": 34}, 7) | {"pass_mark": 0, "minimums": {}, "tie_break": []}
    even, apart = {"a": 3, "b": 3, "c": 3}, ({"a": 1, "b": 3, "c": 3}, {"a": 5, "b": 3, "c": 3})
    sent = SENT.isoformat()
    exported["files"] = [
        {"reference": "R-1", "sent": sent, "stands": True, "reviews": [even, even, even]},
        {"reference": "R-2", "sent": sent, "stands": True, "reviews": list(apart)},
        {"reference": "R-3", "sent": sent, "stands": True, "reviews": [{"a": 2, "b": 3, "c": 3}]},
    ]

    assert [(r.file.reference, r.position, r.mean) for r in ranked(exported)] == [
        ("R-1", 1, Fraction(300, 7)),
        ("R-2", 1, Fraction(300, 7)),
        ("R-3", 3, Fraction(267, 7)),
    ]


def test_a_mean_just_below_the_mark_fails_and_never_reads_as_the_mark():
    mean = (Fraction(419_999, 7000) * 2 + 60) / 3

    (only,) = ranking.rank(
        ranking.Rules(pass_mark=60),
        [ranking.File(1, "R-1", SENT, [ranking.Review(mean, {})])],
    )

    assert only.passes is False
    assert (typography.number(mean), typography.below(mean, 60)) == ("60", "59,99")


def test_a_gap_of_exactly_the_limit_asks_for_nobody():
    """15/7 and 1/7 of 70 points: 20 exactly, which was 20,01 once each was rounded."""
    rules = ranking.Rules(third_review_gap=20)
    low, high = Fraction(305, 7), Fraction(445, 7)
    files = [ranking.File(1, "R-1", SENT, [ranking.Review(low, {}), ranking.Review(high, {})])]

    assert ranking.rank(rules, files)[0].needs_third is False


@pytest.fixture
def judged(centre, officer, director, juror, juror2, founder, founder2, outsider):
    """A call with three files scored 5, 4 and 3 by two jurors."""
    call = published_call(officer, director)
    files = [submitted(call, who, "su-01") for who in (founder, founder2, outsider)]
    values = dict(zip([file.pk for file in files], (5, 4, 3), strict=True))
    return world.scored(call, files, (juror, juror2), officer, values=values), files


def positions(round_):
    return [(each.file.reference, each.position) for each in ranking.of_round(round_)]


def test_a_withdrawn_file_leaves_the_ranking_and_the_ranks_close_up(judged, founder):
    round_, (first, second, third) = judged
    assert positions(round_) == [(first.reference, 1), (second.reference, 2), (third.reference, 3)]

    withdrawal.withdraw(first, by=founder, at=world.DECIDED)

    assert positions(round_) == [(second.reference, 1), (third.reference, 2)]


def test_the_waiting_list_closes_up_when_a_file_leaves_it(judged, officer, director, founder, client_for):
    round_, (first, second, third) = judged
    committee.apply_ranking(round_, offers=0, waiting=3, by=officer, at=world.DECIDED)
    world.published(round_.call, director)
    withdrawal.withdraw(first, by=founder, at=world.PUBLISHED)

    ranks = dict(Decision.objects.filter(kind="outcome").values_list("application", "rank"))
    assert ranks == {first.pk: None, second.pk: 1, third.pk: 2}

    second.refresh_from_db()
    decision.promote(second, by=director, at=world.PUBLISHED)
    ranks = dict(Decision.objects.filter(kind="outcome").values_list("application", "rank"))
    assert ranks == {first.pk: None, second.pk: None, third.pk: 1}


def test_files_that_share_a_position_are_treated_alike():
    class Thing:
        state = State.IN_REVIEW

    def file(reference, total):
        return ranking.File(0, reference, SENT, [ranking.Review(Fraction(total), {})], Thing())

    found = ranking.rank(ranking.Rules(), [file("A", 90), file("B", 80), file("C", 80), file("D", 70)])
    proposed = [
        (p.ranked.file.reference, p.result, p.rank)
        for p in committee.proposals(None, found, offers=2, waiting=1)
    ]

    assert proposed == [
        ("A", DecisionResult.OFFER, None),
        ("B", DecisionResult.WAITING_LIST, 1),
        ("C", DecisionResult.WAITING_LIST, 1),
        ("D", DecisionResult.DECLINE, None),
    ]


def exported_from(round_):
    """The rows of a round as they stand in the tables, for the script."""
    call = round_.call
    criteria = list(call.criteria.all())
    files = []
    for file in Application.objects.filter(assignments__round=round_).distinct():
        counted = Assignment.objects.counted().filter(round=round_, application=file)
        reviews = [{s.criterion.slug: s.value for s in given.scores.all()} for given in counted]
        files.append(
            {
                "reference": file.reference,
                "sent": file.submitted_at.isoformat(),
                "stands": file.state in RANKED,
                "reviews": reviews,
            }
        )
    return {
        "weights": {c.slug: c.weight for c in criteria},
        "scale_top": call.score_scale["max"],
        "pass_mark": call.pass_mark_percent,
        "minimums": {c.slug: c.min_score for c in criteria if c.min_score is not None},
        "third_review_gap": call.third_review_gap,
        "tie_break": call.tie_break,
        "files": files,
    }


def test_the_demonstration_ranks_as_the_script_does(db, at, monkeypatch):
    monkeypatch.setattr(selection, "APPLICANTS", 12)
    load_divisions()
    loading.Centre.objects.create(slug="centre", **loading.CENTRE)
    loading.granting.ensure_groups()
    people = cast.people(at - loading.LONG_AGO)
    stage = Stage(now=at, cast=people, draw=Draw.seeded())
    day = (at - timedelta(days=420)).date()
    call = calls.earlier(1, people["staff"], people["director"], starts_on=day)
    selection.apply(stage, call, first=1)
    selection.select(stage, call)
    round_ = Round.objects.get(call=call)
    expected = recompute(exported_from(round_))

    assert len(expected) == 12
    assert differences(ranking.of_round(round_), expected) == []
