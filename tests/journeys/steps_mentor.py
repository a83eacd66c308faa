"""A mentor is invited, signs the charter, meets the team and writes what was said."""

from tests.journeys.way import Team, Way

SUMMARY = "Nous avons choisi dix groupements à appeler. Le prix est accepté."
NOTE = "Tensions dans l’équipe, à suivre de près."


def joins(way: Way) -> None:
    officer = way.person("officer").open("/desk/mentoring/mentors/")
    officer.fill("email", "mentor@journey.test").fill("full_name", "Mawuli Mentor").press("Inviter")
    officer.press("Valider le mentor").sees("C’est fait pour Mawuli Mentor.").shoot("7 mentors")
    mentor = way.outsider("mentor")
    mentor.sign_in().sees("D’abord, la charte").follow("Lire et signer la charte")
    mentor.shoot("7 charter").tick("agreed").press("Signer la charte")
    mentor.sees("Charte signée. Bienvenue parmi les mentors.")


def is_matched(way: Way, team: Team) -> None:
    officer = way.person("officer").open(f"/desk/mentoring/?startup={team.startup}")
    officer.sees("Mawuli Mentor", "parle la langue de l’équipe").shoot("7 proposal")
    officer.fill("goals", "Trouver les dix premiers clients.").press("Proposer").press("Confirmer")
    officer.sees("Binôme confirmé.")


def logs_a_session(way: Way, team: Team) -> None:
    """One short form: date, minutes, mode, topics, summary, an action, and a note only the centre reads."""
    mentor = way.outsider("mentor").open("/portal/")
    mentor.shoot("7 home").follow("Écrire un compte rendu")
    mentor.tick("minutes", "60").tick("mode", "whatsapp").tick("topics", "sales").fill("summary", SUMMARY)
    mentor.unfold("Nouvelles actions").fill("new-0-what", "Appeler dix groupements")
    mentor.fill("new-0-due_on", way.stack.now().date().replace(day=28))
    mentor.unfold("Note au centre").tick("colour", "amber").fill("note", NOTE)
    mentor.shoot("7 log").press("Enregistrer")
    mentor.sees("Enregistré. L’équipe reçoit le résumé et les actions.", SUMMARY, NOTE).shoot("7 logged")


def the_team_reads(way: Way, team: Team) -> None:
    """Summary and actions, never the note: neither on the page nor in the letter nor in the database as text."""
    founder = way.founder(team).open(f"/portal/startups/{team.startup}/mentoring/")
    founder.sees(SUMMARY, "Appeler dix groupements").sees_not(NOTE, "à surveiller").shoot("7 founder")
    letter = way.stack.mail.letter(founder.address, "résumé et actions")
    assert NOTE not in letter
    assert NOTE not in founder.page.content()
    sealed = way.stack.rows("SELECT note_sealed FROM mentorship_session")
    assert sealed
    assert all(NOTE not in row[0] for row in sealed)
    founder.press("Fait")
    officer = way.person("officer").open("/desk/mentoring/sessions/")
    officer.page.locator("main tbody a").first.click()
    officer.sees(NOTE).shoot("7 desk")
