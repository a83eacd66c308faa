"""A place is taken, the agreement accepted, the incubation started; evidence of milestones; reports."""

from collections.abc import Mapping
from typing import Any

from tests.journeys.filling import fill_fields
from tests.journeys.way import Team, Way

SENT = "Les preuves sont envoyées. Le centre les lit et répond ici et par message."


def plans_the_cohort(way: Way) -> None:
    officer = way.person("officer").open("/desk/cohorts/")
    officer.follow("Prévoir la cohorte").shoot("6 plan").press("Prévoir la cohorte")
    way.cohort = officer.page.url.rstrip("/").rsplit("/", 1)[-1]


def accepts_the_place(way: Way, team: Team) -> None:
    """The founder accepts the offer and the agreement on screen."""
    founder = way.founder(team).open(f"{team.file}/")
    founder.sees("Retenue, à confirmer avant le").shoot("6 offered").follow("Répondre à l’offre")
    founder.sees(f"Une place est offerte à « {team.name} ».").shoot("6 offer").press("Accepter la place")
    founder.sees("Votre place est confirmée. Lisez la convention pour continuer.")
    team.startup = founder.page.url.split("/portal/startups/")[1].split("/")[0]
    founder.tick("agree").shoot("6 agreement").press("Accepter la convention")
    founder.sees("La convention est acceptée. Le centre va démarrer l’incubation.")


def starts_the_incubation(way: Way, team: Team) -> None:
    officer = way.person("officer").open(f"/desk/cohorts/{way.cohort}/")
    officer.sees(team.name, "Acceptée à l’écran").shoot("6 cohort").press("Démarrer 1 incubation")
    officer.sees("1 incubation a démarré.")
    founder = way.founder(team).open(f"/portal/startups/{team.startup}/milestones/")
    for milestone in way.case.data["milestone_template"]:
        founder.sees(milestone["title_fr"])
    founder.shoot("6 milestones")


def sends_evidence(way: Way, team: Team, number: int) -> None:
    """The founder fills in the evidence of a milestone; asked too early, is told what misses; sends it."""
    founder = way.founder(team).open(f"/portal/startups/{team.startup}/milestones/{number}/")
    wanted = way.milestone(number)["evidence"]
    founder.may_meet(409, 422).press("Envoyer les preuves").may_meet()
    founder.shoot(f"8 milestone {number} incomplete")
    fill_fields(founder, wanted, answers_by_type(wanted))
    founder.press("Envoyer les preuves").sees(SENT).shoot(f"8 milestone {number} sent")


def approves_evidence(way: Way, team: Team, number: int) -> None:
    officer = way.person("officer").open("/desk/follow-up/milestones/")
    officer.follow(team.name).shoot(f"8 milestone {number} desk").press("Valider le jalon")
    officer.sees("Le jalon est validé")


def answers_by_type(fields: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Something true of each required field, by its type."""
    values = {
        "integer": 12, "money": 640_000, "boolean": True, "date": "2027-08-02",
        "text": "Un essai mené à bien.", "textarea": "Douze personnes entendues, dans deux communes.",
    }  # fmt: skip
    return {field["key"]: values.get(field["type"]) for field in fields if field.get("required")}
