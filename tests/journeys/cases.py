"""The calls to walk through: the sample one, and one that shares none of its keys, types, weights and instalments."""

import json
from copy import deepcopy
from typing import Any

from tests.files import CALL as FILE
from tests.journeys.way import Case, Team
from tests.world.programmes import SMALL

FOUNDERS = ("founder", "founder2", "founder3", "founder4")


def sample() -> Case:
    """The sample call, with four of its start-ups."""
    data = json.loads(FILE.read_text(encoding="utf-8"))
    found = {one["slug"]: one for one in data["startups"]}

    def team(founder: str, slug: str) -> Team:
        one = found[slug]
        return Team(
            founder, one["name"], deepcopy(one["answers"]), (one["name"], one["answers"]["lead_last_name"])
        )

    return Case(
        name="sample",
        data=data["call"],
        make_teams=lambda: [*map(team, FOUNDERS, ("su-01", "su-02", "su-04", "su-05"))],
        wrong={"registration_date": "2019-05-02"},
        reason="votre entreprise sera immatriculée depuis sept ans ou plus à la date de clôture",
        closing="vendredi 5 mars 2027 à 17 h 00, heure de Lomé (UTC+0)",
        corrected=("pitch", "Conseils d’irrigation vendus aux groupements de maraîchers."),
        marks=([4, 4, 4, 4, 4, 3, 4], [3, 3, 3, 3, 3, 3, 3], [2, 3, 2, 2, 3, 2, 2]),
        ranking=[
            "1 AC-2027-01-0001 Agblézéna 79 0 3",
            "2 AC-2027-01-0002 Guichéo 60 0 2",
            "– AC-2027-01-0003 Glacio-Lagune 47 0 2 Sous le seuil",
        ],
        refusal="Le dossier a obtenu 47 points sur 100 ; le règlement de l’appel en demande 60.",
        balances={
            "bank": -2_100_000,
            "grants_expense": 2_100_000,
            "grants_payable": 0,
            "income": -25_000,
            "provider": 25_000,
        },
        finds=("sector=agri", "zone=maritime-hors-grand-lome", "stage=mvp", "q=irrigation"),
        misses=("sector=sante", "zone=savanes", "stage=croissance", "q=taxi"),
        figures=(
            "3 candidatures envoyées",
            "1 start-up en incubation",
            "3 000 000 F CFA engagés",
            "2 100 000 F CFA versés",
        ),
    )


def other() -> Case:
    """A call of our own: other keys and types, other weights and scale, names shown to jurors, other instalments."""
    return Case(
        name="other",
        data=_other_data(),
        make_teams=lambda: [
            _workshop(*each)
            for each in zip(
                FOUNDERS,
                ("Atelier Kpalimé", "Atelier Bassar", "Atelier Aného", "Atelier Sokodé"),
                (6, 4, 3, 2),
                strict=True,
            )
        ],
        wrong={"headcount": 1},
        reason="D’après vos réponses, vous êtes moins de deux.",
        closing="vendredi 26 février 2027 à 12 h 00, heure de Lomé (UTC+0)",
        corrected=("idea", "Réparer les pompes à main des écoles."),
        marks=([8, 8], [6, 6], [3, 4]),
        ranking=[
            "1 AC-2027-02-0001 Atelier Kpalimé 80 0 3",
            "2 AC-2027-02-0002 Atelier Bassar 60 0 2",
            "– AC-2027-02-0003 Atelier Aného 33 0 2 Sous le seuil",
        ],
        refusal="Le dossier a obtenu 33 points sur 100 ; le règlement de l’appel en demande 50.",
        balances={
            "bank": -375_000,
            "grants_expense": 375_000,
            "grants_payable": 0,
            "income": -25_000,
            "provider": 25_000,
        },
        finds=("q=Kpalimé",),
        misses=("q=taxi", "zone=savanes"),
        figures=(
            "3 candidatures envoyées",
            "1 start-up en incubation",
            "500 000 F CFA engagés",
            "375 000 F CFA versés",
        ),
    )


def _workshop(founder: str, name: str, people: int) -> Team:
    answers = {
        "shop": name, "headcount": people, "idea": f"Réparer les pompes à main près de chez nous, à {people}.",
        "tools": ["fer", "tour"], "agreed": True, "floor": "42.5", "shop_mail": f"{founder}@atelier.example",
        "turnover": 120_000, "opened": "2024-05-01",
    }  # fmt: skip
    return Team(founder, name, answers)


def _other_data() -> dict[str, Any]:
    """The small call of the tests, with a second step of other types, three instalments and a file in the form."""
    data = deepcopy(SMALL)
    data["form"].append({"step": "b", "title_fr": "Le lieu", "title_en": "The place", "fields": PLACE})
    amounts = [(1, 40, 200_000), (2, 35, 175_000), (3, 25, 125_000)]
    data["grant"]["tranches"] = [
        {
            "number": number, "percent": percent, "amount": amount, "conditions": [condition],
            "label_fr": f"Versement {number}", "label_en": f"Payment {number}",
        }
        for (number, percent, amount), condition in zip(amounts, CONDITIONS, strict=True)
    ]  # fmt: skip
    return data


def _question(key: str, kind: str, fr: str, en: str, **more: Any) -> dict[str, Any]:
    shown = {
        "label_fr": fr,
        "label_en": en,
        "required": True,
        "data_class": "internal",
        "reviewer_visible": False,
    }
    return {"key": key, "type": kind, **shown, **more}


PLACE = [
    _question("floor", "decimal", "Surface, en mètres carrés", "Floor, in square metres", min=4, max=500),
    _question("turnover", "money", "Recettes de l’an dernier", "Revenue of last year", min=0),
    _question("opened", "date", "Ouvert depuis le", "Open since"),
    _question("shop_mail", "email", "Courriel de l’atelier", "E-mail of the workshop"),
    _question("front", "file", "Photo de la façade", "Photo of the front", formats=["jpg", "png"], max_mb=2),
]
CONDITIONS = (
    {"kind": "agreement_signed"},
    {"kind": "milestone_approved", "number": 1},
    {"kind": "report_accepted", "period": "final"},
)
