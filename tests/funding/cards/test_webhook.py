"""The provider's events: genuine, once, in any order."""

import itertools
import json
from datetime import timedelta

import pytest
import stripe

from funding import charges, tasks
from funding.cards import events
from funding.models import LedgerEntry, ProviderEvent
from incubator.core import clock
from incubator.notifications.models import Message
from tests.world import funding as world

pytestmark = pytest.mark.django_db
SECRET = "whsec_test"
URL = "/webhooks/stripe/"
AT = world.SPENT


@pytest.fixture(autouse=True)
def _secret(settings):
    settings.STRIPE_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_x", SECRET


@pytest.fixture
def charge(founder, finance):
    """A charge whose payment page is open."""
    charge = world.charge(founder, finance)
    charges.open_checkout(charge, by=founder, at=AT)
    charges.reached_provider(charge, "cs_1", at=AT)
    return charge


def session(charge, **changed):
    return {
        "id": "cs_1", "object": "checkout.session", "status": "complete", "payment_status": "paid",
        "amount_total": charge.amount, "currency": "xof", "payment_intent": "pi_1",
        "client_reference_id": charge.public_id, "metadata": {"charge": charge.public_id},
        "customer_details": {"email": "secret@example.test", "name": "Ama"}, **changed,
    }  # fmt: skip


def event(charge, kind, identity="", **changed):
    thing = session(charge, **changed)
    if kind == "charge.refunded":
        thing = {"id": "ch_1", "object": "charge", "refunded": True, "payment_intent": "pi_1",
                 "metadata": {"charge": charge.public_id}, **changed}  # fmt: skip
    return {"id": identity or f"evt_{kind}", "type": kind, "data": {"object": thing}}


def post(client, body, *, at=None, secret=SECRET):
    text = json.dumps(body)
    stamp = int((at or clock.now()).timestamp())
    header = stripe.WebhookSignature.generate_signature_header(text, secret, timestamp=stamp)
    return client.post(URL, text, content_type="application/json", headers={"Stripe-Signature": header})


def apply_all():
    return events.apply_waiting(at=AT)


COMPLETED, EXPIRED = "checkout.session.completed", "checkout.session.expired"
REFUNDED, FAILED = "charge.refunded", "checkout.session.async_payment_failed"


def test_a_replay_of_five_has_one_effect(client, charge):
    answers = [post(client, event(charge, COMPLETED)).status_code for _ in range(5)]
    answers += [post(client, event(charge, COMPLETED, f"evt_again_{n}")).status_code for n in range(5)]
    apply_all()

    charge.refresh_from_db()
    assert answers == [200] * 10
    assert (charge.state, LedgerEntry.objects.count()) == ("succeeded", 1)
    assert ProviderEvent.objects.count() == 6
    assert list(ProviderEvent.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "paid",
        *["already paid"] * 5,
    ]
    assert Message.objects.filter(kind="funding/charge_paid").count() == 1


def test_nothing_personal_is_kept(client, charge):
    post(client, event(charge, COMPLETED))

    kept = ProviderEvent.objects.get().payload
    assert sorted(kept) == [
        "amount_total", "client_reference_id", "currency", "id", "metadata", "object", "payment_intent",
        "payment_status", "status",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("secret", "shift"),
    [("whsec_other", 0), (SECRET, -301), (SECRET, 400), (SECRET, 86_400)],
    ids=["wrong signature", "too old", "from the future", "from tomorrow"],
)
def test_what_is_not_genuine_is_refused(client, charge, secret, shift):
    answer = post(client, event(charge, COMPLETED), at=clock.now() + timedelta(seconds=shift), secret=secret)

    assert (answer.status_code, ProviderEvent.objects.count()) == (400, 0)


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"\xff\xfe", b"[1]", b'{"id": 1}', b'{"id":"e","type":"t","data":{"object":3}}']
)
def test_a_signed_body_that_is_no_event_is_refused(client, body):
    stamp = int(clock.now().timestamp())
    try:
        header = stripe.WebhookSignature.generate_signature_header(body.decode(), SECRET, timestamp=stamp)
    except UnicodeDecodeError:
        header = f"t={stamp},v1=00"

    answer = client.post(URL, body, content_type="application/json", headers={"Stripe-Signature": header})

    assert (answer.status_code, ProviderEvent.objects.count()) == (400, 0)


def test_without_a_secret_there_is_no_such_door(client, settings, charge):
    settings.STRIPE_WEBHOOK_SECRET = ""

    assert post(client, event(charge, COMPLETED)).status_code == 404
    assert client.get(URL).status_code == 405


def test_any_order_ends_the_same(client, charge, founder, finance):
    ends = set()
    kinds = (COMPLETED, EXPIRED, REFUNDED)
    for number, order in enumerate(itertools.permutations(kinds)):
        one = world.charge(founder, finance)
        charges.open_checkout(one, by=founder, at=AT)
        charges.reached_provider(one, f"cs_o{number}", at=AT)
        for kind in order:
            status = {"status": "expired", "payment_status": "unpaid"} if kind == EXPIRED else {}
            told = {"id": f"cs_o{number}", **status} if kind != REFUNDED else {}
            post(client, event(one, kind, f"evt_{number}_{kind}", **told))
            apply_all()
        apply_all()
        one.refresh_from_db()
        ends.add((one.state, LedgerEntry.objects.filter(charge=one).count()))

    assert ends == {("refunded", 2)}
    assert set(LedgerEntry.objects.balances().values()) == {0}


def test_paid_after_expired_counts(client, charge):
    charges.expire(charge, at=AT)

    post(client, event(charge, COMPLETED))
    apply_all()

    charge.refresh_from_db()
    assert charge.state == "succeeded"


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        ({"amount_total": 24_999}, "amount differs"),
        ({"currency": "eur"}, "amount differs"),
        ({"payment_status": "unpaid", "status": "complete"}, "not paid yet"),
        ({"metadata": {"charge": "nobody"}, "client_reference_id": "nobody"}, "unknown charge"),
        ({"metadata": {}, "client_reference_id": "nobody"}, "of another product"),
        ({"metadata": None, "client_reference_id": None}, "of another product"),
    ],
)
def test_what_does_not_fit_is_kept_for_people(client, charge, changed, outcome):
    post(client, event(charge, COMPLETED, **changed))
    apply_all()

    charge.refresh_from_db()
    assert (charge.state, LedgerEntry.objects.count()) == ("pending", 0)
    assert ProviderEvent.objects.get().outcome == outcome


def test_paid_after_cancellation_is_for_finance(client, charge, finance):
    charges.cancel(charge, note="Erreur.", by=finance, at=AT)

    post(client, event(charge, COMPLETED))
    apply_all()

    charge.refresh_from_db()
    assert (charge.state, ProviderEvent.objects.get().outcome) == (
        "cancelled",
        "paid after cancellation: refund by hand",
    )


def test_an_older_page_changes_nothing(client, charge, founder):
    charges.expire(charge, at=AT)
    charges.open_checkout(charge, by=founder, at=AT)
    charges.reached_provider(charge, "cs_2", at=AT)

    for kind in (EXPIRED, FAILED):
        post(client, event(charge, kind, status="expired", payment_status="unpaid"))
    post(client, event(charge, "payment_intent.created"))
    apply_all()

    charge.refresh_from_db()
    assert charge.state == "pending"
    assert list(ProviderEvent.objects.values_list("outcome", flat=True)) == ["ignored"] * 3


def test_an_event_that_waits_too_long_is_given_up(client, charge):
    post(client, event(charge, REFUNDED))

    for _ in range(events.MOST_ATTEMPTS):
        apply_all()

    told = ProviderEvent.objects.get()
    assert (told.outcome, told.attempts) == ("given up", events.MOST_ATTEMPTS)


def test_one_that_breaks_does_not_stop_the_others(client, charge, monkeypatch, caplog):
    post(client, event(charge, "checkout.session.async_payment_succeeded", "evt_bad"))
    post(client, event(charge, COMPLETED, "evt_good"))

    def broken(payload, at):
        raise RuntimeError("broken")

    monkeypatch.setitem(events.HANDLERS, "checkout.session.async_payment_succeeded", broken)

    assert apply_all() == 1
    assert ProviderEvent.objects.get(event_id="evt_bad").applied_at is None
    charge.refresh_from_db()
    assert charge.state == "succeeded"


def test_the_tasks_apply_what_waits(client, charge):
    post(client, event(charge, COMPLETED))

    assert tasks.apply_event(ProviderEvent.objects.get().pk) == "paid"
    assert tasks.sweep_events() == 0


def test_the_worker_is_woken_after_the_commit(
    client, charge, monkeypatch, django_capture_on_commit_callbacks
):
    woken = []
    monkeypatch.setattr(tasks.apply_event, "apply_async", lambda args, **_options: woken.append(args))

    with django_capture_on_commit_callbacks(execute=True):
        post(client, event(charge, COMPLETED))

    assert woken == [[ProviderEvent.objects.get().pk]]
