"""What the centre does with a call: opened, published, screened, judged, decided."""

import re
from datetime import timedelta

from tests.journeys.people import Person
from tests.journeys.way import Team, Way

STAFF = {
    "officer": ("officer", "Akouvi Programme"),
    "director": ("director", "Komlan Direction"),
    "finance": ("finance", "Afi Finance"),
    "approver": ("approver", "Yao Signature"),
    "juror1": ("juror", "Essi Jury"),
    "juror2": ("juror", "Kodjo Jury"),
    "juror3": ("juror", "Adjo Jury"),
}


def opens_the_centre(way: Way) -> None:
    """The machine's administrator opens the centre; the first person comes in by a code and invites the others."""
    way.stack.manage(
        "open_centre", "--name", "Centre d’innovation", "--name-en", "Innovation centre",
        "--phone", "+22890000000", "--email", "bonjour@centre.example", "--admin", "admin@journey.test",
    )  # fmt: skip
    admin = comes_to_work(way, "admin")
    for name, (role, full_name) in STAFF.items():
        admin.open("/desk/people/invite/")
        admin.fill("contact", f"{name}@journey.test").fill("full_name", full_name).choose("role", role)
        admin.press("Envoyer l’invitation").sees(f"Invitation envoyée à {name}@journey.test.")
    admin.shoot("0 invited")


def comes_to_work(way: Way, name: str) -> Person:
    """The first time of somebody of the centre: a code, then the second factor that the role demands."""
    person = way.person(name)
    person.sign_in().shoot("0 second factor")
    return person.set_up_factor().press("Je les ai imprimés ou recopiés")


def publishes_the_call(way: Way) -> None:
    """Loaded from its file, checked, previewed, sent to the director, approved, live in both languages."""
    file = way.stack.room / "call.json"
    file.write_text(way.case.text, encoding="utf-8")
    way.stack.manage("load_call", str(file))
    officer, director = comes_to_work(way, "officer"), comes_to_work(way, "director")
    officer.open("/desk/calls/").follow(way.reference)
    officer.sees("En préparation : toutes les cartes sont complètes.").shoot("1 checklist")
    officer.follow("Voir le formulaire tel qu’il se remplit").sees(way.fields[0]["label_fr"]).shoot(
        "1 preview"
    )
    _reads_the_form_in_the_cms(way, officer)
    officer.open(way.desk).press("Envoyer à la direction").sees("L’appel est envoyé à la direction.")
    director.open("/desk/decide/").follow("1 appel à approuver")
    director.follow(way.reference).follow("Lire et décider").shoot("1 approve").press("Approuver")
    director.sees("L’appel est approuvé.")
    officer.open(way.desk).press("Publier l’appel").sees("L’appel est publié : sa page est en ligne.")


def _reads_the_form_in_the_cms(way: Way, officer: Person) -> None:
    officer.open(way.desk).follow("Ouvrir le formulaire dans le CMS")
    steps = officer.page.locator(".form-parts").inner_text()
    questions = sum(int(number) for number in re.findall(r"(\d+) question", steps))
    assert questions >= len(way.fields), f"{questions} questions in the editor for {len(way.fields)}"
    officer.shoot("1 cms form")


def is_shown_to_visitors(way: Way) -> None:
    """Nothing before the opening; then the home lists the call with its closing instant, in both languages."""
    visitor = way.outsider("visitor")
    visitor.open("/").sees("Bientôt ouvert", way.reference).shoot("1 home planned")
    way.stack.go_to(way.day("open") + timedelta(days=3))
    visitor.fresh("/").sees("Appel ouvert", way.case.closing).shoot("1 home open")
    visitor.fresh("/en/").sees("Open call", way.case.data["title_en"]).shoot("1 home english")
    assert visitor.page.locator("html").get_attribute("lang") == "en"
    visitor.fresh(f"/en/calls/{way.slug}/").sees(way.case.data["summary_en"]).shoot("1 call english")
    visitor.fresh(way.call_path).sees(way.case.closing, way.case.data["summary_fr"]).shoot("1 call")


def returns_for_correction(way: Way, team: Team) -> None:
    """A dated list of corrections; the founder corrects only these, sends again; staff see what changed."""
    officer, founder = way.person("officer"), way.founder(team)
    officer.open(f"{way.call_desk}/applications/").sees("Remplit les règles").shoot("3 list")
    officer.follow(team.reference).shoot("3 file").follow("Renvoyer pour correction")
    officer.tick("key", way.case.corrected[0]).fill(
        f"reason-{way.case.corrected[0]}", "Dites à qui, en une phrase."
    )
    officer.shoot("3 return").press("Renvoyer pour correction")
    officer.sees("Retourné pour correction ; la lettre part maintenant.")
    way.stack.mail.letter(founder.address, "À compléter")
    founder.open("/portal/").sees("Complétez votre candidature").shoot("3 founder home")
    founder.open(f"{team.file}/").follow("Voir ce qui est à compléter").sees("Dites à qui, en une phrase.")
    founder.fill(*way.case.corrected).shoot("3 corrections").press("Envoyer mes corrections")
    founder.sees("Vos corrections sont bien reçues")
    officer.open(f"{way.call_desk}/applications/").follow(team.reference)
    officer.sees("Ce qui a changé depuis le dernier envoi").shoot("3 changes").press("Confirmer : recevable")
    officer.sees("Recevabilité confirmée.")


def confirms_the_others(way: Way) -> None:
    """Several at once: first who is concerned, then the move; then all to the jury."""
    officer = way.person("officer")
    for view, act in (("todo", "Confirmer : recevable"), ("eligible", "Envoyer au jury")):
        officer.open(f"{way.call_desk}/applications/?view={view}")
        for box in officer.page.locator("main input[type=checkbox][name=ref]").all():
            box.check()
        officer.press(act).sees("Aucune lettre ne part").shoot(f"3 bulk {view}").press(act)


def gives_the_files(way: Way) -> None:
    """A round with its dates, and each file to each of the three jurors."""
    officer = way.person("officer").open(f"{way.call_desk}/jury/")
    officer.fill("opens_on", way.jury_opens.date()).fill("closes_on", way.jury_closes.date())
    officer.press("Ouvrir une phase").sees("Confier des dossiers")
    for box in officer.page.locator("main input[type=checkbox][name=jurors]").all():
        box.check()
    officer.fill("per_file", 3).press("Proposer").sees("Répartition proposée").shoot("4 proposal")
    officer.press("Confier les dossiers cochés").sees("Dossiers confiés : 9.")
    for name in ("juror1", "juror2", "juror3"):
        assert "3 dossiers" in way.stack.mail.letter(f"{name}@journey.test", "Des dossiers à lire")


def reads_the_ranking(way: Way) -> None:
    officer = way.person("officer").open(f"{way.call_desk}/jury/")
    officer.shoot("4 ranking")
    rows = officer.page.locator("main table").last.locator("tbody tr").all_inner_texts()
    found = [" ".join(row.split()) for row in rows]
    assert found == way.case.ranking, found


def writes_the_decisions(way: Way) -> None:
    """Offers, waiting list and refusals stay pending, with reasons; nobody outside reads them."""
    officer = way.person("officer").open(f"{way.call_desk}/decisions/")
    officer.fill("offers", 1).fill("waiting", 1).press("Appliquer le classement")
    officer.sees("3 décisions écrites, à ajuster.", way.case.refusal, "3 lettres partent aussitôt.").shoot(
        "5 pending"
    )
    founder = way.founder(way.teams[0]).open(f"{way.teams[0].file}/")
    founder.sees("Reçue, examen jusqu’au").sees_not("Retenue")
    officer.sees("Seule la direction publie les décisions.")


def publishes_the_decisions(way: Way) -> None:
    """One act publishes all; each letter leaves once."""
    director = way.person("director").open("/desk/decide/").shoot("5 to decide")
    director.open(f"{way.call_desk}/decisions/").follow("Publier toutes les décisions")
    director.shoot("5 publish").press("Publier toutes les décisions")
    director.sees("6 décisions publiées.", "Les résultats sont publiés.").shoot("5 published")


def every_result_is_read(way: Way) -> None:
    offered, waiting, refused = way.teams[:3]
    way.stack.mail.letter(f"{offered.founder}@journey.test", f"« {offered.name} » est retenu")
    way.stack.mail.letter(f"{waiting.founder}@journey.test", f"le résultat pour « {waiting.name} »")
    told = way.stack.mail.letter(f"{refused.founder}@journey.test", f"le résultat pour « {refused.name} »")
    assert way.case.refusal in told, told
    way.founder(waiting).open("/portal/applications/").sees("Liste d’attente, rang 1.").shoot("5 waiting")
    way.founder(refused).open("/portal/applications/").sees("Non retenue.").shoot("5 refused")
