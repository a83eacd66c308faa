"""The calls to walk through: the sample one, and one that shares none of its keys."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from tests.journeys.way import Case, Team

FILE = Path(__file__).resolve().parents[1] / "data" / "call_communes.json"


def sample() -> Case:
    """The sample call, with four of its start-ups: a place, the waiting list, a refusal, one who comes too late."""
    data = json.loads(FILE.read_text(encoding="utf-8"))
    found = {one["slug"]: one for one in data["startups"]}

    def team(founder: str, slug: str, **changed: Any) -> Team:
        return Team(founder, found[slug]["name"], {**deepcopy(found[slug]["answers"]), **changed})

    return Case(
        name="sample",
        data=data["call"],
        teams=(
            team("founder", "su-01"),
            team("founder2", "su-02"),
            team("founder3", "su-04"),
            team("founder4", "su-05"),
        ),
        wrong={"registration_date": "2019-05-02"},
        reason="votre entreprise sera immatriculée depuis sept ans ou plus à la date de clôture",
        too_late="L’envoi s’est arrêté le vendredi 5 mars 2027 à 17 h 00, heure de Lomé (UTC+0). Votre brouillon est gardé et reste lisible.",
    )
