"""Kind: a limit of the provider found out by the payer, and one language's field where a pair is meant."""

from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import translation

from funding import charges
from funding.cards import checkout, gateway
from funding.models import Charge
from funding.states import ChargeState
from incubator.core.money import EXPONENTS
from incubator.workflow.values import BadValues
from tests.conftest import make_person
from tests.world import funding as world

pytestmark = pytest.mark.django_db
AT = world.SPENT


@pytest.fixture(autouse=True)
def asked(monkeypatch, settings) -> list[dict]:
    """The questions that reach the provider; each is answered with a page."""
    settings.STRIPE_KEY, settings.STRIPE_API_BASE = "sk_test_x", ""
    kept: list[dict] = []

    def create(question, options):
        kept.append(question | options)
        made = {"id": f"cs_{len(kept)}", "status": "open", "url": "https://checkout.stripe.com/c/1"}
        return SimpleNamespace(to_dict=lambda: made)

    sessions = SimpleNamespace(create=create)
    client = SimpleNamespace(v1=SimpleNamespace(checkout=SimpleNamespace(sessions=sessions)))
    monkeypatch.setattr("stripe.StripeClient", lambda *_args, **_options: client)
    return kept


@pytest.mark.parametrize("amount", [1, 100, 349, 100_000_000])
def test_an_amount_the_provider_refuses_is_said_before_it_is_called(
    amount, asked, founder, finance, client_for
):
    charge = world.charge(founder, finance, amount=amount)
    with pytest.raises(gateway.NotByCard) as refusal:
        checkout.start(charge, by=founder, at=AT)
    charge.refresh_from_db()
    assert "mobile money" in str(refusal.value)
    assert (charge.state, charge.attempt, asked) == (ChargeState.CREATED, 0, [])
    page = client_for(founder).get(reverse("funding:payment", args=[charge.public_id]))
    assert (page.context["may_pay_by_card"], page.context["form"] is None) == (False, False)
    assert str(refusal.value) in page.content.decode()
    answer = client_for(founder).post(reverse("funding:by_card", args=[charge.public_id]), follow=True)
    assert str(refusal.value) in answer.content.decode()
    assert asked == []


@pytest.mark.parametrize("amount", [350, 15_000, 99_999_999])
def test_an_amount_the_provider_takes_is_paid(amount, asked, founder, finance):
    charge = world.charge(founder, finance, amount=amount)
    assert checkout.start(charge, by=founder, at=AT) == "https://checkout.stripe.com/c/1"
    assert [line["price_data"]["unit_amount"] for one in asked for line in one["line_items"]] == [amount]


def test_finance_reads_the_limit_when_asking(founder, finance, client_for):
    desk = client_for(finance)
    page = desk.get(reverse("funding:new_charge"))
    assert gateway.limits_by_card("XOF") in page.content.decode()
    typed = {"payer": founder.email, "what_for": "ticket", "label_fr": "Photocopies", "amount": "100"}
    answer = desk.post(reverse("funding:new_charge"), typed, follow=True)
    charge = Charge.objects.get()
    assert charge.amount == 100
    assert (
        answer.content.decode().count(gateway.why_not_by_card(100, "XOF")) == 2
    )  # the message, and the page


def test_every_currency_of_ours_has_its_limits():
    assert {currency for _provider, currency in gateway.LIMITS} == set(EXPONENTS)
    assert gateway.why_not_by_card(49, "EUR") and not gateway.why_not_by_card(50, "EUR")
    assert gateway.why_not_by_card(5_000, "GBP")


def test_a_currency_we_do_not_count_is_refused(founder, finance):
    with pytest.raises(BadValues):
        charges.create(
            payer=founder, what_for="desk", label_fr="Poste", amount=5_000, currency="GBP", by=finance, at=AT
        )
    assert not Charge.objects.exists()


@pytest.mark.parametrize(("language", "name"), [("en", "Desk, July"), ("fr", "Poste de travail, juillet")])
@pytest.mark.parametrize("active", ["fr", "en"])
def test_the_page_of_the_card_speaks_the_payers_language(language, name, active, asked, finance):
    payer = make_person("payer", language=language)
    charge = world.charge(payer, finance)
    with translation.override(active):
        checkout.start(charge, by=payer, at=AT)
    (question,) = asked
    assert question["locale"] == language
    assert question["line_items"][0]["price_data"]["product_data"]["name"] == name


def test_without_an_english_wording_the_french_one_is_shown(asked, finance):
    payer = make_person("payer", language="en")
    charge = world.charge(payer, finance)
    charge.label_en = ""
    charge.save()
    checkout.start(charge, by=payer, at=AT)
    assert asked[0]["line_items"][0]["price_data"]["product_data"]["name"] == "Poste de travail, juillet"


def test_the_question_stays_the_same_when_the_payer_changes_language_meanwhile(asked, finance):
    payer = make_person("payer", language="en")
    charge = world.charge(payer, finance)
    charges.open_checkout(charge, by=payer, at=AT)
    payer.language = "fr"
    payer.save()
    charge = Charge.objects.get(pk=charge.pk)
    gateway.open_session(charge)
    assert (asked[0]["locale"], asked[0]["idempotency_key"]) == ("en", charge.public_id)


def test_the_payer_comes_back_to_a_page_in_their_language(asked, finance, client_for):
    payer = make_person("payer", language="en")
    charge = world.charge(payer, finance)
    checkout.start(charge, by=payer, at=AT)
    page = client_for(payer).get(asked[0]["cancel_url"].split("//", 1)[1].partition("/")[2].join(["/", ""]))
    assert 'lang="en"' in page.content.decode()
