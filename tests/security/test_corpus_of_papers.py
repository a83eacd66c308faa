"""What staff and payers type into the forms of minutes and payments is printed as it was typed, and nothing of it runs."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from funding.models import Charge
from incubator.core import clock
from incubator.documents import typesetting
from incubator.programmes.preparation import changes
from tests.funding.conftest import _private_storage, office
from tests.funding.test_pages import upload
from tests.incubator.applications.conftest import call
from tests.security.ceilings import within
from tests.security.test_corpus_of_words import UNSEEN, nothing_ran, on_paper
from tests.world import programmes

__all__ = ["_private_storage", "call", "office"]
AFTER = datetime(2027, 3, 5, 18, 0, tzinfo=UTC)
HOSTILE = [
    '#read("/etc/passwd") #eval("7*7") ] } \\ `raw` $ sum_(i=0)^oo $ @label <label>',
    "{{ settings.SECRET_KEY }} {% debug %} #while true {} // fin /* rien */",
    "```typ #panic() ``` ]]] #[#[#[ = titre *gras* _x_ \\u{41}",
    "\u202e\u2066txet\u2069 =1+2 <script>alert(1)</script> %(reason)s {0}",
]
SECONDS, MEGABYTES = 6, 120


def printed(pdf: bytes, typed: str) -> bool:
    text = on_paper(pdf)
    nothing_ran(text)
    return UNSEEN.sub("", typed) in text


def test_no_paper_runs_what_it_is_given():
    """The words of a paper are data: no template evaluates text, reads a file or takes code from elsewhere."""
    able = re.compile(r"\b(eval|read|plugin|include|csv|yaml|toml|xml|cbor)\b\s*[(\"]|#import\s+\"@")
    sources = {path.name: path.read_text(encoding="utf-8") for path in typesetting.TEMPLATES.glob("*.typ")}

    assert [name for name, text in sources.items() if able.search(text)] == []
    assert len(sources) > 5
    assert able.search('#eval("7*7")') and able.search('#import "@preview/x:1.0.0": *')


@pytest.mark.parametrize("typed", HOSTILE)
def test_the_reason_of_a_late_code_stands_in_the_minutes(call, officer, client_for, monkeypatch, typed):
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    desk = client_for(officer)
    until = f"{AFTER + timedelta(days=2):%Y-%m-%dT%H:%M}"
    with within(SECONDS, MEGABYTES):
        made = desk.post(
            f"/desk/calls/{call.reference}/late-codes/make/",
            {"reason": typed, "expires_at": until, "uses": "1"},
        )
        minutes = desk.get(f"/desk/calls/{call.reference}/minutes/pdf/")

    assert (made.status_code, call.late_codes.get().reason) == (200, typed)
    assert printed(minutes.content, typed)


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_a_payment_is_for_stands_in_its_receipt(founder, office, client_for, settings, typed):
    settings.STRIPE_KEY = ""
    desk, payer = client_for(office.finance), client_for(founder)
    asked = {"payer": founder.email, "what_for": "desk", "label_fr": typed, "amount": "25 000"}
    with within(SECONDS, MEGABYTES):
        assert desk.post("/desk/money/income/new/", asked).status_code == 302
        charge = Charge.objects.get()
        declared = {"rail": "mobile", "reference": "TM-1", "proof": upload()}
        payer.post(f"/portal/payments/{charge.public_id}/declare/", declared)
        desk.post(f"/desk/money/income/{charge.public_id}/succeed/")
        receipt = payer.get(f"/portal/payments/{charge.public_id}/receipt.pdf")

    charge.refresh_from_db()
    assert (charge.state, receipt.status_code) == ("succeeded", 200)
    assert printed(receipt.content, typed)


@pytest.mark.parametrize("kind", ["rules", "summary", "form"])
def test_the_title_of_a_call_stands_on_each_of_its_papers(centre, officer, client_for, kind):
    call, typed = programmes.load_sample_call(officer), HOSTILE[0]
    changes.change_words(call, title_fr=typed, by=officer, at=AFTER)
    with within(2 * SECONDS, MEGABYTES):
        paper = client_for(officer).get(f"/desk/calls/{call.reference}/print/{kind}.pdf")

    assert paper.status_code == 200
    assert printed(b"".join(paper) if paper.streaming else paper.content, typed)
