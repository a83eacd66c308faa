"""Two people, one instant: signatures, payments and the provider's events. Each control removes only the guard."""

from collections import Counter

import pytest

from funding.cards import events, webhook
from funding.models import Award, LedgerEntry, Payout, ProviderEvent, Tranche
from funding.tranches import disbursement, requesting
from incubator.core import clock
from incubator.files import storing
from tests.conftest import AT
from tests.races import provider, unguarded, worlds
from tests.races.pairs import CONTROL_TRIALS, DONE, TRIALS, Pair, caught, doubled, say, tally
from tests.world.applications import pdf
from tests.world.incubation import STARTED

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ILLEGAL = "refused: illegal_move"


# Two signatures, then two payments of one tranche --------------------------------------------------------


def two_approvals_and_payments(call, people, approvers, trials: int) -> tuple[Counter, Counter]:
    payments: Counter = Counter()
    tranches = worlds.verified_tranches(call, **people, wanted=trials)
    finance = people["finance"]
    proof = storing.store(
        pdf("avis.pdf"), record="payout", record_id=1, purpose="proof", formats=["pdf"], max_bytes=10_000,
        by=finance, at=STARTED,
    )  # fmt: skip

    def trial(pair: Pair, number: int):
        tranche = next(tranches)

        def signs(person):
            return lambda: requesting.approve(Tranche.objects.get(pk=tranche.pk), by=person, at=STARTED)

        signed = pair.at_once(signs(approvers[0]), signs(approvers[1]))
        payout = disbursement.order(Tranche.objects.get(pk=tranche.pk), by=finance, at=STARTED)

        def pays(reference):
            return lambda: disbursement.pay(
                Payout.objects.get(pk=payout.pk), reference=reference, proof=proof, by=finance, at=STARTED
            )

        payments[pair.at_once(pays(f"V{number}a"), pays(f"V{number}b"))] += 1
        return signed

    return tally(trials, trial), payments


@pytest.fixture
def many_tranches(centre, officer, director, finance):
    call = worlds.many_tranches_call(officer, director)
    return call, {"officer": officer, "finance": finance, "director": director}


def test_two_approvals_and_two_payments_of_a_tranche_make_one_of_each(many_tranches, approvers):
    approvals, payments = two_approvals_and_payments(*many_tranches, approvers, TRIALS)

    verbs = ("tranche.approve", "tranche.pay")
    entries = {verb: LedgerEntry.objects.filter(verb=verb).count() for verb in verbs}
    say("two approvals of one tranche", approvals, entries=entries["tranche.approve"])
    say("two payments of one payout", payments, entries=entries["tranche.pay"])
    assert approvals == {(DONE, ILLEGAL): TRIALS}
    # One person with two references: the first is kept, the second finds it.
    assert sum(payments.values()) == TRIALS
    assert set(payments) <= {(DONE, DONE), (DONE, "refused: already_settled")}
    assert entries == {"tranche.approve": TRIALS, "tranche.pay": TRIALS}
    assert doubled("tranche.approve") + doubled("tranche.pay") == 0
    assert Payout.objects.exclude(reference="").count() == TRIALS
    for award in Award.objects.all():
        assert award.paid_amount == award.requested_amount == award.ceiling_amount


def test_two_approvals_without_the_lock_break(many_tranches, approvers, monkeypatch):
    unguarded.no_row_lock(monkeypatch)

    approvals, payments = two_approvals_and_payments(*many_tranches, approvers, CONTROL_TRIALS)

    say("two approvals, lock removed", approvals, doubled=doubled("tranche.approve"))
    say("two payments, lock removed", payments, doubled=doubled("tranche.pay"))
    assert caught(approvals) + doubled("tranche.approve") > 0


# One event of the provider, delivered twice at once ------------------------------------------------------


@pytest.fixture
def charges_to_pay(centre, finance, founder, settings):
    settings.STRIPE_WEBHOOK_SECRET = provider.SECRET
    return lambda number: provider.charge_on_its_way(number, founder, finance)


def two_deliveries(charges_to_pay, trials: int) -> Counter:
    """The provider sends one event over two connections, and each delivery is applied."""

    def trial(pair: Pair, number: int):
        body, signature, identity = provider.paid_event(charges_to_pay(number), number)

        def act() -> str:
            stored = webhook.receive(body, signature, at=clock.now())
            for event in ProviderEvent.objects.filter(event_id=identity):
                events.apply(event, at=AT)
            return "stored" if stored else "known already"

        return pair.at_once(act, act)

    return tally(trials, trial)


def two_applications(charges_to_pay, trials: int) -> Counter:
    """Two workers take the same stored event."""

    def trial(pair: Pair, number: int):
        body, signature, _identity = provider.paid_event(charges_to_pay(number), number)
        event = webhook.receive(body, signature, at=clock.now())
        return pair.at_once(lambda: events.apply(event, at=AT), lambda: events.apply(event, at=AT))

    return tally(trials, trial)


def test_one_event_delivered_twice_has_one_effect(charges_to_pay):
    counts = two_deliveries(charges_to_pay, TRIALS)

    say("one webhook event delivered twice", counts, entries=LedgerEntry.objects.count())
    assert counts == {("known already", "stored"): TRIALS}
    assert ProviderEvent.objects.exclude(applied_at=None).count() == TRIALS == ProviderEvent.objects.count()
    assert LedgerEntry.objects.filter(verb="charge.succeed").count() == TRIALS == LedgerEntry.objects.count()
    assert doubled("charge.succeed") == 0


def test_one_event_applied_by_two_workers_has_one_effect(charges_to_pay):
    counts = two_applications(charges_to_pay, TRIALS)

    say("one event applied by two workers", counts, entries=LedgerEntry.objects.count())
    assert counts == {("paid", "paid"): TRIALS}
    assert LedgerEntry.objects.filter(verb="charge.succeed").count() == TRIALS == LedgerEntry.objects.count()
    assert set(ProviderEvent.objects.values_list("attempts", flat=True)) == {1}
    assert doubled("charge.succeed") == 0


def test_one_event_delivered_twice_without_its_unique_key_is_stored_twice(charges_to_pay):
    with unguarded.no_unique(ProviderEvent, "event_id"):
        counts = two_deliveries(charges_to_pay, CONTROL_TRIALS)
        stored = ProviderEvent.objects.count()

    say("one webhook event, unique key removed", counts, stored=stored)
    assert stored > CONTROL_TRIALS


def test_one_event_applied_by_two_workers_without_the_lock_breaks(charges_to_pay, monkeypatch):
    unguarded.no_row_lock(monkeypatch)

    counts = two_applications(charges_to_pay, CONTROL_TRIALS)

    say("one event, two workers, lock removed", counts, doubled=doubled("charge.succeed"))
    assert caught(counts) + doubled("charge.succeed") > 0
