"""The pages of money, in both languages, and what each answers to whom."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from funding import public_state
from funding.cards import fake_provider
from funding.models import Expense, LedgerEntry, Payout
from incubator.core import clock
from tests.world import funding as world
from tests.world.applications import PDF
from tests.world.incubation import approved_milestone

pytestmark = pytest.mark.django_db
MONEY = "/desk/money/"
LISTS = ["tranches/", "to-sign/", "signed/", "awards/", "payments/", "income/", "lines/", "ledger/"]


def upload(name="recu.pdf"):
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


@pytest.fixture
def grant(award):
    return f"/portal/startups/{award.startup.slug}/grant/"


def test_the_founder_s_way_to_a_paid_tranche(client_for, founder, office, award, grant):
    client = client_for(founder)
    assert b'id="tranche-3"' in client.get(grant).content
    assert client.get(f"{grant}1/request/").status_code == 200
    assert client.post(f"{grant}1/request/", {"spending_note": "Deux tablettes."}).status_code == 422
    sent = client.post(f"{grant}1/request/", {"spending_note": "Deux tablettes.", "declared": "on"})
    assert (sent.status_code, sent["Location"]) == (302, f"{grant}1/requested/")
    assert client.get(f"{grant}1/requested/").status_code == 200

    tranche = award.tranches.get(number=1)
    desk, url = client_for(office.finance), f"{MONEY}tranches/{tranche.public_id}/"
    assert desk.get(url).status_code == 200
    assert desk.post(f"{url}verify/").status_code == 302
    signer = client_for(office.approver)
    assert signer.get(f"{MONEY}to-sign/").status_code == 200
    assert desk.post(f"{url}approve/").status_code == 403
    assert signer.post(f"{url}approve/").status_code == 302
    assert desk.post(f"{url}order/").status_code == 302
    assert desk.get(f"{MONEY}payments/bank-file.csv").getvalue().decode().count("TG5301010100123456") == 1
    assert desk.post(f"{url}pay/", {"pay-reference": "VIR-1"}).status_code == 422
    assert desk.post(f"{url}pay/", {"pay-reference": "VIR-1", "pay-proof": upload()}).status_code == 302
    assert client.post(f"{grant}1/confirm-reception/").status_code == 302

    tranche.refresh_from_db()
    assert (tranche.state, tranche.received_at is not None, Payout.objects.get().reference) == (
        "paid",
        True,
        "VIR-1",
    )
    assert LedgerEntry.objects.balance("bank") == -900_000


def test_an_expense_keeps_what_was_typed(client_for, founder, office, award, grant):
    tranche = world.paid_tranche(award, founder, office)
    client, url = client_for(founder), f"{grant}expenses/new/"
    typed = {"tranche": tranche.pk, "category": "travel", "label": "Car pour Kara", "spent_on": "2026-01-15"}
    for amount in ("1500,50", "-200", "3 euros", "abc", "0"):
        answer = client.post(url, {**typed, "amount": amount, "receipt": upload()})
        assert answer.status_code == 422
        assert b"Car pour Kara" in answer.content
    word = SimpleUploadedFile("recu.docx", b"PK\x03\x04 nothing", content_type="application/pdf")
    assert client.post(url, {**typed, "amount": "5000", "receipt": word}).status_code == 422
    assert Expense.objects.count() == 0

    done = client.post(url, {**typed, "amount": "1 500 F CFA", "receipt": upload()})

    assert (done.status_code, done["Location"]) == (302, f"{grant}expenses/")
    expense = Expense.objects.get()
    assert (expense.amount, expense.receipt.name) == (1500, "recu.pdf")
    desk = client_for(office.finance)
    assert client.get(f"/files/{expense.receipt.public_id}/").status_code == 200
    assert desk.post(f"{MONEY}expenses/{expense.public_id}/accept/").status_code == 302
    expense.refresh_from_db()
    assert expense.state == "accepted"


def test_the_money_of_others_does_not_exist(client_for, outsider, founder2, founder, office, award, grant):
    tranche = world.paid_tranche(award, founder, office)
    proof = tranche.payouts.get().proof
    charge = world.declared_charge(founder, office.finance)
    stranger = client_for(founder2)
    for url in (grant, f"{grant}expenses/", f"{grant}expenses/new/", f"{grant}2/request/", f"{grant}1/requested/",
                f"/portal/payments/{charge.public_id}/", f"/portal/payments/{charge.public_id}/receipt.pdf",
                f"/files/{charge.proof.public_id}/", f"/files/{proof.public_id}/",
                *[MONEY + name for name in LISTS], f"{MONEY}tranches/{tranche.public_id}/"):  # fmt: skip
        assert stranger.get(url).status_code == 404, url
    assert client_for(founder).get(f"/files/{proof.public_id}/").status_code == 404
    assert stranger.post(f"{grant}1/confirm-reception/").status_code == 404
    for name in ("card", "declare", "another-way"):
        assert stranger.post(f"/portal/payments/{charge.public_id}/{name}/").status_code == 404


def test_a_manual_payment_by_the_pages(client_for, founder, office, settings):
    settings.STRIPE_KEY = ""
    charge = world.charge(founder, office.finance)
    client, url = client_for(founder), f"/portal/payments/{charge.public_id}/"
    page = client.get(url)
    assert b"/card/" not in page.content
    assert "checkout" not in page["Content-Security-Policy"]
    assert client.post(f"{url}card/").status_code == 302
    assert client.post(f"{url}declare/", {"rail": "mobile", "reference": "TM-1"}).status_code == 422
    assert (
        client.post(f"{url}declare/", {"rail": "mobile", "reference": "TM-1", "proof": upload()}).status_code
        == 302
    )
    desk = client_for(office.finance)
    assert desk.post(f"{MONEY}income/{charge.public_id}/succeed/").status_code == 302
    receipt = client.get(f"{url}receipt.pdf")

    assert (receipt.status_code, receipt["Content-Type"]) == (200, "application/pdf")
    assert client.get("/portal/payments/").status_code == 200
    charge.refresh_from_db()
    assert (charge.state, charge.confirmed_by) == ("succeeded", office.finance)


def test_the_card_leads_to_the_provider_and_the_policy_lets_it(client_for, founder, office, settings):
    provider = fake_provider.Provider(secret="x", deliver=lambda body, signature: None)
    server = fake_provider.Server(provider)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    settings.STRIPE_KEY, settings.STRIPE_API_BASE = "sk_test_x", provider.url
    try:
        charge = world.charge(founder, office.finance)
        client, url = client_for(founder), f"/portal/payments/{charge.public_id}/"
        page = client.get(url)
        answer = client.post(f"{url}card/")
        charge.refresh_from_db()
        assert f"form-action 'self' {provider.url}" in page["Content-Security-Policy"]
        assert (answer.status_code, answer["Location"]) == (
            303,
            provider.sessions[charge.provider_session]["url"],
        )
        assert client.post(f"{url}another-way/").status_code == 302
        provider.failures.append({"status": 500})
        silent = client.post(f"{url}card/")
        assert (silent.status_code, silent["Location"]) == (302, url)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    charge.refresh_from_db()
    assert (charge.state, charge.attempt) == ("pending", 2)


def test_the_first_thing_to_do_is_the_primary_button(client_for, founder, office, award, place, grant):
    client = client_for(founder)
    assert client.get(grant).context["waiting"]["act"] == "request"
    tranche = world.paid_tranche(award, founder, office)
    world.accepted_expense(tranche, founder, office, 720_000)
    approved_milestone(place, 1, founder, office.officer)
    assert [card["act"] for card in client.get(grant).context["cards"]] == ["confirm", "request", ""]
    assert client.get(grant).context["waiting"]["act"] == "confirm"
    client.post(f"{grant}1/confirm-reception/")
    page = client.get(grant).context
    assert ([card["act"] for card in page["cards"]], page["waiting"]["act"]) == (
        ["spend", "request", ""],
        "request",
    )
    assert page["justified"] == 720_000


def test_the_sentences_are_those_of_the_screens(award, founder, office):
    tranche = world.verified_tranche(award, founder, office)
    told = public_state.of_tranche(tranche, releasable=True, at=world.CHECKED)

    assert (told.word, told.holder) == ("À la signature", "au centre")
    assert told.text == (
        "Tranche 1\u00a0: 900\u202f000\u00a0F\u00a0CFA. Demande vérifiée le 15 juin. Il manque une signature, attendue avant le "
        "21 juin. Versement prévu le vendredi 25 juin 2027."
    )
    with translation.override("en"):
        assert public_state.of_tranche(tranche, releasable=True, at=world.CHECKED).text == (
            "Tranche 1: XOF\u00a0900,000. Request verified on 15 June. One signature is missing, expected by 21 June. "
            "Payment planned for Friday 25 June 2027."
        )


def test_a_tranche_that_is_all_justified_asks_for_no_more_receipts(award, founder, office):
    tranche = world.paid_tranche(award, founder, office)
    tranche.received_at = world.PAID
    half = public_state.of_tranche(tranche, releasable=False, justified=99, at=world.CHECKED)
    whole = public_state.of_tranche(tranche, releasable=False, justified=100, at=world.CHECKED)

    assert "ajoutez vos dépenses" in half.text
    assert "justifiée" in whole.text
    assert ("ajoutez" in whole.text, half.holder, whole.holder) == (False, "chez vous", "au centre")


def test_the_home_says_of_the_next_tranche_what_its_page_says(
    client_for, founder, office, award, grant, monkeypatch
):
    monkeypatch.setattr(clock, "now", lambda: world.CHECKED)
    client = client_for(founder)

    card = client.get(grant).context["cards"][0]["told"]
    _tranche, told = client.get("/portal/").context["tranche"]

    assert (told.state, told.word, told.text) == (card.state, card.word, card.text)
