"""Ranks the files of a round: mean, spread, thresholds, ties. Pure but for `of_round`, which reads the rows.

Every figure is an exact fraction, compared as such; it is rounded only where it is shown.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any

from incubator.applications.states import RANKED
from incubator.programmes.models import Call
from incubator.reviews.models import Assignment, Round

ENOUGH = 3


@dataclass(frozen=True)
class Rules:
    """What the call says about ranking; `minimums` are the lowest means allowed, by criterion."""

    pass_mark: int = 0
    tie_break: Sequence[str] = ()
    minimums: Mapping[str, int] = field(default_factory=dict)
    third_review_gap: int = 0


@dataclass(frozen=True)
class Review:
    """One counted review: its exact total in points of 100 and its score by criterion."""

    total: Fraction
    scores: Mapping[str, int]


@dataclass(frozen=True)
class File:
    """One file to rank, with its counted reviews (abstentions are absent, not zero)."""

    key: int
    reference: str
    submitted_at: datetime
    reviews: Sequence[Review]
    thing: Any = None


@dataclass(frozen=True)
class Ranked:
    """A file with its figures; `position` is empty below the marks, without any review or knocked out."""

    file: File
    position: int | None
    mean: Fraction | None
    spread: Fraction | None
    count: int
    means: dict[str, Fraction]
    knocked_out: list[str]
    passes: bool
    needs_third: bool


def rank(rules: Rules, files: Iterable[File]) -> list[Ranked]:
    """Rank the files, the best first; those below a mark follow without position, those without review come last.

    Ties are broken by the means of the call's criteria, in its order, then by the earlier sending. Files that nothing
    tells apart share their position (1, 2, 2, 4), in the order of their references.
    """
    keyed = sorted(
        ((_key(rules, file), file) for file in files), key=lambda pair: (pair[0], pair[1].reference)
    )
    ranked: list[Ranked] = []
    before: tuple = ()
    for place, (key, file) in enumerate(keyed, start=1):
        position = ranked[-1].position if key == before else place
        ranked.append(_ranked(rules, file, position if _passes(rules, file) else None))
        before = key
    return ranked


def _mean(values: Sequence[Any]) -> Fraction | None:
    return sum((Fraction(value) for value in values), Fraction(0)) / len(values) if values else None


def _means(file: File) -> dict[str, Fraction]:
    given: dict[str, list[int]] = defaultdict(list)
    for review in file.reviews:
        for slug, value in review.scores.items():
            given[slug].append(value)
    return {slug: mean for slug, values in given.items() if (mean := _mean(values)) is not None}


def _knocked_out(rules: Rules, file: File) -> list[str]:
    means = _means(file)
    return [slug for slug, lowest in rules.minimums.items() if slug in means and means[slug] < lowest]


def _passes(rules: Rules, file: File) -> bool:
    mean = _mean([review.total for review in file.reviews])
    return mean is not None and mean >= rules.pass_mark and not _knocked_out(rules, file)


def _key(rules: Rules, file: File) -> tuple:
    mean, means = _mean([review.total for review in file.reviews]), _means(file)
    ties = tuple(-means.get(slug, Fraction(0)) for slug in rules.tie_break)
    return (not _passes(rules, file), mean is None, -(mean or 0), ties, file.submitted_at)


def _ranked(rules: Rules, file: File, position: int | None) -> Ranked:
    totals = [review.total for review in file.reviews]
    mean = _mean(totals)
    spread = max(totals) - min(totals) if totals else None
    wide = len(totals) > 1 and rules.third_review_gap > 0 and (spread or 0) > rules.third_review_gap
    return Ranked(
        file=file,
        position=position,
        mean=mean,
        spread=spread,
        count=len(totals),
        means=_means(file),
        knocked_out=_knocked_out(rules, file),
        passes=position is not None,
        needs_third=wide and len(totals) < ENOUGH,
    )


def rules_of(call: Call) -> Rules:
    """Read the call's rules of ranking."""
    minimums = {c.slug: c.min_score for c in call.criteria.all() if c.min_score is not None}
    return Rules(call.pass_mark_percent, tuple(call.tie_break), minimums, call.third_review_gap)


def of_round(round: Round) -> list[Ranked]:
    """Rank the files given to the jury in a round, from the reviews that count.

    A file that was withdrawn, or is not eligible any more, has left the ranking: the ranks close up.
    """
    reviews: dict[int, list[Review]] = defaultdict(list)
    counted = Assignment.objects.counted().filter(round=round).prefetch_related("scores__criterion")
    for assignment in counted:
        scores = {s.criterion.slug: s.value for s in assignment.scores.all() if s.value is not None}
        if assignment.total is not None:
            reviews[assignment.application_id].append(Review(assignment.total, scores))
    given = (
        Assignment.objects.filter(round=round, application__state__in=RANKED)
        .select_related("application__startup")
        .order_by("application")
    )
    files = {assignment.application_id: assignment.application for assignment in given}
    return rank(
        rules_of(round.call),
        [File(f.pk, f.reference or "", f.submitted_at, reviews[f.pk], thing=f) for f in files.values()],
    )
