"""The calls to walk through: the sample one, and one that shares none of its keys, types, weights and instalments."""

import json
from copy import deepcopy
from pathlib import Path

from tests.journeys.way import Case, Team

FILE = Path(__file__).resolve().parents[1] / "data" / "call_communes.json"
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
        tranches=2,
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
