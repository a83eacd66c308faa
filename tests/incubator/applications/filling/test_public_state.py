from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from incubator.applications.filling.public_state import describe
from incubator.applications.states import State

N = "\u00a0"
AT = datetime(2027, 3, 10, 10, 0, tzinfo=UTC)
CLOSES = datetime(2027, 3, 5, 17, 0, tzinfo=UTC)


def entry(kind, title, first, last=None):
    day = lambda text: datetime.fromisoformat(f"2027-{text}T00:00+00:00")  # noqa: E731
    return SimpleNamespace(kind=kind, title=title, starts_at=day(first), ends_at=day(last) if last else None)


CALENDAR = [
    entry("phase", "Vérification", "03-08", "03-19"),
    entry("phase", "Évaluation", "03-22", "04-09"),
    entry("publish", "Présélection", "04-16"),
    entry("phase", "Entretiens", "04-19", "04-23"),
    entry("publish", "Résultats", "05-04"),
]
CALL = SimpleNamespace(
    closes_at=CLOSES, is_open=lambda at: at < CLOSES, closing=lambda at: CLOSES, next_opening=lambda at: None
)
RECEIVED = (
    "submitted",
    "Reçue, examen jusqu’au vendredi 16 avril 2027.",
    f"Étape en cours{N}: Vérification, jusqu’au 19 mars 2027.",
    "au centre",
)


def decision(result, **more):
    return (
        SimpleNamespace(
            result=result, rank=None, answer_by=None, published_at=datetime(2027, 4, 16, 9, tzinfo=UTC)
        )
        if not more
        else SimpleNamespace(
            **{
                "result": result,
                "rank": None,
                "answer_by": None,
                "published_at": datetime(2027, 4, 16, 9, tzinfo=UTC),
            }
            | more
        )
    )


def read(state, at=AT, published=None, correction=None):
    found = describe(state, CALL, at=at, calendar=CALENDAR, published=published, correction=correction)
    return found.code, found.sentence, found.next, found.holder


@pytest.mark.parametrize(
    "state",
    [
        "submitted",
        "eligible",
        "in_review",
        "ineligible",
        "shortlisted",
        "offered",
        "waiting_list",
        "declined",
    ],
)
def test_nothing_of_the_office_is_said_before_its_publication(state):
    assert read(state) == RECEIVED


def test_a_draft_before_and_after_closing():
    assert read("draft", CLOSES - timedelta(days=3)) == (
        "draft",
        f"Brouillon, à envoyer avant le vendredi 5 mars 2027 à 17{N}h{N}00, heure de Lomé (UTC+0).",
        f"Il vous reste 3{N}jours.",
        "chez vous",
    )
    assert read("draft", CLOSES) == (
        "draft",
        f"Brouillon non envoyé. L’appel s’est clos le vendredi 5 mars 2027 à 17{N}h{N}00, heure de Lomé (UTC+0).",
        "Votre brouillon reste lisible et peut être imprimé.",
        "",
    )


def test_returned():
    correction = SimpleNamespace(due_at=AT + timedelta(days=2))

    assert read("returned", correction=correction) == (
        "returned",
        f"À compléter avant le vendredi 12 mars 2027 à 10{N}h{N}00, heure de Lomé (UTC+0).",
        f"Il vous reste 2{N}jours.",
        "chez vous",
    )


@pytest.mark.parametrize(
    ("state", "published", "code", "sentence"),
    [
        ("ineligible", {"eligibility": decision("ineligible")}, "ineligible", "Non recevable. Les raisons sont dans la lettre."),
        ("shortlisted", {"shortlist": decision("shortlisted")}, "shortlisted", "Présélectionnée, entretien entre le 19 avril 2027 et le 23 avril 2027."),
        ("offered", {"shortlist": decision("shortlisted")}, "shortlisted", "Présélectionnée, entretien entre le 19 avril 2027 et le 23 avril 2027."),
        ("offered", {"outcome": decision("offer", answer_by=CLOSES)}, "offered", f"Retenue, à confirmer avant le vendredi 5 mars 2027 à 17{N}h{N}00, heure de Lomé (UTC+0)."),
        ("waiting_list", {"outcome": decision("waiting_list", rank=3)}, "waiting_list", "Liste d’attente, rang 3."),
        ("declined", {"outcome": decision("decline")}, "declined", "Non retenue. Les raisons et la voie de recours sont dans la lettre."),
        ("accepted", {}, "accepted", "Place acceptée."),
        ("refused", {}, "refused", "Offre déclinée."),
        ("withdrawn", {}, "withdrawn", "Retirée."),
    ],
)  # fmt: skip
def test_what_is_published_is_said(state, published, code, sentence):
    assert read(state, published=published)[:2] == (code, sentence)


def test_every_state_has_its_words():
    for state in State.values:
        published = {
            "outcome": decision("offer"),
            "shortlist": decision("shortlisted"),
            "eligibility": decision("ineligible"),
        }
        assert describe(state, CALL, at=AT, calendar=CALENDAR, published=published).sentence
