"""The jury: links declared first, then files read blind and scored criterion by criterion."""

from tests.journeys.way import Team, Way

CLOSED = (
    "Vous avez signalé un lien avec cette équipe. Ce dossier vous est désormais fermé ; le centre le confie à une"
    " autre personne. Merci de l’avoir dit."
)


def declares_links(way: Way, name: str, team: Team | None) -> None:
    """Before any file: tick one's links; the file of a linked team closes."""
    juror = way.outsider(name)
    juror.sign_in("/portal/jury/").sees("Avant tout dossier, parcourez la liste des équipes").shoot(
        "4 before files"
    )
    juror.follow("Déclarer mes liens")
    if team:
        juror.page.get_by_label(team.name).first.check()
        juror.page.locator("input[name=kind]").first.check()
    juror.shoot("4 links").press("J’ai parcouru la liste")
    juror.sees(CLOSED if team else "C’est noté : aucun lien. Vous pouvez ouvrir vos dossiers.").shoot(
        "4 files"
    )


def scores(way: Way, name: str, team: Team, values: list[int]) -> None:
    """Score one file; blind: no name of the lead nor of the team is on the page."""
    juror = way.outsider(name)
    _opens(way, name, team)
    for criterion, value in zip(way.case.data["criteria"]["items"], values, strict=True):
        juror.sees(criterion["fr"])
        juror.page.locator(f'input[name="score-{criterion["slug"]}"][value="{value}"]').check()
        juror.fill(f"comment-{criterion['slug']}", "Lu avec attention.")
    juror.shoot("4 scoring").press("Valider et ouvrir le suivant")
    juror.sees("Notes validées.")


def a_linked_file_is_closed(way: Way, name: str, team: Team) -> None:
    """Neither in the list nor by its address."""
    juror = way.outsider(name).open("/portal/jury/").sees_not(team.reference)
    round_ = (
        juror.page.locator("main a[href*='/scores/']").first.get_attribute("href").removesuffix("scores/")
    )
    juror.may_meet(404)
    statuses = [juror.page.goto(f"{round_}files/{number}/").status for number in (1, 2, 3)]
    assert sorted(statuses) == [200, 200, 404], statuses
    juror.may_meet()


def abstains(way: Way, name: str, team: Team) -> None:
    """An abstention counts for nothing: it is not a zero."""
    juror = way.outsider(name)
    _opens(way, name, team)
    juror.page.get_by_text("Je m’abstiens").first.click()
    juror.fill("reason", "Je ne connais pas ce métier.").shoot("4 abstain").press("Je m’abstiens")


def _opens(way: Way, name: str, team: Team) -> None:
    juror = way.outsider(name).open("/portal/jury/")
    juror.follow(team.reference).sees(team.reference)
    if way.case.data["criteria"]["blind"]:
        juror.sees_not(*team.hidden)
