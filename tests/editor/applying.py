"""A founder answers the call that a browser built; the office reads, screens and exports the file."""

import re
from collections.abc import Mapping
from typing import Any

from tests.journeys.filling import paper
from tests.journeys.people import Person
from tests.journeys.way import Way

VOICE = {
    "name": "voix.mp3",
    "mimeType": "audio/mpeg",
    "buffer": b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" * 400,
}


def applies(way: Way, call: Mapping[str, Any]) -> None:
    """From the check to the receipt, then to the office's export."""
    way.stack.go_to(way.stack.now().replace(year=2027, month=2, day=2))
    founder = way.outsider("founder")
    answers = dict(call["answers"])
    _is_told_why_not(founder, call, answers)
    founder.follow("Commencer ma candidature").come_in()
    founder.press("Commencer la candidature")
    file = founder.page.url.split("/form/")[0]
    _fills(founder, answers)
    founder.sees("Numéro du récépissé").shoot("step team").press("Enregistrer et continuer")
    _fills(founder, answers)
    founder.attach("pitch", VOICE).shoot("step project").press("Enregistrer et continuer")
    _fills(founder, answers)
    founder.press("Enregistrer et continuer")
    founder.open(f"{file}/form/budget/").sees(
        "Le centre donne au plus 1 000 000 F CFA.", "Part du centre : 1 200 000 F CFA"
    )
    founder.shoot("step budget")
    _fills(founder, call["corrected"])
    founder.press("Enregistrer et continuer")
    card = founder.page.locator("#recepisse")
    card.locator("input[type=file]").set_input_files(paper("recepisse", ["pdf"]))
    founder.press("Ajouter", within=card).open(f"{file}/review/")
    founder.sees("Il ne manque rien.", "Mairie d’Aného", "850 000 F CFA").shoot("review")
    way.stack.go_to(way.stack.now().replace(day=14))
    founder.open(f"{file}/review/").sees("le lundi 1er mars 2027 à 9 h 00").shoot("between windows")
    way.stack.go_to(way.stack.now().replace(month=3, day=2))
    founder.open(f"{file}/review/").press("Envoyer ma candidature").sees("Votre candidature est bien reçue")
    reference = re.search(rf"{call['reference']}-\d+", founder.text())[0]
    _is_screened(way.person("officer"), call, reference)


def _is_told_why_not(founder: Person, call: Mapping[str, Any], answers: Mapping[str, str]) -> None:
    """Too old, and outside the territory: both reasons, without an account; then corrected."""
    founder.open(f"/portal/check/{call['slug']}/")
    founder.fill("born", "12/05/1980").choose("town", "tone-1")
    founder.press("Voir la réponse")
    founder.sees(*[rule["reason_fr"] for rule in call["rules"]])
    founder.fill("born", answers["born"]).choose("town", answers["town"])
    founder.press("Vérifier de nouveau").sees("D’après vos réponses, cet appel vous est ouvert.")


def _fills(founder: Person, answers: Mapping[str, str]) -> None:
    """Answer what this page asks and shows, whatever the control."""
    page = founder.page
    for name, value in answers.items():
        control = page.locator(f'main [name="{name}"]:not([type=hidden])')
        if not control.count():
            continue
        kind = control.first.evaluate("node => node.type")
        if kind == "select-one":
            control.first.select_option(value)
        elif kind == "radio":
            page.locator(f'main [name="{name}"][value="{value}"]').check(force=True)
        elif control.first.is_visible():
            control.first.fill(value)


def _is_screened(officer: Person, call: Mapping[str, Any], reference: str) -> None:
    """Read, confirmed, exported with a column for each cell of the table."""
    officer.open(f"/desk/calls/{call['reference']}/applications/").sees("Remplit les règles").follow(
        reference
    )
    officer.sees("Radio Lagune", "Mairie d’Aného").shoot("file").press("Confirmer : recevable")
    officer.sees("Recevabilité confirmée.")
    # Whether the factor of the beginning is still fresh depends on the machine: it is given again in any case.
    officer.open("/account/confirm/").sees("À traiter")
    officer.open(f"/desk/applications/export/?call={call['reference']}&view=eligible").shoot("export")
    officer.choose("form", "csv")
    with officer.page.expect_download() as coming:
        officer.page.locator("main form button:not(.on-enter):not([type=button])").first.click()
    text = coming.value.path().read_text(encoding="utf-8-sig")
    assert "Radio Lagune" in text, text
    assert "Mairie d’Aného" in text, text
