"""Money in: asked, declared with its proof, confirmed by a second person, given back."""

import pytest
from django.db import IntegrityError, transaction

from funding import charges
from funding.models import Charge, LedgerEntry
from funding.states import ChargeState
from funding.tranches import receipts
from incubator.notifications.models import Message
from incubator.people.models import Grant
from incubator.people.states import Role
from incubator.workflow.models import Event
from incubator.workflow.refusals import IllegalMove, NotAllowed
from tests.conftest import LONG_AGO
from tests.world import funding as world

pytestmark = pytest.mark.django_db


def test_references_grow_by_the_year(founder, finance):
    made = [world.charge(founder, finance).reference for _ in range(3)]

    assert made == ["EN-2027-00001", "EN-2027-00002", "EN-2027-00003"]


def test_asking_is_finance_s_and_writes_to_the_payer(founder, finance, officer):
    with pytest.raises(NotAllowed):
        world.charge(founder, officer)
    with pytest.raises(charges.WrongAmount):
        world.charge(founder, finance, amount=0)
    assert (Charge.objects.count(), Message.objects.count()) == (0, 0)

    world.charge(founder, finance)

    assert list(Message.objects.values_list("kind", "recipient__email")) == [
        ("funding/charge_asked", "founder@example.test")
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        Charge.objects.update(amount=0)


def test_a_manual_payment_needs_a_second_person(founder, finance, finance2):
    charge = world.declared_charge(founder, finance)
    Grant.objects.create(person=founder, role=Role.FINANCE, from_at=LONG_AGO)
    founder.forget_roles()
    with pytest.raises(NotAllowed):
        charges.confirm(charge, by=founder, at=world.SPENT)
    charge.refresh_from_db()
    assert (charge.state, LedgerEntry.objects.count()) == ("pending", 0)

    charges.confirm(charge, by=finance, at=world.SPENT)
    again = charges.confirm(charge, by=finance, at=world.SPENT)

    assert (charge.state, charge.confirmed_by, again.state) == ("succeeded", finance, "succeeded")
    assert LedgerEntry.objects.balances() == {
        "grants_expense": 0, "grants_payable": 0, "bank": 25_000, "cash": 0, "provider": 0, "income": -25_000,
        "disputed": 0, "to_return": 0,
    }  # fmt: skip
    with pytest.raises(IllegalMove):
        charges.confirm(charge, by=finance2, at=world.SPENT)
    assert LedgerEntry.objects.count() == 1


def test_who_declared_for_the_payer_does_not_confirm(founder, finance, finance2):
    charge = world.charge(founder, finance)
    proof = world.paper("charge", charge.pk, finance)
    charges.declare_payment(
        charge, rail="cash", reference="CAISSE-12", proof=proof, by=finance, at=world.SPENT
    )

    with pytest.raises(NotAllowed):
        charges.confirm(charge, by=finance, at=world.SPENT)
    charges.confirm(charge, by=finance2, at=world.SPENT)

    assert (charge.state, LedgerEntry.objects.balance("cash")) == ("succeeded", 25_000)


def test_declaring_needs_a_rail_a_reference_and_the_charge_s_own_proof(founder, finance, outsider):
    charge = world.charge(founder, finance)
    proof = world.paper("charge", charge.pk, founder)
    right = {"rail": "mobile", "reference": "TM-1", "proof": proof, "by": founder, "at": world.SPENT}
    for wrong, refusal in (
        ({"rail": "card"}, charges.WrongRail),
        ({"reference": "  "}, charges.ProofMissing),
        ({"proof": None}, charges.ProofMissing),
        ({"proof": world.paper("charge", charge.pk + 1, founder)}, charges.ProofMissing),
        ({"by": outsider}, NotAllowed),
    ):
        with pytest.raises(refusal):
            charges.declare_payment(charge, **{**right, **wrong})
    charge.refresh_from_db()
    assert (charge.state, charge.declared_by) == ("created", None)


def test_a_payment_not_found_can_be_declared_again(founder, finance):
    charge = world.declared_charge(founder, finance)
    with pytest.raises(charges.ReasonMissing):
        charges.fail(charge, note=" ", by=finance, at=world.SPENT)

    charges.fail(charge, note="Pas sur le relevé.", by=finance, at=world.SPENT)
    proof = world.paper("charge", charge.pk, founder)
    charges.declare_payment(
        charge, rail="transfer", reference="VIR-77", proof=proof, by=founder, at=world.SPENT
    )

    assert (charge.state, charge.rail, charge.payment_reference) == ("pending", "transfer", "VIR-77")


def test_a_refund_reverses_the_entry_once(founder, finance, approver):
    charge = world.declared_charge(founder, finance)
    charges.confirm(charge, by=finance, at=world.SPENT)

    world.refunded(charge, finance, approver)

    entries = list(LedgerEntry.objects.values_list("verb", "debit", "credit", "amount"))
    assert entries == [
        ("charge.succeed", "bank", "income", 25_000),
        ("charge.refund", "income", "bank", 25_000),
    ]
    assert set(LedgerEntry.objects.balances().values()) == {0}
    with pytest.raises(IllegalMove):
        world.refunded(charge, finance, approver)
    assert LedgerEntry.objects.count() == 2


def test_a_cancelled_charge_is_paid_by_nobody(founder, finance):
    charge = world.charge(founder, finance)
    charges.cancel(charge, note="Demandée par erreur.", by=finance, at=world.SPENT)
    proof = world.paper("charge", charge.pk, founder)

    with pytest.raises(IllegalMove):
        charges.declare_payment(
            charge, rail="mobile", reference="TM-1", proof=proof, by=founder, at=world.SPENT
        )

    assert charge.state == ChargeState.CANCELLED


def test_the_receipt_is_a_pdf(founder, finance):
    charge = world.declared_charge(founder, finance)
    assert receipts.has_receipt(charge) is False
    charges.confirm(charge, by=finance, at=world.SPENT)

    assert receipts.has_receipt(charge) is True
    assert receipts.receipt(charge)[:5] == b"%PDF-"


def test_each_act_leaves_one_audit_row(founder, finance):
    charge = world.declared_charge(founder, finance)
    charges.confirm(charge, by=finance, at=world.SPENT)

    verbs = list(Event.objects.filter(subject_type="charge").values_list("verb", "actor__email"))
    assert verbs == [
        ("charge.create", "finance@example.test"),
        ("charge.declare_payment", "founder@example.test"),
        ("charge.succeed", "finance@example.test"),
    ]
