"""One instant: the account of a start-up changes while its tranche is ordered. No money goes to the one before."""

from collections import Counter

import pytest

from funding.models import Payee, Payout, Tranche
from funding.payees import letters, proposing
from funding.tranches import disbursement, requesting
from incubator.workflow.models import Event
from tests.races import unguarded, worlds
from tests.races.pairs import CONTROL_TRIALS, DONE, TRIALS, Pair, say, tally
from tests.world.incubation import STARTED

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NOT_SIGNED = "refused: not_what_was_signed"


def a_change_against_an_order(call, people, approvers, trials: int) -> Counter:
    """Each trial has a signed tranche of a start-up of its own, and another account that waits for its second person."""
    finance, approver = people["finance"], approvers[0]
    tranches = worlds.verified_tranches(call, **people, wanted=trials, one_each=True)

    def trial(pair: Pair, number: int):
        tranche = requesting.approve(next(tranches), by=approver, at=STARTED)
        other = worlds.proposed_payee(tranche.award.startup, f"TG53 9999 {number}", finance)
        return pair.at_once(
            lambda: proposing.confirm(Payee.objects.get(pk=other.pk), by=approver, at=STARTED),
            lambda: disbursement.order(Tranche.objects.get(pk=tranche.pk), by=finance, at=STARTED),
        )

    return tally(trials, trial)


def paid_to_the_one_before() -> int:
    """Count the payments ordered to an account after the next one was confirmed: by the order of their audit rows."""
    confirmed = dict(Event.objects.filter(verb="payee.confirm").values_list("subject_id", "pk"))
    ordered = dict(Event.objects.filter(verb="tranche.order").values_list("subject_id", "pk"))
    return sum(
        confirmed[later.pk] < ordered[payout.tranche_id]
        for payout in Payout.objects.select_related("payee")
        for later in payout.payee.startup.payees.confirmed().filter(version__gt=payout.payee.version)
    )


@pytest.fixture
def many_tranches(centre, officer, director, finance, monkeypatch):
    # The letters of a change are tried elsewhere; here they would be most of the time.
    monkeypatch.setattr(letters, "payee_changed", lambda *_args, **_options: None)
    call = worlds.many_tranches_call(officer, director)
    return call, {"officer": officer, "finance": finance, "director": director}


def test_an_order_never_pays_the_account_before_the_present_one(many_tranches, approvers):
    counts = a_change_against_an_order(*many_tranches, approvers, TRIALS)

    say("a change of account against an order", counts, paid_to_the_one_before=paid_to_the_one_before())
    assert sum(counts.values()) == TRIALS
    assert set(counts) <= {(DONE, DONE), (DONE, NOT_SIGNED)}
    assert paid_to_the_one_before() == 0
    for payout in Payout.objects.select_related("signature"):
        assert payout.fingerprint == payout.signature.fingerprint


def test_without_the_lock_money_goes_to_the_account_before(many_tranches, approvers, monkeypatch):
    unguarded.no_row_lock(monkeypatch)

    counts = a_change_against_an_order(*many_tranches, approvers, CONTROL_TRIALS)

    say("a change of account, lock removed", counts, paid_to_the_one_before=paid_to_the_one_before())
    assert paid_to_the_one_before() > 0
