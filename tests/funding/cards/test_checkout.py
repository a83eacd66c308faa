"""Payment by card against the stand-in, over HTTP, with the provider's own library."""

import json
import threading
import urllib.request

import pytest

from funding import charges
from funding.cards import checkout, events, fake_provider, gateway, webhook
from funding.models import Charge, LedgerEntry, ProviderEvent
from incubator.workflow.refusals import IllegalMove, NotAllowed
from tests.world import funding as world

pytestmark = pytest.mark.django_db
SECRET = "whsec_test"
AT = world.SPENT


@pytest.fixture
def provider(settings, monkeypatch):
    """The stand-in on its own port; its events are kept in a list instead of being posted."""
    told = []
    provider = fake_provider.Provider(
        secret=SECRET, deliver=lambda body, signature: told.append((body, signature))
    )
    server = fake_provider.Server(provider)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    settings.STRIPE_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_x", SECRET
    settings.STRIPE_API_BASE = provider.url
    provider.told = told
    provider.tell = lambda kind, thing: told.append(signed(kind, thing))
    yield provider
    server.closing.set()
    server.shutdown()
    server.server_close()
    thread.join()


def signed(kind, thing, identity=None):
    body = json.dumps(
        {"id": identity or f"evt_{kind}_{thing['id']}", "type": kind, "data": {"object": thing}}
    ).encode()
    return body, fake_provider.sign(body, SECRET)


def fail_next(provider, **how):
    request = urllib.request.Request(f"{provider.url}/_fail", data=json.dumps(how).encode(), method="POST")
    urllib.request.urlopen(request, timeout=5).close()


def heard(provider):
    """Take in what the provider told, and apply it."""
    for body, _signature in provider.told:
        event = json.loads(body)
        stored, _new = ProviderEvent.objects.get_or_create(
            event_id=event["id"],
            defaults={"kind": event["type"], "payload": event["data"]["object"], "received_at": AT},
        )
        events.apply(stored, at=AT)


def test_the_payer_is_led_to_the_page_and_pays(provider, founder, finance):
    charge = world.charge(founder, finance)

    address = checkout.start(charge, by=founder, at=AT)
    charge.refresh_from_db()
    session = provider.sessions[charge.provider_session]

    assert (charge.state, charge.rail, address) == ("pending", "card", session["url"])
    assert (session["amount_total"], session["currency"], session["metadata"]) == (
        25_000, "xof", {"charge": charge.public_id, "reference": charge.reference},
    )  # fmt: skip
    assert list(provider.answers) == [charge.public_id]

    provider.pay(session["id"])
    heard(provider)

    charge.refresh_from_db()
    assert (charge.state, charge.provider_payment) == ("succeeded", session["payment_intent"])
    assert LedgerEntry.objects.balances()["provider"] == 25_000


@pytest.mark.parametrize(
    "how",
    [{"status": 500}, {"status": 500, "saved": True}, {"status": "drop"}, {"status": "drop", "saved": True}],
)
def test_an_unknown_answer_is_asked_again_with_the_same_key(provider, founder, finance, how):
    charge = world.charge(founder, finance)
    fail_next(provider, **how)

    with pytest.raises(gateway.ProviderSilent):
        checkout.start(charge, by=founder, at=AT)
    charge.refresh_from_db()
    assert (charge.state, charge.provider_session, charge.attempt) == ("pending", "", 1)
    address = checkout.start(charge, by=founder, at=AT)

    assert list(provider.sessions) == [charge.provider_session]
    assert address == provider.sessions[charge.provider_session]["url"]


def test_a_silent_provider_is_not_waited_for(provider, founder, finance):
    charge = world.charge(founder, finance)
    charges.open_checkout(charge, by=founder, at=AT)
    fail_next(provider, status="timeout", seconds=3)

    with pytest.raises(gateway.ProviderSilent):
        gateway.open_session(charge, timeout=0.3)

    assert (gateway.PAGE_TIMEOUT, gateway.TASK_TIMEOUT) == (4, 8)


def test_the_sweeper_reconciles_what_nobody_heard_of(provider, founder, finance):
    charge = world.charge(founder, finance)
    fail_next(provider, status=500, saved=True)
    with pytest.raises(gateway.ProviderSilent):
        checkout.start(charge, by=founder, at=AT)
    provider.pay(next(iter(provider.sessions)))

    assert checkout.reconcile_silent(at=AT) == 0
    later = AT + checkout.SILENCE
    assert checkout.reconcile_silent(at=later) == 1
    assert checkout.reconcile_silent(at=later + checkout.SILENCE) == 1
    assert checkout.reconcile_silent(at=later + 3 * checkout.SILENCE) == 0

    charge.refresh_from_db()
    assert (charge.state, LedgerEntry.objects.count()) == ("succeeded", 1)


def test_going_back_to_an_open_page_finds_it(provider, founder, finance):
    charge = world.charge(founder, finance)

    first = checkout.start(charge, by=founder, at=AT)
    second = checkout.start(charge, by=founder, at=AT)

    assert first == second
    assert len(provider.sessions) == 1


def test_another_way_closes_the_page_first(provider, founder, finance):
    charge = world.charge(founder, finance)
    checkout.start(charge, by=founder, at=AT)

    checkout.give_up(charge, by=founder, at=AT)
    heard(provider)

    charge.refresh_from_db()
    assert (charge.state, provider.sessions[charge.provider_session]["status"]) == ("expired", "expired")
    address = checkout.start(charge, by=founder, at=AT)
    assert (len(provider.sessions), charge.attempt) == (2, 2)
    assert address.endswith(charge.provider_session)
    assert sorted(provider.answers) == sorted([charge.public_id, f"{charge.public_id}-2"])


def test_another_way_after_the_payment_is_refused_and_the_payment_kept(provider, founder, finance):
    charge = world.charge(founder, finance)
    checkout.start(charge, by=founder, at=AT)
    provider.pay(charge.provider_session)

    with pytest.raises(IllegalMove):
        checkout.give_up(charge, by=founder, at=AT)

    charge.refresh_from_db()
    assert charge.state == "succeeded"


def test_cancelling_closes_the_page(provider, founder, finance):
    charge = world.charge(founder, finance)
    checkout.start(charge, by=founder, at=AT)

    checkout.cancel(charge, note="Demandée par erreur.", by=finance, at=AT)

    assert (charge.state, provider.sessions[charge.provider_session]["status"]) == ("cancelled", "expired")


def test_a_refund_goes_to_the_provider_once(provider, founder, finance, approver):
    charge = world.charge(founder, finance)
    checkout.start(charge, by=founder, at=AT)
    provider.pay(charge.provider_session)
    heard(provider)
    charge.refresh_from_db()
    fail_next(provider, status=500, saved=True)

    with pytest.raises(gateway.ProviderSilent):
        world.refunded(charge, finance, approver, at=AT)
    charge.refresh_from_db()
    assert (charge.state, len(provider.refunds)) == ("succeeded", 1)
    world.refunded(charge, finance, approver, at=AT)
    heard(provider)

    assert (charge.state, len(provider.refunds)) == ("refunded", 1)
    assert set(LedgerEntry.objects.balances().values()) == {0}


def test_a_refusal_of_the_provider_fails_the_attempt(provider, founder, finance):
    charge = world.charge(founder, finance)
    fail_next(provider, status=400)

    with pytest.raises(gateway.ProviderRefused):
        checkout.start(charge, by=founder, at=AT)

    charge.refresh_from_db()
    assert charge.state == "failed"
    checkout.start(charge, by=founder, at=AT)
    assert (charge.state, charge.attempt) == ("pending", 2)


def test_only_the_payer_pays(provider, founder, finance, outsider):
    charge = world.charge(founder, finance)
    for person in (outsider, finance):
        with pytest.raises(NotAllowed):
            checkout.start(charge, by=person, at=AT)

    assert (Charge.objects.get().state, provider.sessions) == ("created", {})


def test_without_a_key_no_card_and_nothing_moves(settings, founder, finance):
    settings.STRIPE_KEY = ""
    charge = world.charge(founder, finance)

    with pytest.raises(gateway.NotConfigured):
        checkout.start(charge, by=founder, at=AT)

    charge.refresh_from_db()
    assert (charge.state, charge.attempt, checkout.reconcile_silent(at=AT)) == ("created", 0, 0)


def test_amounts_are_counted_as_the_provider_counts_them():
    assert [gateway.provider_amount(1500, "XOF"), gateway.provider_amount(1500, "EUR")] == [1500, 1500]
    with pytest.raises(KeyError):
        gateway.provider_amount(1500, "JPY")


def test_the_stand_in_signs_as_the_provider_does(provider):
    body, signature = signed("checkout.session.completed", {"id": "cs_1"})
    import time
    from datetime import UTC, datetime

    webhook._require_genuine(body, signature, datetime.fromtimestamp(time.time(), UTC))
