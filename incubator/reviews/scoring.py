"""A juror scores a file criterion by criterion, confirms the scores, changes them, or abstains."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from incubator.core.bilingual import pick_pair
from incubator.people.models import Actor
from incubator.programmes.models import Call, Criterion
from incubator.reviews.models import Assignment, Score
from incubator.reviews.states import LIFECYCLE, AssignmentState
from incubator.workflow import deciding, versions
from incubator.workflow import values as columns
from incubator.workflow.acting import acting
from incubator.workflow.refusals import ReasonMissing, Refused, once
from incubator.workflow.versions import Read

LONGEST_REASON = 400
WORDS = ("recommendation", "comment")
WHY_NOT = _("Write why you abstain: one sentence is enough.")
TO_SCORE = _("This criterion has no score yet.")
TO_COMMENT = _("Say why in the comment: a score at either end of the scale needs its reason.")


class OutOfScale(Refused):
    """A score that the grid does not know."""

    code = "out_of_scale"
    default = _("Choose one of the scores of the grid.")


class AlreadyConfirmed(Refused):
    """A change to scores that were confirmed."""

    code = "already_confirmed"
    default = _('These scores are confirmed. Press "Change the scores" first.')


class Incomplete(Refused):
    """The scores cannot be confirmed yet; `data` says what is missing at each criterion, by its slug."""

    code = "incomplete"
    default = _("Your scores are saved. Some criteria are still to complete.")


def save(
    assignment: Assignment,
    scores: Mapping[Criterion, tuple[int | None, str]],
    *,
    words: Mapping[str, str] | None = None,
    read: Read | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Save scores as soon as they are given: {criterion: (value, comment)}; null means not scored yet, never zero.

    `words` may hold the recommendation and the comment for the committee; `read` says what the juror had read.
    All or none. Raises OutOfScale, AlreadyConfirmed, ChangedMeanwhile where another page of the juror's wrote
    another score, or NotAllowed once the round is closed (what was saved before is kept).
    """
    with acting(by):
        given = LIFECYCLE.locked(assignment)
        deciding.require("review.score", by, given, at)
        _require_open(given, scores)
        _require_words(scores, words or {})
        stands = standing(given)
        written = versions.merged(flat(scores) | dict(words or {}), stands, read)
        _write_scores(given, scores, stands | written, stands, at)
        if changed := [name for name in WORDS if name in written]:
            for name in changed:
                setattr(given, name, written[name].strip())
            given.save(update_fields=changed)
    for name in WORDS:
        setattr(assignment, name, getattr(given, name))


def standing(assignment: Assignment) -> dict[str, Any]:
    """Return what a juror has written on a file so far, by name of field: scores, comments, words."""
    rows = {row.criterion: (row.value, row.comment) for row in assignment.scores.select_related("criterion")}
    return flat(rows) | {name: getattr(assignment, name) for name in WORDS}


def flat(scores: Mapping[Criterion, tuple[int | None, str]]) -> dict[str, Any]:
    """Return scores and comments by the name of their fields: "score-plan", "comment-plan"."""
    values = {f"score-{criterion.slug}": value for criterion, (value, _comment) in scores.items()}
    return values | {f"comment-{criterion.slug}": comment for criterion, (_value, comment) in scores.items()}


def _write_scores(
    assignment: Assignment,
    scores: Mapping[Criterion, Any],
    wanted: Mapping[str, Any],
    stands: Mapping[str, Any],
    at: datetime,
) -> None:
    """Write the rows whose score or comment changes."""
    rows = []
    for criterion in scores:
        score, remark = f"score-{criterion.slug}", f"comment-{criterion.slug}"
        value, comment = wanted.get(score), wanted.get(remark) or ""
        if (value, comment) != (stands.get(score), stands.get(remark) or ""):
            rows.append(
                Score(
                    assignment=assignment, criterion=criterion, value=value, comment=comment.strip(),
                    saved_at=at,
                )
            )  # fmt: skip
    Score.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["assignment", "criterion"],
        update_fields=["value", "comment", "saved_at"],
    )


def _require_open(assignment: Assignment, scores: Mapping[Criterion, tuple[int | None, str]]) -> None:
    if assignment.state != AssignmentState.ASSIGNED:
        raise AlreadyConfirmed()
    call = assignment.round.call
    known = {None, *values(call)}
    if any(asked.call_id != call.pk or value not in known for asked, (value, _comment) in scores.items()):
        raise OutOfScale()


def _require_words(scores: Mapping[Criterion, tuple[int | None, str]], words: Mapping[str, str]) -> None:
    """Refuse a recommendation that no grid offers, and texts that cannot be kept. Raise BadValues."""
    if words:
        columns.check(Assignment(**words), *words)
    for criterion, (_value, comment) in scores.items():
        columns.check(Score(criterion=criterion, comment=comment or ""), "comment")


def keep_for_later(assignment: Assignment, *, later: bool = True, by: Actor, at: datetime) -> Assignment:
    """Put the file aside in the juror's list (or back)."""
    with acting(by):
        given = LIFECYCLE.locked(assignment)
        deciding.require("review.score", by, given, at)
        given.kept_for_later = later
        given.save(update_fields=["kept_for_later"])
    assignment.kept_for_later = later
    return assignment


@once
def submit(
    assignment: Assignment,
    *,
    recommendation: str | None = None,
    comment: str | None = None,
    by: Actor,
    at: datetime,
) -> Assignment:
    """Confirm the scores: all criteria scored, a comment at either end of the scale. Raises Incomplete.

    Without `recommendation` or `comment`, those that were saved stay.

    The total is the exact weighted sum, in points of 100.
    """
    with LIFECYCLE.move(assignment, "submit", by=by, at=at) as given:
        criteria, scores = _grid(given)
        lacking = missing(given.round.call, criteria, scores)
        if lacking:
            raise Incomplete(data=lacking)
        if recommendation is not None:
            given.recommendation = recommendation
        if comment is not None:
            given.comment = comment.strip()
        columns.check(given, *WORDS)
        given.points = sum(c.weight * scores[c.pk].value for c in criteria)
        given.scale_top = values(given.round.call)[-1]
        given.submitted_at, given.kept_for_later = at, False
    return assignment


@once
def reopen(assignment: Assignment, *, by: Actor, at: datetime) -> Assignment:
    """Open confirmed scores again, until the round closes; they do not count until they are confirmed again."""
    with LIFECYCLE.move(assignment, "reopen", by=by, at=at) as given:
        given.points = given.scale_top = given.submitted_at = None
    return assignment


@once
def abstain(assignment: Assignment, *, reason: str, by: Actor, at: datetime) -> Assignment:
    """Leave the file without judging it: it is absent from the ranking, not zero. Raises ReasonMissing."""
    reason = columns.check_text("reason", reason, longest=LONGEST_REASON)
    if not reason:
        raise ReasonMissing(WHY_NOT)
    with LIFECYCLE.move(assignment, "abstain", by=by, at=at) as given:
        given.reason = reason
        given.points = given.scale_top = given.submitted_at = None
    return assignment


def _grid(assignment: Assignment) -> tuple[list[Criterion], dict[int, Score]]:
    criteria = list(assignment.round.call.criteria.all())
    return criteria, {score.criterion_id: score for score in assignment.scores.all()}


def missing(call: Call, criteria: list[Criterion], scores: dict[int, Score]) -> dict[str, str]:
    """Return what keeps the scores from being confirmed: {slug of the criterion: sentence}."""
    ends = {values(call)[0], values(call)[-1]}
    found = {}
    for criterion in criteria:
        score = scores.get(criterion.pk)
        if score is None or score.value is None:
            found[criterion.slug] = str(TO_SCORE)
        elif score.value in ends and not score.comment.strip():
            found[criterion.slug] = str(TO_COMMENT)
    return found


def values(call: Call) -> list[int]:
    """Return the scores of the call's scale, from the lowest to the highest."""
    scale = call.score_scale
    return list(range(scale.get("min", 0), scale.get("max", 5) + 1, scale.get("step", 1)))


def word(label: dict[str, Any] | None) -> str:
    """Return the word of a score of the scale, in the reader's language."""
    return pick_pair(label).plain if label else ""


def total(call: Call, weighted: list[tuple[int, int]]) -> Fraction:
    """Return the sum of weight × score ÷ highest score, exact, in points of 100, from (weight, score) pairs."""
    return Fraction(sum(weight * value for weight, value in weighted), values(call)[-1])
