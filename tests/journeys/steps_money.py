"""The grant: a line, an award, a tranche asked, verified, signed by another person, paid, accounted for."""

from tests.journeys.filling import paper
from tests.journeys.steps_office import comes_to_work
from tests.journeys.way import Team, Way

SAME_PERSON = "Vous avez préparé ou vérifié cette demande : une autre personne la signe."
OVER_THE_CALL = "La subvention dépasse ce que l’appel accorde à une start-up."


def opens_a_line(way: Way) -> None:
    finance = comes_to_work(way, "finance").open("/desk/money/lines/new/")
    finance.fill("funder_name", "Bailleur du Nord").fill("code", "L1").fill("title_fr", "Subventions 2027")
    finance.fill("amount", "75 000 000").fill("from_on", "2027-01-01").fill("until_on", "2028-12-31")
    finance.press("Ouvrir la ligne").sees("La ligne budgétaire est ouverte.")


def awards(way: Way, team: Team) -> None:
    """The officer proposes, never more than the call gives; another person approves; finance signs."""
    officer, finance = way.person("officer"), way.person("finance")
    officer.open("/desk/money/awards/").follow("Proposer une subvention")
    officer.may_meet(422).fill("ceiling_amount", way.most + 1).press("Proposer la subvention")
    officer.sees(OVER_THE_CALL).shoot("8 over the call").may_meet()
    officer.fill("ceiling_amount", "").press("Proposer la subvention")
    officer.sees("La subvention est proposée. Une autre personne l’approuve.", "Seule une personne habilitée")
    team.award = officer.page.url.removeprefix(way.stack.url)
    approver = comes_to_work(way, "approver").open(team.award)
    approver.decide("Approuver la subvention").sees("C’est fait.")
    finance.open(team.award).decide("Enregistrer la signature")
    finance.shoot("8 award").open(f"/desk/money/payees/{team.startup}/").unfold("Proposer le compte")
    finance.choose("rail", "bank").fill("holder", team.name).fill("account", "TG53 0000 1111 2222")
    finance.attach("proof", paper("rib", ["pdf"])).press("Proposer le compte")
    finance.sees("Le compte est proposé. Une autre personne le confirme.").shoot("8 account proposed")
    approver.open(f"/desk/money/payees/{team.startup}/").decide("Confirmer le compte").sees(
        "Le compte est confirmé."
    )


def verifies_the_company(way: Way, team: Team) -> None:
    """What the team declares releases no money: the officer reads the papers, finance reads them again."""
    page = f"/desk/startups/{team.startup}/registration/"
    officer = way.person("officer").open(page).unfold("Dire ce que montrent les pièces")
    officer.choose("legal_form", "sarl").fill("registered_on", "04/05/2026")
    officer.fill("seen", "Extrait du registre du commerce, vu en original").press("Proposer comme vérifiée")
    officer.sees("L’immatriculation est proposée. Une autre personne la confirme.").shoot(
        "8 company proposed"
    )
    finance = way.person("finance").open(page)
    finance.decide("Confirmer l’immatriculation").sees("L’immatriculation est vérifiée.").shoot(
        "8 company verified"
    )


def asks_for(way: Way, team: Team, number: int) -> None:
    """The founder sees the conditions met, asks, and is told who holds the request and until when."""
    founder = way.founder(team).open(f"/portal/startups/{team.startup}/grant/")
    founder.shoot(f"8 grant before {number}").follow(f"Demander la tranche {number}")
    founder.fill("spending_note", "Deux serveurs vocaux, et les appels de la période.").tick("declared")
    founder.shoot(f"8 request {number}").press(f"Demander la tranche {number}")
    founder.sees("La demande est envoyée", f"Tranche {number}", "réponse attendue avant le").shoot(
        f"8 asked {number}"
    )


def pays(way: Way, team: Team, number: int) -> None:
    """Finance verifies, is refused the signature, another person signs; transfer, reference and proof."""
    finance, approver = way.person("finance"), way.person("approver")
    finance.open("/desk/money/tranches/").follow(team.name)
    tranche = finance.page.url
    finance.decide("Vérifier la demande").sees("À la signature", SAME_PERSON).shoot(f"8 same person {number}")
    approver.open("/desk/").sees("1 tranche à signer").open(tranche)
    approver.decide("Signer le paiement").sees("C’est fait.").shoot(f"8 signed {number}")
    finance.open(tranche).decide("Ordonner le paiement")
    founder = way.founder(team).open(f"/portal/startups/{team.startup}/grant/")
    founder.sees("Versement en cours")
    finance.unfold("Enregistrer le paiement").fill("pay-reference", f"VIR-2027-{number}")
    finance.attach("pay-proof", paper("avis", ["pdf"])).press("Enregistrer le paiement").sees("C’est fait.")
    founder.page.reload()
    founder.sees("Confirmez la réception").shoot(f"8 paid {number}").press("Confirmer la réception")
    founder.sees("La réception est confirmée.")


def gives_the_second_role(way: Way) -> None:
    """One person may hold both roles; the same person still never does both acts."""
    admin = way.person("admin").open("/desk/people/?q=finance").follow("Afi Finance")
    admin.choose("role", "approver").press("Donner ce rôle")
    admin.sees("Rôle donné : Ordonnatrice, ordonnateur.")


def justifies(way: Way, team: Team, amount: int) -> None:
    """An expense with its receipt, read and accepted by finance."""
    founder = way.founder(team).open(f"/portal/startups/{team.startup}/grant/").follow("Ajouter une dépense")
    founder.fill("amount", amount).fill("label", "Deux serveurs vocaux, Fournisseur Exemple")
    founder.fill("spent_on", way.stack.now().date()).choose("category", "equipment")
    founder.attach("receipt", paper("recu", ["jpg"])).shoot("8 expense").press("Ajouter la dépense")
    founder.sees("La dépense est enregistrée avec son reçu.")
    finance = way.person("finance").open("/desk/money/tranches/?view=all").follow(team.name)
    finance.decide("Accepter").sees("C’est fait.").shoot("8 expense accepted")


def pays_a_desk_fee(way: Way, team: Team) -> None:
    """Stripe's page, the webhook, the receipt."""
    finance, founder = way.person("finance").open("/desk/money/income/new/"), way.founder(team)
    option = finance.page.locator("select[name=startup] option", has_text=team.name)
    finance.fill("payer", founder.address).choose("startup", option.get_attribute("value")).choose(
        "what_for", "desk"
    )
    finance.fill("label_fr", "Poste de travail, juillet 2027").fill("amount", "25 000")
    finance.shoot("10 fee").decide("Demander le paiement").sees("Le paiement est demandé")
    founder.open("/portal/payments/").follow("EN-2027-00001").shoot("10 to pay").press("Payer par carte")
    assert founder.page.url.startswith(f"http://127.0.0.1:{way.stack.stripe_port}/pay/"), founder.page.url
    with founder.page.expect_navigation(url=f"{way.stack.url}/**"):
        founder.page.get_by_role("button", name="Payer").click()
    founder.reloads_until("Payé le").shoot("10 paid")
    receipt = founder.context.request.get(
        founder.page.locator("main a[href$='receipt.pdf']").get_attribute("href")
    )
    assert (receipt.status, receipt.headers["content-type"]) == (200, "application/pdf")
    assert receipt.body().startswith(b"%PDF-")
    way.stack.mail.letter(founder.address, "Paiement reçu : EN-2027-00001")


def reads_the_ledger(way: Way) -> None:
    """Balanced, and exact to the franc."""
    finance = way.person("finance").open("/desk/money/ledger/")
    finance.sees("Somme (toujours zéro)").shoot("10 ledger")
    found = way.stack.rows(
        "SELECT account, sum(amount)::bigint FROM ("
        " SELECT debit AS account, amount FROM funding_ledgerentry"
        " UNION ALL SELECT credit, -amount FROM funding_ledgerentry) AS sides GROUP BY account ORDER BY account"
    )
    assert dict(found) == way.case.balances, found
    assert sum(dict(found).values()) == 0
