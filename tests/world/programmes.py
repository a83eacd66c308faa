"""Calls for the tests of every slice.

The sample call, published or not, and a small one that shares none of its keys.
"""

import json
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from incubator.people.models import User
from incubator.programmes.call_file.loading import load_call
from incubator.programmes.models import Call
from incubator.programmes.preparation import approval
from tests.files import CALL
from tests.world.kept import kept

TEXT = CALL.read_text(encoding="utf-8")
SAMPLE = json.loads(TEXT)
BEFORE = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


def sample_data() -> dict[str, Any]:
    """A copy of the sample file, free to be changed."""
    return json.loads(TEXT)


def sample_startup(slug: str = "su-01") -> dict[str, Any]:
    """One of the twelve start-ups of the sample file, with its answers and what is expected of them."""
    return deepcopy(next(startup for startup in SAMPLE["startups"] if startup["slug"] == slug))


@kept
def load_sample_call(by: Any, *, at: datetime = BEFORE) -> Call:
    """The sample call, in preparation."""
    return load_call(sample_data(), by=by, at=at)


@kept
def published_call(officer: User, director: User, *, at: datetime = BEFORE) -> Call:
    """The sample call, published before it opens (18 January to 5 March 2027)."""
    return publish(load_sample_call(officer, at=at), officer, director, at=at)


def publish(call: Call, officer: User, director: User, *, at: datetime = BEFORE) -> Call:
    """Take a call from preparation to the public."""
    approval.propose(call, by=officer, at=at)
    approval.approve(call, by=director, at=at)
    return approval.publish(call, by=officer, at=at)


@kept
def small_call(officer: User, director: User | None = None, *, at: datetime = BEFORE) -> Call:
    """A second call with other keys, types, weights and instalments; published when a director is given."""
    call = load_call(deepcopy(SMALL), by=officer, at=at)
    return publish(call, officer, director, at=at) if director else call


SMALL: dict[str, Any] = {
    "slug": "petits-ateliers-2027",
    "reference": "AC-2027-02",
    "programme": {"slug": "ateliers", "name_fr": "Ateliers", "name_en": "Workshops"},
    "title_fr": "Appel « Petits ateliers »",
    "title_en": "“Small workshops” call",
    "summary_fr": "Trois places pour des ateliers de réparation.",
    "summary_en": "Three places for repair workshops.",
    "themes": [{"slug": "reparation", "fr": "Réparation", "en": "Repair"}],
    "sections": [
        {
            "slug": "offre",
            "heading_fr": "Ce que nous proposons",
            "heading_en": "What we offer",
            "body_fr": "Un atelier.",
            "body_en": "A workshop.",
        }
    ],
    "eligibility": [
        {
            "slug": "effectif",
            "kind": "blocking",
            "fr": "Au moins deux personnes.",
            "en": "At least two people.",
            "reason_fr": "D'après vos réponses, vous êtes moins de deux.",
            "reason_en": "From your answers, you are fewer than two.",
            "condition": {"field": "headcount", "op": ">=", "value": 2},
        },
    ],
    "criteria": {
        "scale": {"min": 0, "max": 10, "step": 1, "labels": []},
        "pass_mark_percent": 50,
        "items": [
            {"slug": "idee", "weight": 70, "fr": "Idée", "en": "Idea", "answers": ["idea"]},
            {
                "slug": "moyens",
                "weight": 30,
                "min_score": 3,
                "fr": "Moyens",
                "en": "Means",
                "answers": ["tools", "plan"],
            },
        ],
        "reviews_per_application": 1,
        "third_review_if_gap_over_points": 0,
        "blind": False,
        "tie_break": ["idee"],
    },
    "form": [
        {
            "step": "a",
            "title_fr": "L'atelier",
            "title_en": "The workshop",
            "fields": [
                {
                    "key": "shop",
                    "type": "text",
                    "label_fr": "Nom de l'atelier",
                    "label_en": "Name of the workshop",
                    "required": True,
                    "max_length": 60,
                    "data_class": "public",
                    "reviewer_visible": True,
                    "maps_to": "startup_name",
                },
                {
                    "key": "headcount",
                    "type": "integer",
                    "label_fr": "Combien êtes-vous ?",
                    "label_en": "How many are you?",
                    "required": True,
                    "min": 1,
                    "max": 50,
                    "data_class": "internal",
                    "reviewer_visible": True,
                    "maps_to": "founders_count",
                },
                {
                    "key": "idea",
                    "type": "textarea",
                    "label_fr": "Votre idée",
                    "label_en": "Your idea",
                    "required": True,
                    "max_words": 80,
                    "data_class": "internal",
                    "reviewer_visible": True,
                },
                {
                    "key": "tools",
                    "type": "multichoice",
                    "label_fr": "Vos outils",
                    "label_en": "Your tools",
                    "choices": [
                        {"code": "fer", "fr": "Fer à souder", "en": "Soldering iron"},
                        {"code": "tour", "fr": "Tour", "en": "Lathe"},
                    ],
                    "required": False,
                    "data_class": "internal",
                    "reviewer_visible": True,
                },
                {
                    "key": "health_note",
                    "type": "textarea",
                    "label_fr": "Un besoin particulier ?",
                    "label_en": "A particular need?",
                    "required": False,
                    "max_length": 300,
                    "data_class": "sensitive",
                    "reviewer_visible": False,
                },
                {
                    "key": "agreed",
                    "type": "consent",
                    "label_fr": "J'ai lu la notice",
                    "label_en": "I have read the notice",
                    "required": True,
                    "must_be_true": True,
                    "purpose": "instruction",
                    "data_class": "internal",
                    "reviewer_visible": False,
                },
            ],
        },
    ],
    "documents": [
        {
            "slug": "plan",
            "fr": "Plan de l'atelier",
            "en": "Plan of the workshop",
            "when": "application",
            "required": True,
            "formats": ["pdf", "jpg"],
            "max_mb": 1,
            "data_class": "internal",
            "reviewer_visible": True,
        },
    ],
    "calendar": [
        {"slug": "debut", "fr": "Ouverture", "en": "Opening", "start": "2027-01-11T08:00", "kind": "open"},
        {"slug": "terme", "fr": "Clôture", "en": "Closing", "start": "2027-02-26T12:00", "kind": "close"},
        {"slug": "annonce", "fr": "Résultats", "en": "Results", "start": "2027-03-12", "kind": "publish"},
        {"slug": "lancement", "fr": "Démarrage", "en": "Start", "start": "2027-04-05", "kind": "start"},
    ],
    "places": {"selected": 3, "waiting_list": 2, "shortlist": 0},
    "grant": {
        "currency": "XOF",
        "max_amount": 500000,
        "tranches": [
            {
                "number": 1,
                "percent": 50,
                "amount": 250000,
                "label_fr": "Convention signée",
                "label_en": "Agreement signed",
                "conditions": [{"kind": "agreement_signed"}],
            },
            {
                "number": 2,
                "percent": 50,
                "amount": 250000,
                "label_fr": "Jalon validé",
                "label_en": "Milestone approved",
                "conditions": [{"kind": "milestone_approved", "number": 1}],
            },
        ],
    },
    "milestone_template": [
        {
            "number": 1,
            "title_fr": "Atelier ouvert",
            "title_en": "Workshop open",
            "due_after_days": 60,
            "weight": 100,
            "evidence": [
                {
                    "key": "opening_photo",
                    "type": "file",
                    "label_fr": "Photo",
                    "label_en": "Photo",
                    "required": True,
                    "formats": ["jpg", "png"],
                    "max_mb": 2,
                }
            ],
        },
    ],
    "fees": {"application_fee_xof": 0},
    "contact": {"email": "ateliers@centre.example"},
    "retention": {"rejected_months": 6},
}
