"""The pages of money, in both languages, and what each answers to whom."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from funding import charges, fake_provider, public_state
from funding.models import Award, BudgetLine, Charge, Expense, LedgerEntry, Payout, Tranche
from tests.world import funding as world
from tests.world.applications import PDF
from tests.world.incubation import active_place, approved_milestone

pytestmark = pytest.mark.django_db
MONEY = "/desk/money/"
LISTS = ["tranches/", "to-sign/", "signed/", "awards/", "payments/", "income/", "lines/", "ledger/"]


def upload(name="recu.pdf"):
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def in_english(client):
    client.cookies["django_language"] = "en"
    return client


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
    assert desk.post(f"{url}order/", {"order-rail": "bank"}).status_code == 302
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


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_list_of_the_desk_answers_to_its_roles(
    client_for, founder, office, award, donor, editor, language
):
    world.paid_tranche(award, founder, office)
    world.declared_charge(founder, office.finance)
    expected = {
        office.finance: {"to-sign/", "signed/"},
        office.approver: set(),
        office.director: {"to-sign/", "signed/"},
        donor: {"tranches/", "to-sign/", "signed/", "awards/", "payments/", "income/"},
        office.officer: {"to-sign/", "signed/", "payments/", "income/", "lines/", "ledger/"},
        editor: set(LISTS),
    }
    for person, closed in expected.items():
        client = client_for(person)
        client.cookies["django_language"] = language
        person.language = language
        person.save()
        found = {name for name in LISTS if client.get(MONEY + name).status_code == 404}
        assert found == closed, person


def test_each_desk_page_opens_in_english(client_for, founder, office, award):
    tranche = world.paid_tranche(award, founder, office)
    world.expense(tranche, founder, 5_000)
    charge = world.declared_charge(founder, office.finance)
    for person in (office.finance, office.approver, founder):
        person.language = "en"
        person.save()
    client = in_english(client_for(office.finance))
    for url in ("tranches/?view=all", f"tranches/{tranche.public_id}/", f"awards/{award.reference}/", "awards/?state=signed",
                "lines/new/", "income/new/", f"income/{charge.public_id}/", "payments/?state=all",
                "ledger/?account=bank", "income/?view=all"):  # fmt: skip
        answer = client.get(MONEY + url)
        assert (answer.status_code, b"XOF" in answer.content or url.endswith("new/")) == (200, True), url
    founders = in_english(client_for(founder))
    for url in ("", "expenses/", "expenses/new/", "2/request/"):
        assert founders.get(f"/portal/startups/{award.startup.slug}/grant/{url}").status_code == 200


def test_an_award_from_the_place_to_the_signature(client_for, place, office):
    world.opened_line(office.finance)
    world.register(place, office.officer)
    officer, director, finance = (client_for(p) for p in (office.officer, office.director, office.finance))
    listed = officer.get(f"{MONEY}awards/")
    assert place.startup.name.encode() in listed.content
    url = f"{MONEY}awards/new/{place.public_id}/"
    assert officer.get(url).status_code == 200
    assert (
        officer.post(url, {"line": BudgetLine.objects.get().pk, "ceiling_amount": "9 000 000"}).status_code
        == 422
    )
    answer = officer.post(url, {"line": BudgetLine.objects.get().pk, "ceiling_amount": "2 000 000"})
    award = Award.objects.get()
    page = f"{MONEY}awards/{award.reference}/"
    assert answer["Location"] == page
    assert officer.post(f"{page}approve/").status_code == 403
    assert director.post(f"{page}approve/").status_code == 302
    assert finance.post(f"{page}sign/").status_code == 302
    assert finance.post(f"{page}payee/", {"name": "", "account": ""}).status_code == 422
    assert finance.post(f"{page}payee/", {"name": "Tikpa", "account": "TG53 0101"}).status_code == 302

    award.refresh_from_db()
    assert (award.state, award.payee_account, award.masked_account) == ("signed", "TG530101", "•••• 0101")
    assert list(award.tranches.values_list("amount", flat=True)) == [600_000, 800_000, 600_000]
    assert "TG530101" not in finance.get(page).content.decode()


def test_a_line_and_a_charge_are_opened_at_the_desk(client_for, founder, office):
    client = client_for(office.finance)
    line = {"funder_name": "Banque mondiale", "code": "bm-27", "title_fr": "Subventions", "amount": "60 000 000",
            "from_on": "2027-01-01", "until_on": "2028-12-31"}  # fmt: skip
    assert client.post(f"{MONEY}lines/new/", {**line, "until_on": "2026-12-31"}).status_code == 422
    assert client.post(f"{MONEY}lines/new/", line).status_code == 302
    assert client.post(f"{MONEY}lines/new/", line).status_code == 422
    asked = {"payer": founder.email, "what_for": "room", "label_fr": "Salle", "amount": "15000"}
    assert client.post(f"{MONEY}income/new/", {**asked, "payer": "nobody@example.test"}).status_code == 422
    assert client.post(f"{MONEY}income/new/", asked).status_code == 302

    assert (BudgetLine.objects.get().amount, Charge.objects.get().amount) == (60_000_000, 15_000)


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


def test_forged_acts_and_names_do_not_exist(client_for, office, award, founder):
    tranche = award.tranches.get(number=1)
    client = client_for(office.finance)
    charge = world.charge(founder, office.finance)
    for url in (f"tranches/{tranche.public_id}/request/", f"tranches/{tranche.public_id}/nothing/",
                f"awards/{award.reference}/nothing/", f"income/{charge.public_id}/open_checkout/"):  # fmt: skip
        assert client.post(MONEY + url).status_code == 404
        assert client.get(MONEY + url).status_code == 405
    assert (
        client.post(
            f"{MONEY}tranches/{tranche.public_id}/pay/", {"pay-reference": "V", "pay-proof": upload()}
        ).status_code
        == 404
    )
    assert client.post(f"{MONEY}tranches/{tranche.public_id}/verify/").status_code == 409
    assert Tranche.objects.get(pk=tranche.pk).state == "planned"


def test_lists_cost_the_same_with_one_row_and_with_three(
    client_for, founder, founder2, outsider, office, award, django_assert_max_num_queries
):
    def counts() -> dict[str, int]:
        found = {}
        for person, names in ((office.finance, ["tranches/?view=all", "awards/", "payments/?state=all", "income/?view=all",
                                                "lines/", "ledger/"]), (office.approver, ["to-sign/"])):  # fmt: skip
            client = client_for(person)
            client.get(MONEY + names[0])
            for name in names:
                with django_assert_max_num_queries(40) as context:
                    client.get(MONEY + name)
                found[name] = len(context)
        return found

    world.verified_tranche(award, founder, office)
    world.charge(founder, office.finance)
    one = counts()
    for person, name in ((founder2, "Deux"), (outsider, "Trois")):
        other = world.signed_award(
            active_place(person, office.officer, office.director, startup_name=name), office
        )
        world.verified_tranche(other, person, office)
        charges.create(
            payer=person, what_for="room", label_fr="Salle", amount=5, by=office.finance, at=world.SPENT
        )

    assert counts() == one
    assert max(one.values()) <= 12


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
