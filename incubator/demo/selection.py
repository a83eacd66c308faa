"""An earlier call from its applications to its published decisions, in steps; a step that was made is not made again."""

from datetime import date, datetime, timedelta
from typing import Any

from incubator.applications.blind import masking
from incubator.applications.casework import screening
from incubator.applications.decisions import publishing
from incubator.applications.filling import drafting
from incubator.applications.models import Application
from incubator.applications.states import State
from incubator.applications.submission import sending
from incubator.demo import filing
from incubator.demo.cast import generated
from incubator.demo.names import PITCHES
from incubator.demo.stage import Draw, Stage
from incubator.people.models import User
from incubator.programmes.models import Call
from incubator.reviews import assignment, committee, links, rounds, scoring
from incubator.reviews.models import Assignment, Round
from incubator.reviews.states import AssignmentState

APPLICANTS, WAITING = 29, 2
COMMENT = "Dossier lu en entier ; le besoin et l’équipe sont décrits avec précision."


def apply(stage: Stage, call: Call, *, first: int, known: User | None = None) -> None:
    """Send the applications to a call during its window, numbered from `first`; `known` leads the first one."""
    made = Application.objects.filter(call=call).count()
    for place in range(made, APPLICANTS):
        with stage.step("application", first + place):
            _one(call, stage.draw, first + place, lead=known if place == 0 else None)


def _one(call: Call, draw: Draw, number: int, *, lead: User | None) -> Application:
    at = call.opens_at + (call.closes_at - call.opens_at) * draw.random.uniform(0.05, 0.9)
    facts = _facts(call, draw, number)
    lead = lead or generated(number, f"{facts['lead_first_names']} {facts['lead_last_name']}", at)
    raw = filing.answers_around(draw.random.choice(draw.samples), call.form_version.form, facts)
    application = drafting.start(call, by=lead, at=at, answers=raw)
    filing.add_documents(application, by=lead, at=at + timedelta(minutes=50))
    return sending.submit(application, by=lead, at=at + timedelta(hours=1))


def _facts(call: Call, draw: Draw, number: int) -> dict[str, Any]:
    gender = "F" if draw.random.random() < 0.48 else "M"
    sector = draw.random.choice(list(PITCHES))
    return filing.facts_of(
        name=draw.names.startup(number),
        pitch=PITCHES[sector][0],
        person=draw.names.person(gender, draw.random),
        gender=gender,
        number=number,
        commune=draw.communes[(number * 37) % len(draw.communes)],
        sector=sector,
        born=date(call.opens_at.year - draw.random.randint(20, 44), draw.random.randint(1, 12), 12),
        draw=draw.random,
        year=call.opens_at.year - draw.random.randint(1, 4),
    )


def select(stage: Stage, call: Call, *, known: User | None = None) -> None:
    """Screen, score, decide and publish.

    The file that `known` leads gets the best scores: the known founder is in incubation whatever is drawn.
    """
    staff, screened = stage.cast["staff"], call.closes_at + timedelta(days=7)
    opens, closes = screened + timedelta(days=7), screened + timedelta(days=25)
    for application in Application.objects.filter(call=call, state=State.SUBMITTED).order_by("pk"):
        with stage.step("screening", application.reference):
            screening.confirm(application, eligible=True, by=staff, at=screened)
            masking.clear_everything(application, by=staff, at=screened)
    if not Round.objects.filter(call=call).exists():
        with stage.step("round", call.reference):
            _open_round(stage, call, opens=opens, closes=closes, at=screened)
    round = Round.objects.get(call=call)
    led = set(Application.objects.of(known).values_list("pk", flat=True)) if known else set()
    unread = Assignment.objects.filter(round=round, state=AssignmentState.ASSIGNED)
    for hand in unread.select_related("juror", "application", "round__call").order_by("pk"):
        with stage.step("review", hand.application.reference, hand.juror.full_name):
            lowest = 5 if hand.application_id in led else 2
            _score(hand, stage.draw, lowest, at=opens + timedelta(days=stage.draw.random.randint(1, 12)))
    call.refresh_from_db()
    if call.decisions_published_at is None:
        decided = closes + timedelta(days=20)
        with stage.step("decisions", call.reference):
            committee.apply_ranking(round, waiting=WAITING, by=staff, at=decided)
            publishing.publish_all(call, by=stage.cast["director"], at=decided + timedelta(days=4))
            call.refresh_from_db()


def _open_round(stage: Stage, call: Call, *, opens: datetime, closes: datetime, at: datetime) -> None:
    """Open the round: two of the three jurors read each file."""
    jurors, staff = [stage.cast[f"juror{place}"] for place in (1, 2, 3)], stage.cast["staff"]
    round = rounds.open_round(call, opens_at=opens, closes_at=closes, by=staff, at=at)
    for place, application in enumerate(Application.objects.filter(call=call).order_by("pk")):
        for juror in (jurors[place % len(jurors)], jurors[(place + 1) % len(jurors)]):
            assignment.assign(round, application, juror, by=staff, at=at)
    for juror in jurors:
        links.declare_all(round, juror, [], by=juror, at=opens)


def _score(hand: Assignment, draw: Draw, lowest: int, *, at: datetime) -> None:
    scores = {
        criterion: (max(lowest, draw.random.choices((2, 3, 4, 5), (1, 4, 5, 2))[0]), COMMENT)
        for criterion in hand.round.call.criteria.all()
    }
    scoring.save(hand, scores, by=hand.juror, at=at)
    scoring.submit(hand, by=hand.juror, at=at)
