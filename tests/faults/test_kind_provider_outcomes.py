"""Kind: an outcome of the provider has no place in our books, and noise hides it in a list nobody can empty."""

import itertools
import json
from pathlib import Path

import pytest
import stripe
from django.urls import reverse

from funding import charges, public_state
from funding.cards import events, gateway, provider_events
from funding.models import Charge, LedgerEntry, ProviderEvent
from incubator.core import clock
from incubator.notifications.models import Message
from incubator.workflow.models import Event
from incubator.workflow.refusals import IllegalMove, NotAllowed
from incubator.workflow.values import BadValues
from tests.world import funding as world

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parent / "data"
SECRET, AT = "whsec_test", world.SPENT
COMPLETED = "checkout.session.completed"


@pytest.fixture(autouse=True)
def _keys(settings):
    settings.STRIPE_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_x", SECRET


@pytest.fixture
def charge(founder, finance) -> Charge:
    """A charge of 15 000 F whose payment page is open."""
    charge = world.charge(founder, finance, amount=15_000)
    charges.open_checkout(charge, by=founder, at=AT)
    charges.reached_provider(charge, "cs_1", at=AT)
    return charge


@pytest.fixture
def paid(charge) -> Charge:
    return charges.succeed(charge, session="cs_1", payment="pi_partiel", at=AT)


def told(name: str, charge: Charge | None = None, **changed) -> dict:
    text = (DATA / name).read_text()
    found = json.loads(text.replace("CHARGE", charge.public_id) if charge else text)
    return {"type": found["type"], "object": {**found["object"], **changed}}


def about(charge: Charge, kind: str, **thing) -> dict:
    return {"type": kind, "object": {"currency": "xof", "payment_intent": "pi_partiel",
                                     "metadata": {"charge": charge.public_id}, **thing}}  # fmt: skip


def session(charge: Charge, payment: str = "pi_partiel", **changed) -> dict:
    thing = {"id": "cs_1", "status": "complete", "payment_status": "paid", "amount_total": charge.amount}
    return about(charge, COMPLETED, **{**thing, "payment_intent": payment, **changed})


def post(client, what: dict, identity: str):
    body = json.dumps({"id": identity, "type": what["type"], "data": {"object": what["object"]}})
    stamp = int(clock.now().timestamp())
    header = stripe.WebhookSignature.generate_signature_header(body, SECRET, timestamp=stamp)
    answer = client.post(reverse("funding:stripe_events"), body, "application/json",
                         headers={"Stripe-Signature": header})  # fmt: skip
    assert answer.status_code == 200
    events.apply_waiting(at=AT)
    return ProviderEvent.objects.get(event_id=identity)


def moves(charge: Charge) -> list[tuple[str, str, str, int]]:
    return list(LedgerEntry.objects.filter(charge=charge).values_list("verb", "debit", "credit", "amount"))[
        1:
    ]


def letters(kind: str = "funding/charge_news") -> list[str]:
    return [message.text for message in Message.objects.filter(kind=kind).order_by("pk")]


# -- what is not ours ------------------------------------------------------------------------------------------


def test_events_of_another_product_hide_nothing(client, client_for, paid, finance):
    for number in range(12):
        foreign = told("stripe_event_of_another_product.json", id=f"cs_other_{number}")
        assert post(client, foreign, f"evt_f{number}").outcome == "of another product"
    post(
        client,
        about(paid, "charge.refunded", amount=15_000, amount_refunded=99_000, refunded=False),
        "evt_real",
    )
    page = client_for(finance).get(reverse("funding:income"))
    assert [line["event"].event_id for line in page.context["told"]] == ["evt_real"]
    assert page.context["told_count"] == 1
    assert paid.reference in page.content.decode()


@pytest.mark.parametrize("metadata", [{}, None, [], "x", {"order": "1"}, {"charge": None}, {"charge": ""}])
@pytest.mark.parametrize("kind", sorted(events.HANDLERS))
def test_whatever_names_nothing_of_ours_is_put_aside(client, paid, kind, metadata):
    thing = {"id": "x_1", "metadata": metadata, "client_reference_id": "panier-12", "payment_intent": "pi_x",
             "status": "failed", "amount": 10}  # fmt: skip
    assert post(client, {"type": kind, "object": thing}, "evt_1").outcome == "of another product"
    assert Charge.objects.get().state == "succeeded"


def test_a_charge_of_ours_that_is_unknown_is_for_finance(client):
    thing = {"id": "ch_1", "metadata": {"charge": "abcdefghij"}, "refunded": True}
    assert post(client, {"type": "charge.refunded", "object": thing}, "evt_1").outcome == "unknown charge"
    assert ProviderEvent.objects.to_look_at(provider_events.TOLD).count() == 1


def test_an_event_found_by_its_payment_alone(client, paid):
    failed = about(
        paid, "charge.dispute.created", id="dp_1", amount=15_000, status="needs_response", metadata={}
    )
    assert post(client, failed, "evt_1").outcome == "dispute opened"


def test_what_came_before_its_payment_without_our_name_is_read_again(client, charge):
    early = about(
        charge, "charge.dispute.created", id="dp_1", amount=15_000, status="needs_response", metadata={}
    )
    assert post(client, early, "evt_1").outcome == "of another product"
    post(client, session(charge), "evt_2")
    events.apply_waiting(at=AT)
    charge.refresh_from_db()
    assert (charge.state, charge.dispute) == ("succeeded", "open")


def test_one_that_always_breaks_ends_before_finance(client, paid, monkeypatch, caplog):
    def broken(payload, at):
        raise RuntimeError("broken")

    monkeypatch.setitem(events.HANDLERS, "charge.refunded", broken)
    post(client, about(paid, "charge.refunded"), "evt_1")
    for _time in range(events.MOST_ATTEMPTS):
        events.apply_waiting(at=AT)
    assert ProviderEvent.objects.get().outcome == "given up"


# -- the list can be emptied -----------------------------------------------------------------------------------


@pytest.fixture
def line(client, charge) -> ProviderEvent:
    return post(client, session(charge, amount_total=14_000), "evt_line")


def test_finance_closes_a_line_with_what_was_done(line, finance, client_for):
    desk = client_for(finance)
    answer = desk.post(
        reverse("funding:close_told", args=[line.pk]), {"note": "Appelé ; le compte est juste."}
    )
    assert answer.status_code == 302
    line.refresh_from_db()
    assert (line.closing_note, line.closed_by) == ("Appelé ; le compte est juste.", finance)
    assert Event.objects.filter(verb="provider_event.close", actor=finance).count() == 1
    assert desk.get(reverse("funding:income")).context["told"] == []


@pytest.mark.parametrize("note", ["", "   ", "x" * 301])
def test_a_line_is_closed_with_a_reason_only(line, finance, note):
    with pytest.raises(BadValues):
        provider_events.close(line, note=note, by=finance, at=AT)
    line.refresh_from_db()
    assert (line.closed_at, Event.objects.filter(verb="provider_event.close").count()) == (None, 0)


def test_a_line_is_closed_once_and_by_finance(line, finance, approver):
    with pytest.raises(NotAllowed):
        provider_events.close(line, note="Vu.", by=approver, at=AT)
    provider_events.close(line, note="Vu.", by=finance, at=AT)
    with pytest.raises(IllegalMove):
        provider_events.close(line, note="Encore.", by=finance, at=AT)
    line.refresh_from_db()
    assert line.closing_note == "Vu."


# -- refunds ---------------------------------------------------------------------------------------------------


def test_a_partial_refund_is_booked_shown_and_told(client, client_for, paid, finance, founder):
    assert post(client, told("stripe_partial_refund.json", paid), "evt_1").outcome == "refunded in part"
    paid.refresh_from_db()
    assert (paid.state, paid.refunded_amount) == ("succeeded", 5_000)
    assert moves(paid) == [("charge.refund", "income", "provider", 5_000)]
    assert LedgerEntry.objects.balances()["provider"] == 10_000
    (letter,) = letters()
    assert "5\u202f000" in letter
    for who, name in ((finance, "funding:charge"), (founder, "funding:payment")):
        page = client_for(who).get(reverse(name, args=[paid.public_id])).content.decode()
        assert "5\u202f000" in page


@pytest.mark.parametrize("order", list(itertools.permutations((5_000, 9_000, 15_000))))
def test_refunds_by_parts_add_up_in_any_order(client, paid, order):
    for number, total in enumerate([*order, *order]):
        part = {"amount": 15_000, "amount_refunded": total, "refunded": total == 15_000}
        post(client, about(paid, "charge.refunded", **part), f"evt_{number}")
    paid.refresh_from_db()
    assert (paid.state, paid.refunded_amount) == ("refunded", 15_000)
    assert sum(amount for *_entry, amount in moves(paid)) == 15_000
    assert set(LedgerEntry.objects.balances().values()) == {0}


@pytest.mark.parametrize(
    "wrong", [{"amount_refunded": 15_001}, {"currency": "eur"}, {"amount_refunded": "5000"}]
)
def test_a_refund_that_does_not_fit_changes_nothing(client, paid, wrong):
    assert (
        post(client, told("stripe_partial_refund.json", paid, **wrong), "evt_1").outcome == "amount differs"
    )
    paid.refresh_from_db()
    assert (paid.refunded_amount, moves(paid), letters()) == (0, [], [])


def test_the_rest_is_refunded_from_the_desk(client, paid, finance, approver, monkeypatch):
    post(client, told("stripe_partial_refund.json", paid), "evt_1")
    monkeypatch.setattr(gateway, "refund", lambda charge, **more: None)
    world.refunded(paid, finance, approver, note="Séance annulée.", at=AT)
    paid.refresh_from_db()
    assert (paid.state, paid.refunded_amount) == ("refunded", 15_000)
    assert [entry[3] for entry in moves(paid)] == [5_000, 10_000]
    assert set(LedgerEntry.objects.balances().values()) == {0}


def test_a_refund_that_failed_is_booked_shown_and_told(
    client, client_for, paid, founder, finance, approver, monkeypatch
):
    monkeypatch.setattr(gateway, "refund", lambda charge, **more: None)
    world.refunded(paid, finance, approver, note="Séance annulée.", at=AT)
    failed = told("stripe_refund_failed.json", paid)
    assert post(client, failed, "evt_1").outcome == "refund failed"
    assert post(client, {**failed, "type": "charge.refund.updated"}, "evt_2").outcome == "already booked"
    paid.refresh_from_db()
    assert (paid.state, paid.refunded_amount, paid.refund_failed_at) == ("succeeded", 0, AT)
    assert moves(paid) == [
        ("charge.refund", "income", "provider", 15_000),
        ("charge.refund_failed", "provider", "income", 15_000),
    ]
    assert "n’est pas arrivé" in letters()[-1]
    assert "n’est pas arrivé" in public_state.of_charge(paid).text
    assert [one.event_id for one in ProviderEvent.objects.to_look_at(provider_events.TOLD)] == ["evt_1"]
    page = client_for(finance).get(reverse("funding:charge", args=[paid.public_id])).content.decode()
    assert "Remboursement qui n’est pas arrivé" in page


def test_a_refund_after_one_that_failed_has_its_own_key_and_entry(
    client, paid, finance, approver, monkeypatch
):
    asked = []
    monkeypatch.setattr(gateway, "refund", lambda charge, **more: asked.append(more))
    world.refunded(paid, finance, approver, note="Séance annulée.", at=AT)
    post(client, told("stripe_refund_failed.json", paid), "evt_1")
    paid.refresh_from_db()
    world.refunded(paid, finance, approver, note="De nouveau.", at=AT)
    assert asked == [{"failures": 0}, {"failures": 1}]
    paid.refresh_from_db()
    assert (paid.state, paid.refunded_amount, paid.refund_failed_at) == ("refunded", 15_000, None)
    assert set(LedgerEntry.objects.balances().values()) == {0}


def test_a_failure_that_comes_before_its_refund_waits(client, paid):
    failed = told("stripe_refund_failed.json", paid)
    assert post(client, failed, "evt_1").outcome == ""
    post(
        client, about(paid, "charge.refunded", amount=15_000, amount_refunded=15_000, refunded=True), "evt_2"
    )
    events.apply_waiting(at=AT)
    paid.refresh_from_db()
    assert (paid.state, paid.refunded_amount) == ("succeeded", 0)
    assert ProviderEvent.objects.get(event_id="evt_1").outcome == "refund failed"


# -- paid twice, disputes, failures ----------------------------------------------------------------------------


def test_a_second_payment_is_booked_and_its_refund_leaves_the_first(client, paid):
    assert post(client, session(paid, "pi_second"), "evt_1").outcome == "paid twice: refund by hand"
    assert post(client, session(paid, "pi_second"), "evt_2").outcome == "paid twice: refund by hand"
    assert LedgerEntry.objects.balances()["to_return"] == -15_000
    back = about(paid, "charge.refunded", amount=15_000, amount_refunded=15_000, refunded=True,
                 payment_intent="pi_second")  # fmt: skip
    assert post(client, back, "evt_3").outcome == "surplus refunded"
    assert post(client, back, "evt_4").outcome == "already refunded"
    paid.refresh_from_db()
    balances = LedgerEntry.objects.balances()
    assert (paid.state, balances["to_return"], balances["provider"]) == ("succeeded", 0, 15_000)


def dispute(charge: Charge, kind: str, status: str) -> dict:
    return about(
        charge, f"charge.dispute.{kind}", id="dp_1", amount=15_000, status=status, reason="fraudulent"
    )


@pytest.mark.parametrize(
    ("status", "ends", "provider", "income"), [("won", "won", 15_000, -15_000), ("lost", "lost", 0, 0)]
)
def test_a_dispute_is_booked_in_any_order(client, paid, status, ends, provider, income):
    three = [dispute(paid, "closed", status), dispute(paid, "funds_withdrawn", "needs_response"),
             dispute(paid, "created", "needs_response")]  # fmt: skip
    for number, one in enumerate(three):
        post(client, one, f"evt_{number}")
    for number, one in enumerate(three):
        post(client, one, f"evt_again_{number}")
    paid.refresh_from_db()
    balances = LedgerEntry.objects.balances()
    assert (paid.dispute, balances["disputed"], balances["provider"], balances["income"]) == (
        ends, 0, provider, income,
    )  # fmt: skip
    assert len(letters()) == 2


def test_a_question_of_the_bank_holds_nothing_back(client, paid):
    post(client, dispute(paid, "created", "warning_needs_response"), "evt_1")
    paid.refresh_from_db()
    assert (paid.dispute, moves(paid)) == ("open", [])
    post(client, dispute(paid, "closed", "warning_closed"), "evt_2")
    paid.refresh_from_db()
    assert (paid.dispute, moves(paid)) == ("won", [])


def test_a_payment_that_failed_later_is_told(client, charge):
    failed = about(charge, "checkout.session.async_payment_failed", id="cs_1", status="complete",
                   payment_status="unpaid")  # fmt: skip
    assert post(client, failed, "evt_1").outcome == "failed"
    charge.refresh_from_db()
    assert charge.state == "failed"
    assert len(letters()) == 1


def test_every_outcome_for_finance_has_its_sentence(client_for, finance):
    for number, outcome in enumerate(provider_events.TOLD):
        ProviderEvent.objects.create(event_id=f"e{number}", kind="x", payload={"metadata": None}, outcome=outcome,
                                     received_at=AT, applied_at=AT)  # fmt: skip
    page = client_for(finance).get(reverse("funding:income")).content.decode()
    assert not [outcome for outcome in provider_events.TOLD if f"– {outcome}" in page]
