"""The start-up is found by the public, and the director reads where everything stands."""

from tests.journeys.way import Team, Way


def agrees_to_be_found(way: Way, team: Team) -> None:
    visitor = way.outsider("visitor")
    visitor.fresh("/startups/").sees_not(team.name)
    founder = way.founder(team).open(f"/portal/startups/{team.startup}/profile/")
    founder.tick("agreed").shoot("11 profile").press("Publier la fiche")
    visitor.fresh("/startups/").sees(team.name).shoot("11 directory")


def is_found(way: Way, team: Team) -> None:
    """By sector, zone and stage; an unknown filter is ignored and said; the desk finds the applications."""
    visitor = way.outsider("visitor")
    for query in way.case.finds:
        visitor.fresh(f"/startups/?{query}").sees(team.name)
    for query in way.case.misses:
        visitor.fresh(f"/startups/?{query}").sees_not(team.name)
    officer = way.person("officer").open(f"/desk/applications/?view=all&q={team.name}")
    officer.sees(team.reference).shoot("11 desk")
    officer.open("/desk/applications/?view=all&couleur=bleu").sees("couleur")


def reads_the_accounts(way: Way) -> None:
    """Every number opens the list behind it."""
    director = way.person("director").open("/desk/")
    director.sees(*way.case.figures).shoot("12 director")
    for address in director.page.locator("main a").evaluate_all(
        "all => all.map(one => one.getAttribute('href'))"
    ):
        director.open(address)
        assert director.page.locator("main h1").count() == 1, address
