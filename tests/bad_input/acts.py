"""What a person does wrongly, by the shortest way to each form, and what of it is read back."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from funding.models import Award, Expense, Tranche
from incubator.accounts.sign_in import second_factor
from incubator.applications.filling import answers, step_forms
from incubator.applications.models import Application, Revision
from incubator.notifications.models import Message
from incubator.people.models import Grant
from incubator.people.states import Role
from incubator.reporting.models import Report
from tests.access.world import NOW, World
from tests.conftest import LONG_AGO, PASSWORD
from tests.world import applications as files

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


def words(html: str) -> str:
    """The text of a page as a person reads it."""
    return re.sub(r"[ \n\t]+", " ", unescape(re.sub(r"<[^>]+>", "", html)))


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
    typed = {**read, "pitch": "Tapé avant la fin", "typed-by": bench.world.people["owner"].public_id}
    away = client.post(bench.url("form/3/"), typed)
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
