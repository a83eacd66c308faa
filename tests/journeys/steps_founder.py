"""What a founder does, from the eligibility check to the last tranche."""

import re

from tests.journeys.filling import fill_fields, paper
from tests.journeys.people import Person
from tests.journeys.way import Team, Way

CLOSED_TO_YOU = "D’après vos réponses, cet appel ne vous est pas ouvert."
OPEN_TO_YOU = "D’après vos réponses, cet appel vous est ouvert."


def checks_eligibility(way: Way, team: Team) -> None:
    """Without an account: told why not, at once; with the answer corrected, told to go on."""
    founder = way.founder(team)
    founder.open(way.call_path).follow("Vérifier si je peux candidater")
    fill_fields(founder, way.fields, {**team.answers, **way.case.wrong})
    founder.press("Voir la réponse").sees(CLOSED_TO_YOU, way.case.reason).shoot("2 check no")
    fill_fields(founder, way.fields, team.answers)
    founder.press("Vérifier de nouveau").sees(OPEN_TO_YOU).shoot("2 check yes")
    founder.follow("Commencer ma candidature").sees("Recevoir un code")


def starts(way: Way, team: Team) -> None:
    """Sign in by a code, and open a draft that already holds what was checked."""
    founder = way.founder(team)
    if "/login/" not in founder.page.url:
        founder.open(f"/portal/applications/start/{way.slug}/")
    founder.shoot("2 door").come_in()
    founder.sees("Commencer une candidature").press("Commencer la candidature")
    team.file = founder.page.url.split("/form/")[0]


def fills_steps(way: Way, team: Team) -> None:
    """Every step of the form, saved by its button; on a phone with scripts, each field when left too."""
    founder = way.founder(team)
    for number, step in enumerate(way.case.data["form"], 1):
        founder.sees(f"Étape {number} sur {len(way.case.data['form']) + 2}", step["title_fr"])
        fill_fields(founder, step["fields"], team.answers)
        if number == 1 and way.scripts:
            _is_saved_when_left(founder)
        founder.shoot(f"2 step {number}").press("Enregistrer et continuer")


def _is_saved_when_left(founder: Person) -> None:
    founder.page.keyboard.press("Tab")
    founder.sees("Enregistré à")
    typed = founder.page.locator("main form input[type=text]").first.input_value()
    founder.page.reload()
    assert founder.page.locator("main form input[type=text]").first.input_value() == typed != ""


def adds_documents(way: Way, team: Team) -> None:
    founder = way.founder(team)
    for document in way.documents_asked(team.answers):
        card = founder.page.locator(f"#{document['slug']}")
        card.locator("input[type=file]").set_input_files(paper(document["slug"], document["formats"]))
        founder.press("Ajouter", within=card)
        founder.page.locator(f"#{document['slug']} a[href*='/files/']").wait_for()
    founder.shoot("2 documents").follow("Continuer")


def sends(way: Way, team: Team) -> None:
    """Read again, send once; the receipt on the screen and by a letter."""
    founder = way.founder(team)
    founder.sees("Il ne manque rien. Relisez vos réponses, puis envoyez le dossier.").shoot("2 review")
    founder.press("Envoyer ma candidature")
    founder.sees("Votre candidature est bien reçue", "Photographiez cet écran").shoot("2 receipt")
    team.reference = re.search(rf"{way.reference}-\d+", founder.text())[0]


def applies(way: Way, team: Team) -> None:
    """The whole of it, for a team that makes no mistake."""
    starts(way, team)
    fills_steps(way, team)
    adds_documents(way, team)
    sends(way, team)


def sees_what_is_missing(way: Way, team: Team) -> None:
    """Pressing "send" too early says what is missing, each with its link; nothing is lost."""
    founder = way.founder(team)
    founder.open(f"{team.file}/review/").may_meet(409, 422).press("Envoyer ma candidature").may_meet()
    founder.sees("à compléter avant l’envoi").shoot("2 missing")
    founder.open(f"{team.file}/documents/")


def is_too_late(way: Way, team: Team) -> None:
    """After the closing instant the server refuses, and the draft stays readable."""
    founder = way.founder(team)
    founder.may_meet(409).press("Envoyer ma candidature")
    founder.sees(
        f"L’envoi s’est arrêté le {way.case.closing}. Votre brouillon est gardé et reste lisible."
    ).shoot("2 too late").may_meet()
    founder.open(f"{team.file}/review/").sees("Votre brouillon", team.name)
