"""What people type, send or do wrongly: the exact sentence they read, and what is kept. Each row runs over HTTP.

Where an act is refused, nothing else happens: no audit row, no letter, and the typed text comes back on the form.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache

from funding.models import Charge
from incubator.applications.filling import answers
from incubator.applications.models import Application
from incubator.core import clock
from incubator.files.models import StoredFile
from incubator.notifications.models import Message
from incubator.people.models import User
from incubator.workflow.models import Event
from tests.access.world import NOW
from tests.bad_input.acts import (
    CLOSING,
    DRAFT,
    EMOJI,
    LONG,
    OPEN,
    RTL,
    SAVED,
    Bench,
    answer,
    award,
    awards_of_bare,
    confirm_what_one_declared,
    expenses,
    fr,
    other_s,
    report_with,
    sent_once,
    sign_what_one_verified,
    spent_code,
    state_of_draft,
    state_of_report,
    tranche_state,
    twice,
    two_tabs,
    without_a_session,
    words,
    wrong_code,
    wrong_totp,
)
from tests.incubator.files import samples

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Row:
    """One input. `text`: what was typed and must stand on the page that comes back."""

    who: str
    at: datetime
    do: Callable[[Bench], Any]
    status: int
    sentence: str
    stored: Callable[[Bench], Any]
    is_: Any
    text: str = ""
    quiet: bool = True  # nothing in the audit, nothing in the outbox


TABLE: dict[str, Row] = {
    "late submit": Row("owner", CLOSING, lambda b: b.client.post(b.url("submit/")), 409, fr("L’envoi s’est arrêté le vendredi 5 mars 2027 à 17~h~00, heure de Lomé (UTC+0). Votre brouillon est gardé et reste lisible."), state_of_draft, DRAFT),
    "double submit": Row("owner", OPEN, twice, 200, "Votre candidature est bien reçue", sent_once, ("submitted", 1, 1), quiet=False),
    "forged field": Row("owner", OPEN, lambda b: b.step("3", state="accepted", reference="AC-1", receipt_code="AAA"), 200, SAVED, state_of_draft, DRAFT),
    "another founder's address": Row("other_founder", OPEN, other_s("form/3/", pitch="Pas à moi"), 404, "L’adresse a peut-être changé, ou ce dossier n’est pas le vôtre. Ce que vous avez enregistré l’est toujours.", state_of_draft, DRAFT),
    "another founder's sending": Row("other_founder", OPEN, other_s("submit/"), 404, "L’adresse a peut-être changé, ou ce dossier n’est pas le vôtre. Ce que vous avez enregistré l’est toujours.", state_of_draft, DRAFT),
    "30 MB file": Row("owner", OPEN, lambda b: b.document("dossier.pdf", b"%PDF-1.4\n" + bytes(30_000_000)), 400, fr("«~dossier.pdf~» n’a pas été ajouté~: il pèse 30~Mo. Envoyez un fichier PDF, ODP ou PPTX de 5~Mo au plus. Vos autres fichiers sont bien enregistrés."), lambda b: StoredFile.objects.filter(name="dossier.pdf").count(), 0),
    "mistyped file": Row("owner", OPEN, lambda b: b.document("dossier.pdf", samples.docx()), 400, fr("«~dossier.pdf~» n’a pas été ajouté~: c’est un document Word. Envoyez un fichier PDF, ODP ou PPTX de 5~Mo au plus. Vos autres fichiers sont bien enregistrés."), lambda b: StoredFile.objects.filter(name="dossier.pdf").count(), 0),
    "empty file": Row("owner", OPEN, lambda b: b.document("vide.pdf", b""), 400, fr("«~vide.pdf~» n’a pas été ajouté~: il est vide. Envoyez un fichier PDF, ODP ou PPTX de 5~Mo au plus. Vos autres fichiers sont bien enregistrés."), lambda b: StoredFile.objects.filter(name="vide.pdf").count(), 0),
    "emoji": Row("owner", OPEN, lambda b: b.step("3", pitch=EMOJI), 200, SAVED, answer("pitch"), EMOJI, EMOJI),
    "right-to-left text": Row("owner", OPEN, lambda b: b.step("3", pitch=RTL), 200, SAVED, answer("pitch"), RTL, RTL),
    "NUL": Row("owner", OPEN, lambda b: b.step("3", pitch="Deux\x00mots"), 200, SAVED, answer("pitch"), "Deuxmots", "Deuxmots"),
    "NUL in a name": Row("outsider", OPEN, lambda b: b.client.post("/account/", {"full_name": "A\x00fi", "language": "fr"}, follow=True), 200, "Mon compte", lambda b: User.objects.get(pk=b.world.people["outsider"].pk).full_name, "Afi", "Afi", quiet=False),
    "1 MB of text": Row("owner", OPEN, lambda b: b.step("3", problem=LONG), 200, fr("Ce texte est trop long pour être gardé~: 20^000 caractères au plus. Raccourcissez-le, puis enregistrez-le de nouveau."), answer("problem"), {"raw": LONG}, LONG),
    "5 MB of text": Row("owner", OPEN, lambda b: b.client.post(b.url("form/3/"), {"pitch": "a" * 5_000_000}), 413, fr("Ce qui a été saisi ou collé pèse plus de 3~Mo, le plus qu’une page accepte. Revenez au formulaire~: votre texte y est encore. Raccourcissez-le, ou joignez-le comme document."), lambda b: len(str(answers.read(b.draft)["pitch"])) < 1000, True),
    "expired session": Row("owner", OPEN, without_a_session, 200, "Ce que vous aviez tapé avant de vous reconnecter est ici.", answer("pitch"), "Tapé avant la fin", "Tapé avant la fin", quiet=False),
    "wrong code": Row("anonymous", OPEN, wrong_code, 422, "Ce code ne correspond pas, ou ne sert plus. Vérifiez-le, ou demandez-en un autre.", lambda b: User.objects.filter(email="nouvelle@example.test").count(), 0, quiet=False),
    "spent code": Row("anonymous", OPEN, spent_code, 422, "Ce code ne correspond pas, ou ne sert plus. Vérifiez-le, ou demandez-en un autre.", lambda b: User.objects.filter(email="nouvelle@example.test").count(), 1, quiet=False),
    "wrong TOTP": Row("anonymous", NOW, wrong_totp, 422, "Ce code ne correspond pas, ou a déjà servi. Attendez le suivant.", lambda b: "_auth_user_id" in b.world.things["client"].session, False, quiet=False),
    "two tabs": Row("owner", OPEN, two_tabs, 409, SAVED, answer("pitch"), "Premier onglet", "Second onglet"),
    "closed call": Row("owner", CLOSING, lambda b: b.step("3", pitch="Trop tard"), 403, fr("L’appel s’est clos le vendredi 5 mars 2027 à 17~h~00, heure de Lomé (UTC+0). L’envoi s’est arrêté~; votre brouillon reste lisible."), lambda b: answers.read(b.draft)["pitch"] != "Trop tard", True, "Trop tard"),
    "a new file in a closed call": Row("outsider", CLOSING, lambda b: b.client.post("/portal/applications/start/" + b.world.things["call"].slug + "/", {"name": "Tard"}), 403, fr("L’appel s’est clos le vendredi 5 mars 2027 à 17~h~00, heure de Lomé (UTC+0). L’envoi s’est arrêté~; votre brouillon reste lisible."), lambda b: Application.objects.filter(team__person=b.world.people["outsider"]).count(), 0),
    "franc with decimals": Row("owner", OPEN, lambda b: b.step("4", revenue_12m="1 500,50"), 200, "Un montant est en francs entiers, sans centimes.", answer("revenue_12m"), {"raw": "1 500,50"}, "1 500,50"),
    "negative amount": Row("owner", OPEN, lambda b: b.step("4", revenue_12m="-5"), 200, "Un montant ne peut pas être négatif.", answer("revenue_12m"), {"raw": "-5"}, "-5"),
    "expense with decimals": Row("owner", NOW, lambda b: b.expense(amount="1500,50"), 422, "Un montant est en francs entiers, sans centimes.", expenses, 2, "1500,50"),
    "negative expense": Row("owner", NOW, lambda b: b.expense(amount="-200"), 422, "Un montant ne peut pas être négatif.", expenses, 2, "Car pour Kara"),
    "expense of nothing": Row("owner", NOW, lambda b: b.expense(amount="0"), 422, "Le montant doit être supérieur à zéro.", expenses, 2, "Car pour Kara"),
    "expense on another team's tranche": Row("owner", NOW, lambda b: b.expense(tranche=b.world.things["asked"].pk), 422, "Cette réponse n’est pas dans la liste. Choisissez-en une de la liste.", expenses, 2, "Car pour Kara"),
    "award with decimals": Row("finance", NOW, award("1500,5"), 422, "Un montant est en francs entiers, sans centimes.", awards_of_bare, 0, "1500,5"),
    "money over the award": Row("finance", NOW, award("9 000 000"), 422, "La subvention dépasse ce que l’appel accorde à une start-up.", awards_of_bare, 0, "9 000 000"),
    "same person signing": Row("finance", NOW, sign_what_one_verified, 403, fr("Vous avez préparé ou vérifié cette demande~: une autre personne la signe."), tranche_state("verified tranche"), "verified"),
    "same person confirming": Row("finance", NOW, confirm_what_one_declared, 403, fr("Vous avez déclaré ce paiement~: une autre personne le confirme."), lambda b: Charge.objects.get(pk=b.world.things["charge"].pk).state, "pending", quiet=False),
    "signed before it is verified": Row("approver", NOW, lambda b: b.client.post(f"/desk/money/tranches/{b.world.things['asked'].public_id}/approve/"), 409, "C’est déjà traité, ou ce n’est plus à cette étape. Rechargez la page pour voir où en est le dossier.", tranche_state("asked"), "requested"),
    "unknown filter value": Row("officer", NOW, lambda b: b.client.get("/desk/applications/?state=zzz"), 200, fr("L’adresse demande un élément que cette liste ne connaît pas (state)~; il a été laissé de côté."), lambda b: None, None),
    "unknown filter of milestones": Row("officer", NOW, lambda b: b.client.get("/desk/follow-up/milestones/?state=zzz"), 200, fr("L’adresse demande un élément que cette liste ne connaît pas (state)~; il a été laissé de côté."), lambda b: None, None),
    "unknown filter of messages": Row("officer", NOW, lambda b: b.client.get("/desk/messages/?channel=zzz"), 200, fr("L’adresse demande un élément que cette liste ne connaît pas (channel)~; il a été laissé de côté."), lambda b: None, None),
    "unknown filter of the directory": Row("anonymous", NOW, lambda b: b.client.get("/startups/?sector=zzz"), 200, "Cette réponse n’est pas dans la liste. Choisissez-en une de la liste.", lambda b: None, None),
    "unknown page number": Row("officer", NOW, lambda b: b.client.get("/desk/applications/?page=-3"), 200, "Candidatures", lambda b: None, None),
    "unknown language": Row("outsider", NOW, lambda b: b.client.post("/account/", {"full_name": "Afi", "language": "xx"}), 422, "Cette réponse n’est pas dans la liste. Choisissez-en une de la liste.", lambda b: User.objects.get(pk=b.world.people["outsider"].pk).language, "fr", "Afi"),
    "mistyped contact": Row("anonymous", NOW, lambda b: b.client.post("/login/", {"contact": "afi@", "device": "mine"}), 422, "Écrivez une adresse électronique comme afi@example.com, ou un numéro de téléphone à huit chiffres.", lambda b: None, None, "afi@"),
    "report with a negative number": Row("owner", NOW, report_with("-5"), 422, fr("«~-5~» est inférieur à zéro. Écrivez 0 ou plus, sans signe."), state_of_report, "expected", "-5"),
}  # fmt: skip


def traces() -> tuple[int, int]:
    """The audit and the outbox."""
    return Event.objects.count(), Message.objects.count()


@pytest.mark.parametrize("name", TABLE)
def test_what_is_done_wrongly(world, monkeypatch, name):
    row = TABLE[name]
    monkeypatch.setattr(clock, "now", lambda: row.at)
    cache.clear()
    bench = Bench(world, row.who)
    before = traces()

    response = row.do(bench)

    html = response.content.decode()
    assert response.status_code == row.status
    assert row.sentence in words(html)
    assert row.text in unescape(html)
    assert row.stored(bench) == row.is_
    assert (traces() == before) is row.quiet
