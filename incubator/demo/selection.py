"""An earlier call from its applications to its published decisions."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from incubator.applications.blind import masking
from incubator.applications.casework import screening
from incubator.applications.decisions import publishing
from incubator.applications.filling import drafting
from incubator.applications.models import Application
from incubator.applications.submission import sending
from incubator.demo import filing
from incubator.demo.cast import generated
from incubator.demo.names import PITCHES, Names
from incubator.people.models import User
from incubator.programmes.models import Call
from incubator.reviews import assignment, committee, links, rounds, scoring
from incubator.reviews.models import Assignment
from incubator.territory.models import Commune

APPLICANTS, WAITING = 29, 2
COMMENT = "Dossier lu en entier ; le besoin et l’équipe sont décrits avec précision."


@dataclass
class Draw:
    """What the whole history draws from: names, chance, communes, samples, and a running number."""

    names: Names
    random: Random
    communes: list[str]
    samples: list[dict[str, Any]]
    number: int = 0

    @classmethod
    def seeded(cls, seed: int, samples: list[dict[str, Any]]) -> "Draw":
        names = Names(seed)
        communes = list(Commune.objects.order_by("slug").values_list("slug", flat=True))
        return cls(names, names.random, communes, samples)


def apply(call: Call, draw: Draw, *, known: User | None = None, count: int = APPLICANTS) -> list[Application]:
    """Send `count` applications to a call during its window; `known` leads the first one."""
    return [_one(call, draw, lead=known if place == 0 else None) for place in range(count)]


def _one(call: Call, draw: Draw, *, lead: User | None) -> Application:
    draw.number += 1
    gender = "F" if draw.random.random() < 0.48 else "M"
    person = draw.names.person(gender)
    at = call.opens_at + (call.closes_at - call.opens_at) * draw.random.uniform(0.05, 0.9)
    lead = lead or generated(draw.number, " ".join(person), at)
    sector = draw.random.choice(list(PITCHES))
    facts = filing.facts_of(
        name=draw.names.startup(),
        pitch=PITCHES[sector][0],
        person=person,
        gender=gender,
        number=draw.number,
        commune=draw.communes[(draw.number * 37) % len(draw.communes)],
        sector=sector,
        born=date(call.opens_at.year - draw.random.randint(20, 44), draw.random.randint(1, 12), 12),
        draw=draw.random,
        year=call.opens_at.year - draw.random.randint(1, 4),
    )
    raw = filing.answers_around(draw.random.choice(draw.samples), call.form_version.form, facts)
    application = drafting.start(call, by=lead, at=at, answers=raw)
    filing.add_documents(application, by=lead, at=at + timedelta(minutes=50))
    return sending.submit(application, by=lead, at=at + timedelta(hours=1))


def select(
    call: Call,
    applications: list[Application],
    jurors: list[User],
    draw: Draw,
    *,
    staff: User,
    director: User,
    known: User | None = None,
) -> list[Application]:
    """Screen, score, decide and publish; return the applications that were offered a place.

    The file that `known` leads gets the best scores: the known founder is in incubation whatever is drawn.
    """
    screened = call.closes_at + timedelta(days=7)
    for application in applications:
        screening.confirm(application, eligible=True, by=staff, at=screened)
        masking.clear_everything(application, by=staff, at=screened)
    opens, closes = screened + timedelta(days=7), screened + timedelta(days=25)
    round = rounds.open_round(call, opens_at=opens, closes_at=closes, by=staff, at=screened)
    for place, application in enumerate(applications):
        for juror in (jurors[place % len(jurors)], jurors[(place + 1) % len(jurors)]):
            assignment.assign(round, application, juror, by=staff, at=screened)
    for juror in jurors:
        links.declare_all(round, juror, [], by=juror, at=opens)
    led = set(Application.objects.of(known).values_list("pk", flat=True)) if known else set()
    for hand in Assignment.objects.filter(round=round).select_related("juror", "application", "round__call"):
        lowest = 5 if hand.application_id in led else 2
        _score(hand, draw, lowest, at=opens + timedelta(days=draw.random.randint(1, 12)))
    decided = closes + timedelta(days=20)
    committee.apply_ranking(round, waiting=WAITING, by=staff, at=decided)
    publishing.publish_all(call, by=director, at=decided + timedelta(days=4))
    return list(Application.objects.filter(call=call, state="offered").order_by("reference"))


def _score(hand: Assignment, draw: Draw, lowest: int, *, at: datetime) -> None:
    scores = {
        criterion: (max(lowest, draw.random.choices((2, 3, 4, 5), (1, 4, 5, 2))[0]), COMMENT)
        for criterion in hand.round.call.criteria.all()
    }
    scoring.save(hand, scores, by=hand.juror, at=at)
    scoring.submit(hand, by=hand.juror, at=at)
