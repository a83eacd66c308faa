"""The sample call, published, two files that were sent, and one in a juror's hands."""

import pytest

from incubator.applications.filling import drafting
from incubator.applications.submission import sending
from incubator.core import clock
from tests.world import reviews as world
from tests.world.applications import add_documents, draft, pdf, sample_answers, submitted
from tests.world.programmes import published_call

CANARY = "Zarnikou"
HIDDEN = {
    "lead_last_name": CANARY,
    "lead_first_names": f"{CANARY} Anne",
    "lead_phone": "+228 91 23 45 67",
    "lead_email": "zarnikou@exemple.example",
    "lead_accommodation": f"Un fauteuil pour {CANARY}",
    "project_name": f"{CANARY} Santé",
    "rccm": f"TG-{CANARY}-2026",
    "nif": "7777777777",
    "known_links": f"La tante de {CANARY}",
}


@pytest.fixture
def call(centre, officer, director):
    return published_call(officer, director)


@pytest.fixture
def first(call, founder):
    return submitted(call, founder, "su-01")


@pytest.fixture
def second(call, founder2):
    return submitted(call, founder2, "su-05")


@pytest.fixture
def now(monkeypatch):
    """The jury reads on 25 March 2027."""
    monkeypatch.setattr(clock, "now", lambda: world.SCORED)


@pytest.fixture
def secret(call, founder):
    """A file with a canary in everything that a juror must not read."""
    founder.full_name = f"{CANARY} Anne"
    founder.save()
    application = draft(call, founder, {**sample_answers("su-03"), **HIDDEN})
    add_documents(application, founder)
    drafting.attach(
        application, "presentation", [pdf(f"{CANARY}.pdf")], by=founder, at=application.created_at
    )
    return sending.submit(application, by=founder, at=world.SCREENED.replace(month=2, day=20))


@pytest.fixture
def hand(call, secret, juror, officer):
    world.cleared(world.eligible(secret, officer), officer)
    return world.given(world.open_round(call, officer), secret, juror, officer)


def address(hand, tail=""):
    return f"/portal/jury/{hand.round.public_id}/files/{hand.number}/{tail}"


def scores(value=3, **more):
    slugs = ["besoin", "innovation", "equipe", "modele", "impact", "donnees", "plan"]
    return {f"score-{s}": value for s in slugs} | {f"comment-{s}": "Vu." for s in slugs} | more
