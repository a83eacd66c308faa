"""Money at the desk: lists by role, awards, lines and charges, forged acts."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from funding import charges
from funding.models import Award, BudgetLine, Charge, Tranche
from tests.world import funding as world
from tests.world.applications import PDF
from tests.world.incubation import active_place

pytestmark = pytest.mark.django_db
MONEY = "/desk/money/"
LISTS = ["tranches/", "to-sign/", "signed/", "awards/", "payments/", "income/", "lines/", "ledger/"]


def upload(name="recu.pdf"):
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def in_english(client):
    client.cookies["django_language"] = "en"
    return client


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
    world.register(place, office)
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
    paid = f"{MONEY}payees/{place.startup.slug}/"
    typed = {"rail": "bank", "holder": "Tikpa", "account": "TG53 0101", "proof": upload("rib.pdf")}
    assert finance.post(f"{paid}propose/", {**typed, "holder": ""}).status_code == 422
    assert finance.post(f"{paid}propose/", {**typed, "proof": upload("rib.pdf")}).status_code == 302
    assert finance.post(f"{paid}1/confirm/").status_code == 403
    assert "TG530101" in client_for(office.approver).get(paid).content.decode()
    assert client_for(office.approver).post(f"{paid}1/confirm/").status_code == 302

    award.refresh_from_db()
    payee = place.startup.payees.get()
    assert (award.state, payee.account, payee.masked_account) == ("signed", "TG530101", "•••• 0101")
    assert list(award.tranches.values_list("amount", flat=True)) == [600_000, 800_000, 600_000]
    assert "TG530101" not in (finance.get(page).content + finance.get(paid).content).decode()
    assert "•••• 0101" in finance.get(page).content.decode()


def test_an_award_offers_to_close_once_no_tranche_is_under_way(client_for, founder, office, award):
    close = reverse("funding:award_act", args=[award.reference, "close"])
    page = reverse("funding:award", args=[award.reference])
    assert f'action="{close}"' in client_for(office.finance).get(page).content.decode()

    world.requested_tranche(award, founder)
    text = client_for(office.finance).get(page).content.decode()
    assert f'action="{close}"' not in text
    assert "" in text


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
            for name in names:
                client.get(MONEY + name)  # the columns a person reads are known for a minute
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
