"""A period opens by itself; the founder reports, the officer returns once, then accepts."""

from datetime import UTC, datetime, time

from tests.journeys.way import Team, Way

SENTENCES = {
    "done": "Deux cents messages enregistrés et un premier essai.",
    "difficulties": "Le réseau a manqué trois jours.",
    "next_steps": "Appeler dix groupements.",
}


def plans_the_periods(way: Way) -> None:
    officer = way.person("officer").open(f"/desk/cohorts/{way.cohort}/periods/")
    officer.shoot("9 periods").press("Prévoir ces périodes").sees("sont prévues.")


def opens(way: Way, team: Team, which: str) -> None:
    """Let time pass until a period opens by itself, the "first" or the "last"; the founder is written to."""
    order = "ASC" if which == "first" else "DESC"
    query = f"SELECT opens_on, title_fr FROM reporting_period ORDER BY ends_on {order}, opens_on LIMIT 1"
    opens_on, title = way.stack.rows(query)[0]
    moment = datetime.combine(opens_on, time(8), tzinfo=UTC)
    if moment > way.stack.now():
        way.stack.go_to(moment)
    founder = way.founder(team)
    way.stack.mail.letter(founder.address, f"Votre rapport est ouvert : {title}")
    founder.open(f"/portal/startups/{team.startup}/reports/").follow(title)


def reports(way: Way, team: Team) -> None:
    """Eight numbers, what is known filled in; an empty one needs its reason and is not zero; three sentences."""
    founder = way.founder(team)
    founder.may_meet(409, 422).press("Envoyer le rapport").may_meet()
    founder.shoot("9 incomplete")
    for name in _numbers(way, team):
        field = founder.page.locator(f'main [name="{name}"]')
        if not field.input_value() and name != "cash_in_hand":
            field.fill("0")
    _no_number(way, team, "cash_in_hand")
    for name, text in SENTENCES.items():
        founder.fill(name, text)
    founder.shoot("9 report").press("Envoyer le rapport")
    founder.sees("Le rapport est envoyé. Le centre le lit et répond ici et par message.").shoot("9 sent")


def _numbers(way: Way, team: Team) -> list[str]:
    """The names of the figures on the page, those that have a reason beside them."""
    names = (
        way.founder(team)
        .page.locator('main [name$="-reason"]')
        .evaluate_all("all => all.map(one => one.name)")
    )
    assert len(names) == 8, names
    return [name.removesuffix("-reason") for name in names]


def _no_number(way: Way, team: Team, name: str) -> None:
    founder = way.founder(team)
    reason = founder.page.locator(f'[name="{name}-reason"]')
    if not reason.is_visible():
        founder.page.locator("main details", has=reason).locator("summary").click()
    reason.fill("La caisse est arrêtée en fin de mois.")


def returns_once(way: Way, team: Team) -> None:
    officer = way.person("officer").open("/desk/follow-up/reports/").follow(team.name)
    officer.shoot("9 desk").unfold("Renvoyer").fill("note", "Donnez la trésorerie au dernier jour.")
    officer.press("Renvoyer").sees("Le rapport est renvoyé avec votre raison.")
    founder = way.founder(team)
    way.stack.mail.letter(founder.address, "Votre rapport, à compléter")
    founder.page.reload()
    founder.sees("Donnez la trésorerie au dernier jour.").shoot("9 returned")
    founder.fill("cash_in_hand", "150 000")
    founder.press("Envoyer le rapport").sees("Le rapport est envoyé.")


def accepts(way: Way, team: Team) -> None:
    officer = way.person("officer").open("/desk/follow-up/reports/").follow(team.name)
    officer.press("Accepter le rapport").sees("Le rapport est accepté").shoot("9 accepted")


def the_tranche_sees_it(way: Way, team: Team) -> None:
    """The tranche that waits for the last report shows it as met."""
    founder = way.founder(team).open(f"/portal/startups/{team.startup}/grant/")
    founder.sees("Le rapport final est accepté remplie").shoot("9 grant")
