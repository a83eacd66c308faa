"""What people type, send or do wrongly: the exact sentence they read, and what is kept. Each row runs over HTTP.

Where an act is refused, nothing else happens: no audit row, no letter, and the typed text comes back on the form.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from funding.models import Award, Charge, Expense, Tranche
from incubator.accounts import second_factor
from incubator.applications import answers, step_forms
from incubator.applications.models import Application, Revision
from incubator.core import clock
from incubator.files.models import StoredFile
from incubator.notifications.models import Message
from incubator.people.models import Grant, User
from incubator.people.states import Role
from incubator.reporting.models import Report
from incubator.workflow.models import Event
from tests.access.world import NOW, World
from tests.conftest import LONG_AGO, PASSWORD
from tests.incubator.files import samples
from tests.world import applications as files

pytestmark = pytest.mark.django_db
OPEN = datetime(2027, 2, 20, 15, 30, tzinfo=UTC)  # the sample call takes applications
CLOSING = datetime(2027, 3, 5, 17, 0, tzinfo=UTC)
EMOJI = "Irrigation 🌱 par la voix 🎤"
RTL = "\u202eabc سقي"
LONG = "a" * 1_000_000
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def fr(text: str) -> str:
    """A sentence in which ~ stands for a no-break space and ^ for a narrow one."""
    return text.replace("~", "\u00a0").replace("^", "\u202f")


SAVED = fr(
    "Enregistré à 15~h~30. Vous pouvez fermer cette page et reprendre plus tard, ici ou sur un autre appareil."
)


class Bench:
    """The world, a person's browser and the shortest way to each form."""

    def __init__(self, world: World, role: str) -> None:
        self.world, self.role, self.client = world, role, world.browser(role)
        self.client.raise_request_exception = True

    @property
    def draft(self) -> Application:
        """A complete file of the owner in the sample call, not sent."""
        return Application.objects.get(pk=self.world.things["complete draft"].pk)

    def step(self, step: str, **typed: Any) -> Any:
        """Save a step of it, each answer over the one that stands there."""
        rows = {row.key: row for row in self.draft.answers.filter(key__in=typed)}
        read = {f"v-{key}": step_forms.token(row.version, row.value) for key, row in rows.items()}
        return self.client.post(self.url(f"form/{step}/"), {**read, **typed, "then": "stay"}, follow=True)

    def url(self, end: str = "") -> str:
        return f"/portal/applications/{self.draft.ref}/{end}"

    def document(self, name: str, content: bytes, kind: str = "application/pdf") -> Any:
        upload = SimpleUploadedFile(name, content, content_type=kind)
        return self.client.post(self.url("documents/"), {"slug": "presentation", "file": upload}, follow=True)

    def expense(self, **typed: Any) -> Any:
        slug = self.world.args["startup"]["slug"]
        given = {
            "tranche": self.world.things["paid"].pk, "category": "travel", "label": "Car pour Kara",
            "spent_on": "2027-07-15", "amount": "1500", "receipt": files.pdf(), **typed,
        }  # fmt: skip
        return self.client.post(f"/portal/startups/{slug}/grant/expenses/new/", given)

    def door(self, contact: str) -> Client:
        """A visitor who typed a contact: a code has left."""
        client = Client()
        client.post("/login/", {"contact": contact, "device": "mine"})
        return client


def code_sent() -> str:
    last = Message.objects.filter(kind="accounts/sign_in_code").order_by("pk").last()
    return re.search(r"\d{6}", last.secret).group()


def answer(key: str) -> Callable[[Bench], Any]:
    return lambda bench: answers.read(bench.draft)[key]


def state_of_draft(bench: Bench) -> tuple:
    file = bench.draft
    return file.state, file.reference, file.receipt_code


DRAFT = ("draft", None, "")


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


def twice(bench: Bench) -> Any:
    bench.client.post(bench.url("submit/"))
    return bench.client.post(bench.url("submit/"), follow=True)


def sent_once(bench: Bench) -> tuple:
    file = bench.draft
    letters = Message.objects.filter(kind="applications/application_received", about_ref=file.reference)
    return file.state, Revision.objects.filter(application=file).count(), letters.count()


def two_tabs(bench: Bench) -> Any:
    row = bench.draft.answers.get(key="pitch")
    read = {"v-pitch": step_forms.token(row.version, row.value)}
    bench.client.post(bench.url("form/3/"), {**read, "pitch": "Premier onglet", "then": "stay"})
    return bench.client.post(bench.url("form/3/"), {**read, "pitch": "Second onglet", "then": "stay"})


def without_a_session(bench: Bench) -> Any:
    """The session ended while a step was typed: it is saved after signing in again."""
    client = Client()
    row = bench.draft.answers.get(key="pitch")
    read = {"v-pitch": step_forms.token(row.version, row.value)}
    away = client.post(bench.url("form/3/"), {**read, "pitch": "Tapé avant la fin"})
    assert fr("Votre session a pris fin") in words(client.get(away["Location"]).content.decode())
    client.post(
        "/login/",
        {"contact": bench.world.people["owner"].email, "device": "mine", "next": bench.url("form/3/")},
    )
    entered = client.post("/login/code/", {"password": PASSWORD})
    taken_up = client.get(entered["Location"])
    return client.get(taken_up["Location"])


def wrong_code(bench: Bench) -> Any:
    client = bench.door("nouvelle@example.test")
    return client.post("/login/code/", {"code": f"{(int(code_sent()) + 1) % 10**6:06d}"})


def spent_code(bench: Bench) -> Any:
    bench.door("nouvelle@example.test").post("/login/code/", {"code": code_sent()})
    spent = code_sent()
    return bench.door("nouvelle@example.test").post("/login/code/", {"code": spent})


def wrong_totp(bench: Bench) -> Any:
    person, before = bench.world.people["officer"], NOW - timedelta(hours=1)
    second_factor.turn_on(person, SECRET, _totp(before), at=before)
    bench.world.things["client"] = client = bench.door(person.email)
    client.post("/login/code/", {"password": PASSWORD})
    return client.post("/login/second-factor/", {"code": f"{(int(_totp(NOW)) + 1) % 10**6:06d}"})


def _totp(moment: datetime) -> str:
    return format_hotp_value(hotp_value(SECRET, int(moment.timestamp()) // 30))


def sign_what_one_verified(bench: Bench) -> Any:
    """The finance officer who verified was made approver too."""
    Grant.objects.create(person=bench.world.people["finance"], role=Role.APPROVER, from_at=LONG_AGO)
    return bench.client.post(
        f"/desk/money/tranches/{bench.world.things['verified tranche'].public_id}/approve/"
    )


def confirm_what_one_declared(bench: Bench) -> Any:
    charge = bench.world.things["charge"].public_id
    given = {
        "declare_payment-rail": "cash",
        "declare_payment-reference": "C-1",
        "declare_payment-proof": files.pdf(),
    }
    bench.client.post(f"/desk/money/income/{charge}/declare_payment/", given)
    return bench.client.post(f"/desk/money/income/{charge}/succeed/")


def award(amount: str) -> Callable[[Bench], Any]:
    def propose(bench: Bench) -> Any:
        url = f"/desk/money/awards/new/{bench.world.args['bare place']['place']}/"
        return bench.client.post(url, {"line": bench.world.things["award"].line_id, "ceiling_amount": amount})

    return propose


def other_s(end: str, **typed: Any) -> Callable[[Bench], Any]:
    return lambda bench: bench.client.post(bench.url(end), typed)


def expenses(bench: Bench) -> int:
    return Expense.objects.count()


def awards_of_bare(bench: Bench) -> int:
    return Award.objects.filter(place=bench.world.things["bare"]).count()


def report_with(number: str) -> Callable[[Bench], Any]:
    def send(bench: Bench) -> Any:
        code = bench.world.things["open report"].values.order_by("pk").first().indicator.code
        url = "/portal/startups/{slug}/reports/{period}/submit/".format(
            **bench.world.args["open report of startup"]
        )
        return bench.client.post(
            url, {code: number, "done": "Fait.", "difficulties": "Non.", "next_steps": "Suite."}
        )

    return send


def state_of_report(bench: Bench) -> str:
    return Report.objects.get(pk=bench.world.things["open report"].pk).state


def tranche_state(name: str) -> Callable[[Bench], str]:
    return lambda bench: Tranche.objects.get(pk=bench.world.things[name].pk).state


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
    "NUL": Row("owner", OPEN, lambda b: b.step("3", pitch="Deux\x00mots"), 200, "Relisez cette réponse, puis enregistrez-la.", answer("pitch"), {"raw": "Deuxmots"}, "Deuxmots"),
    "NUL in a name": Row("outsider", OPEN, lambda b: b.client.post("/account/", {"full_name": "A\x00fi", "language": "fr"}), 422, "Le caractère nul n’est pas autorisé.", lambda b: User.objects.get(pk=b.world.people["outsider"].pk).full_name, "Outsider"),
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
    "unknown filter value": Row("officer", NOW, lambda b: b.client.get("/desk/applications/?state=zzz"), 200, fr("Le filtre «~state=zzz~» n’est pas connu~: il a été ignoré."), lambda b: None, None),
    "unknown filter of milestones": Row("officer", NOW, lambda b: b.client.get("/desk/follow-up/milestones/?state=zzz"), 200, fr("Un filtre de cette adresse est inconnu~; il a été laissé de côté."), lambda b: None, None),
    "unknown filter of messages": Row("officer", NOW, lambda b: b.client.get("/desk/messages/?channel=zzz"), 200, fr("Un filtre de l’adresse n’a pas été compris et a été laissé de côté~: channel."), lambda b: None, None),
    "unknown filter of the directory": Row("anonymous", NOW, lambda b: b.client.get("/startups/?sector=zzz"), 200, "Cette réponse n’est pas dans la liste. Choisissez-en une de la liste.", lambda b: None, None),
    "unknown page number": Row("officer", NOW, lambda b: b.client.get("/desk/applications/?page=-3"), 200, "Candidatures", lambda b: None, None),
    "unknown language": Row("outsider", NOW, lambda b: b.client.post("/account/", {"full_name": "Afi", "language": "xx"}), 422, "Cette réponse n’est pas dans la liste. Choisissez-en une de la liste.", lambda b: User.objects.get(pk=b.world.people["outsider"].pk).language, "fr", "Afi"),
    "mistyped contact": Row("anonymous", NOW, lambda b: b.client.post("/login/", {"contact": "afi@", "device": "mine"}), 422, "Écrivez une adresse électronique comme afi@example.com, ou un numéro de téléphone à huit chiffres.", lambda b: None, None, "afi@"),
    "report with a negative number": Row("owner", NOW, report_with("-5"), 422, fr("«~-5~» est inférieur à zéro. Écrivez 0 ou plus, sans signe."), state_of_report, "expected", "-5"),
}  # fmt: skip


def traces() -> tuple[int, int]:
    """The audit and the outbox."""
    return Event.objects.count(), Message.objects.count()


def words(html: str) -> str:
    """The text of a page as a person reads it."""
    return re.sub(r"[ \n\t]+", " ", unescape(re.sub(r"<[^>]+>", "", html)))


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
