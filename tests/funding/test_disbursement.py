"""The payment: ordered once, paid with a proof of its own, returned or unknown."""

import pytest
from django.db import IntegrityError, transaction

from funding.models import LedgerEntry, Payout, Tranche
from funding.tranches import disbursement
from incubator.workflow.refusals import IllegalMove
from tests.world import funding as world

pytestmark = pytest.mark.django_db


def test_a_double_click_gives_the_same_payout_and_one_entry(award, founder, office):
    tranche = world.approved_tranche(award, founder, office)

    first = disbursement.order(tranche, by=office.finance, at=world.APPROVED)
    second = disbursement.order(tranche, by=office.finance, at=world.APPROVED)
    world.paid(first, office.finance, reference="VIR-1")
    world.paid(first, office.finance, reference="VIR-1")

    assert first == second
    assert (Payout.objects.count(), LedgerEntry.objects.count()) == (1, 2)


def test_the_bank_returns_the_payment_and_it_is_ordered_again(award, founder, office):
    payout = world.ordered_payout(award, founder, office)

    disbursement.fail(payout, note="Compte clos.", by=office.finance, at=world.PAID)
    tranche = Tranche.objects.get(pk=payout.tranche_id)
    again = disbursement.order(tranche, by=office.finance, at=world.PAID)
    world.paid(again, office.finance, reference="VIR-2")

    assert list(Payout.objects.order_by("pk").values_list("state", "reference")) == [
        ("failed", ""),
        ("paid", "VIR-2"),
    ]
    with pytest.raises(IllegalMove):
        disbursement.fail(payout, note="Encore.", by=office.finance, at=world.PAID)
    assert LedgerEntry.objects.balance("bank") == -900_000


def test_an_old_payment_cannot_be_failed_under_a_new_one(award, founder, office):
    old = world.ordered_payout(award, founder, office)
    disbursement.fail(old, note="Compte clos.", by=office.finance, at=world.PAID)
    disbursement.order(Tranche.objects.get(pk=old.tranche_id), by=office.finance, at=world.PAID)

    with pytest.raises(disbursement.AlreadySettled):
        disbursement.fail(old, note="Encore.", by=office.finance, at=world.PAID)

    assert list(Payout.objects.order_by("pk").values_list("state", flat=True)) == ["failed", "ordered"]
    assert Tranche.objects.get(pk=old.tranche_id).state == "ordered"


def test_an_unknown_payment_is_settled_and_never_ordered_twice(award, founder, office):
    payout = world.ordered_payout(award, founder, office)

    disbursement.mark_unknown(payout, note="Pas d’avis de la banque.", by=office.finance, at=world.PAID)
    with pytest.raises(IntegrityError), transaction.atomic():
        Payout.objects.create(
            tranche=payout.tranche,
            rail="bank",
            payee_name="x",
            amount=1,
            ordered_by=office.finance,
            ordered_at=world.PAID,
        )
    world.paid(payout, office.finance, reference="VIR-3")

    assert (payout.state, Payout.objects.count()) == ("paid", 1)


def test_paying_needs_proof_and_a_reference_of_its_own(award, founder, office, place):
    payout = world.ordered_payout(award, founder, office)
    proof = world.paper("payout", payout.pk, office.finance)
    for reference, paper in (("", proof), ("VIR-9", None)):
        with pytest.raises(disbursement.ProofMissing):
            disbursement.pay(payout, reference=reference, proof=paper, by=office.finance, at=world.PAID)
    Payout.objects.create(
        tranche=award.tranches.get(number=2), rail="bank", payee_name="x", amount=1, reference="VIR-9",
        ordered_by=office.finance, ordered_at=world.PAID,
    )  # fmt: skip
    with pytest.raises(disbursement.ReferenceTaken):
        disbursement.pay(payout, reference="VIR-9", proof=proof, by=office.finance, at=world.PAID)

    payout.refresh_from_db()
    assert (payout.state, LedgerEntry.objects.balance("bank")) == ("ordered", 0)
