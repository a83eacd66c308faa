"""The desk's list with what is kept of it, acts on many and letters to many, each step of them."""

from types import SimpleNamespace

from django.urls import reverse
from playwright.sync_api import Page

from incubator.applications.models import Application
from tests.axe.browsing import Act, Visit, post
from tests.axe.world import JUDGING
from tests.conftest import make_person
from tests.world import applications as filing

LIST = "applications:desk_list"


def visits(w: SimpleNamespace) -> list[Visit]:
    # An act done once is not open again: each run of the visits has a file of its own.
    fresh = filing.submitted(w.call, make_person(f"fresh{Application.objects.count()}"), "su-07")
    several = [fresh.public_id, w.back.public_id]
    call = reverse("applications:call_list", args=[w.call.reference])

    def at(act: Act | None = None, query: str = "", status: int = 200) -> Visit:
        return Visit("officer", reverse(LIST) + query, at=JUDGING, act=act, status=status)

    def many(act: str, *buttons: str, **typed: str) -> Act:
        begun = post(reverse("applications:desk_bulk"), act=act, ref=several, back=call)

        def do(page: Page) -> None:
            begun(page)
            for name, text in typed.items():
                page.fill(f"[name={name}]", text)
            for value in buttons:
                with page.expect_navigation():
                    page.click(f"main button[name=then][value={value}]:not(.on-enter)")

        do.__name__ = f"{act} {' '.join(buttons)}"
        return do

    words = {"subject_fr": "Réunion", "text_fr": "Le dossier {référence} est attendu."}
    return [
        at(query="?view=all&sort=-changed&flag=overdue"),
        at(query="?view=all&cols=reference,startup,call,sector,commune,gender,amount,sent"),
        Visit("officer", reverse("lists:views") + f"?back={call}", at=JUDGING),
        Visit("officer", reverse("lists:export") + f"?back={reverse('funding:tranches')}", at=JUDGING),
        at(post(reverse("lists:save_view"), name="", back=call), status=422),
        at(post(reverse("lists:save_view"), name="Nord", back=call)),
        at(post(reverse("lists:columns"), col=["sector"], back=call)),
        at(many("take_charge")), at(many("return_for_correction")),
        at(many("return_for_correction", "do"), status=422),
        at(many("confirm_eligible", "do")),
        at(many("write")), at(many("write", "preview", **words)), at(many("write", "preview", "send", **words)),
        Visit("officer", reverse("applications:call_messages", args=[w.call.reference]), at=JUDGING),
        Visit("officer", reverse("applications:call_messages", args=[w.preparing.reference]), at=JUDGING),
    ]  # fmt: skip
