"""Brings applications through screening, the jury and the decision, by the office's own acts."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from incubator.applications.blind import masking
from incubator.applications.casework import screening
from incubator.applications.decisions import decision, publishing
from incubator.applications.models import Application
from incubator.applications.states import DecisionResult, State
from incubator.people.models import User
from incubator.programmes.models import Call
from incubator.reviews import assignment, links, rounds, scoring
from incubator.reviews.models import Assignment, Round

SCREENED = datetime(2027, 3, 8, 10, 0, tzinfo=UTC)
JURY_OPENS = datetime(2027, 3, 22, 8, 0, tzinfo=UTC)
SCORED = datetime(2027, 3, 25, 10, 0, tzinfo=UTC)
JURY_CLOSES = datetime(2027, 4, 9, 17, 0, tzinfo=UTC)
DECIDED = datetime(2027, 4, 30, 10, 0, tzinfo=UTC)
PUBLISHED = datetime(2027, 5, 4, 10, 0, tzinfo=UTC)
REASON = "Le besoin n’est pas étayé."


def eligible(application: Application, officer: User, *, at: datetime = SCREENED) -> Application:
    """A sent file that the office found eligible."""
    return screening.confirm(application, eligible=True, by=officer, at=at)


def in_review(application: Application, officer: User, *, at: datetime = SCREENED) -> Application:
    """A sent file with the jury."""
    if application.state == State.SUBMITTED:
        eligible(application, officer, at=at)
    return screening.send_to_review(application, by=officer, at=at)


def open_round(call: Call, officer: User, *, at: datetime = SCREENED) -> Round:
    """A round from 22 March to 9 April 2027."""
    return rounds.open_round(call, opens_at=JURY_OPENS, closes_at=JURY_CLOSES, by=officer, at=at)


def given(
    round: Round, application: Application, juror: User, officer: User, *, at: datetime = SCREENED
) -> Assignment:
    """A file in a juror's hands, the juror's links declared (none)."""
    hand = assignment.assign(round, application, juror, by=officer, at=at)
    links.declare_all(round, juror, [], by=juror, at=at)
    return hand


def score(hand: Assignment, values: Mapping[str, int] | int = 3, *, at: datetime = SCORED) -> Assignment:
    """The juror's confirmed scores: one value for all criteria, or one each by slug."""
    scores = {
        criterion: (values if isinstance(values, int) else values[criterion.slug], "Vu dans le dossier.")
        for criterion in hand.round.call.criteria.all()
    }
    scoring.save(hand, scores, by=hand.juror, at=at)
    return scoring.submit(hand, by=hand.juror, at=at)


def scored(
    call: Call,
    applications: Sequence[Application],
    jurors: Sequence[User],
    officer: User,
    *,
    values: Mapping[int, Mapping[str, int] | int] | int = 3,
) -> Round:
    """A round in which every juror scored every file; `values` may differ by the key of the application."""
    round_ = open_round(call, officer)
    for application in applications:
        if application.state == State.SUBMITTED:
            eligible(application, officer)
        wanted = values if isinstance(values, int) else values[application.pk]
        for juror in jurors:
            score(given(round_, application, juror, officer), wanted)
    for application in applications:
        application.refresh_from_db()
    return round_


def decided(
    application: Application, officer: User, result: str = DecisionResult.OFFER, *, rank: int | None = None
) -> Application:
    """A file with a pending decision."""
    if application.state in (State.SUBMITTED, State.ELIGIBLE):
        in_review(application, officer)
    decision.decide(application, result, reasons_fr=REASON, rank=rank, by=officer, at=DECIDED)
    return application


def published(call: Call, director: User, *, at: datetime = PUBLISHED) -> int:
    """The results of the call, published."""
    return publishing.publish_all(call, by=director, at=at)


def offered(
    application: Application, officer: User, director: User, *, at: datetime = PUBLISHED
) -> Application:
    """A file with a published offer; the call's other files that wait for a decision are declined."""
    decided(application, officer)
    for other in publishing.undecided(application.call):
        decided(other, officer, DecisionResult.DECLINE)
    published(application.call, director, at=at)
    application.refresh_from_db()
    return application


def cleared(application: Application, officer: User, *, at: datetime = SCREENED) -> Application:
    """A file whose documents and links are all cleared for a blind jury, and its names masked."""
    masking.clear_everything(application, by=officer, at=at)
    return application
