"""Every move of an award, a tranche and a charge: from which state, and by whom. Nothing happens in the other cells."""

import contextlib

import pytest

from funding import awarding, charges
from funding.cards import checkout
from funding.models import Award, Charge, Tranche
from funding.states import AWARD, CHARGE, TRANCHE
from funding.tranches import disbursement, requesting, returning, suspension
from incubator.people.models import SYSTEM
from incubator.workflow import deciding
from incubator.workflow.models import Event
from incubator.workflow.refusals import IllegalMove, Refused
from tests.world import funding as world

pytestmark = pytest.mark.django_db
PEOPLE = (
    "officer",
    "finance",
    "finance2",
    "approver",
    "director",
    "admin",
    "donor",
    "editor",
    "juror",
    "founder",
    "outsider",
)
TRANCHE_MOVES = {
    "request": (["planned"], {"founder"}),
    "send_back": (["requested", "verified"], {"finance", "finance2", "approver"}),
    "verify": (["requested"], {"finance", "finance2"}),
    "approve": (["verified"], {"approver"}),
    "sign_again": (["approved"], {"approver"}),
    "order": (["approved"], {"finance", "finance2"}),
    "pay": (["ordered"], {"finance", "finance2"}),
    "fail_payment": (["ordered"], {"finance", "finance2"}),
    "account": (["paid"], {"finance", "finance2"}),
    "block": (["planned", "requested", "verified"], {"finance", "finance2"}),
    "unblock": (["blocked"], {"finance", "finance2"}),
    "cancel": (["planned", "blocked"], {"finance", "finance2"}),
}
AWARD_MOVES = {
    "approve": (["proposed"], {"approver", "director"}),
    "sign": (["approved"], {"finance", "finance2"}),
    "close": (["signed"], {"finance", "finance2"}),
    "cancel": (["proposed", "approved"], {"finance", "finance2"}),
}
CHARGE_MOVES = {
    "open_checkout": (["created", "expired", "failed"], {"founder"}),
    "declare_payment": (["created", "expired", "failed"], {"founder", "finance", "finance2"}),
    "succeed": (["created", "pending", "expired", "failed"], {"finance", "finance2", "approver", "SYSTEM"}),
    "fail": (["created", "pending"], {"finance", "finance2", "approver", "SYSTEM"}),
    "expire": (["created", "pending"], {"founder", "finance", "finance2", "SYSTEM"}),
    "cancel": (["created", "pending", "expired", "failed"], {"finance", "finance2"}),
    "refund": (["succeeded"], {"SYSTEM"}),  # people: once another person has asked
    "refund_part": (["succeeded"], {"SYSTEM"}),
    "refund_failed": (["succeeded", "refunded"], {"SYSTEM"}),
}


@pytest.mark.parametrize(
    ("lifecycle", "expected"),
    [(TRANCHE, TRANCHE_MOVES), (AWARD, AWARD_MOVES), (CHARGE, CHARGE_MOVES)],
    ids=lambda x: str(x)[:9],
)
def test_the_table_of_moves_is_the_one_written_here(lifecycle, expected):
    assert {name: [str(s) for s in move.sources] for name, move in lifecycle.moves.items()} == {
        name: sources for name, (sources, _who) in expected.items()
    }


def who_may(request, record, name, thing):
    people = {who: request.getfixturevalue(who) for who in PEOPLE} | {"SYSTEM": SYSTEM}
    return {
        who
        for who, person in people.items()
        if deciding.decide(f"{record}.{name}", person, thing, world.PAID)
    }


def test_who_may_make_each_move_of_a_tranche(request, award, founder, office):
    tranche = world.verified_tranche(award, founder, office)

    found = {
        name: who_may(request, "tranche", name, tranche) for name in TRANCHE_MOVES if name != "sign_again"
    }
    approved = requesting.approve(tranche, by=office.approver, at=world.APPROVED)
    assert who_may(request, "tranche", "sign_again", approved) == set()
    world.confirmed_payee(award.startup, office, account="TG53 9999", at=world.APPROVED)
    found["sign_again"] = who_may(request, "tranche", "sign_again", approved)

    assert found == {name: who for name, (_sources, who) in TRANCHE_MOVES.items()}


def test_who_may_make_each_move_of_an_award(request, place, office):
    award = world.proposed_award(place, office)

    found = {name: who_may(request, "award", name, award) for name in AWARD_MOVES}

    assert found == {name: who for name, (_sources, who) in AWARD_MOVES.items()}


def test_who_may_make_each_move_of_a_charge(request, founder, finance):
    charge = world.declared_charge(founder, finance)

    found = {name: who_may(request, "charge", name, charge) for name in CHARGE_MOVES}

    assert found == {name: who for name, (_sources, who) in CHARGE_MOVES.items()}


def tranche_in(state, award, founder, office):
    reach = {
        "planned": lambda: award.tranches.get(number=1),
        "requested": lambda: world.requested_tranche(award, founder),
        "verified": lambda: world.verified_tranche(award, founder, office),
        "approved": lambda: world.approved_tranche(award, founder, office),
        "ordered": lambda: world.ordered_payout(award, founder, office).tranche,
        "paid": lambda: world.paid_tranche(award, founder, office),
        "accounted": lambda: requesting.account(_spent(award, founder, office), by=office.finance, at=world.SPENT),
        "blocked": lambda: suspension.block(award.tranches.get(number=1), note="Contrôle.", by=office.finance, at=world.PAID),
        "cancelled": lambda: suspension.cancel(award.tranches.get(number=1), note="Retrait.", by=office.finance, at=world.PAID),
    }  # fmt: skip
    return reach[state]()


def _spent(award, founder, office):
    tranche = world.paid_tranche(award, founder, office)
    world.accepted_expense(tranche, founder, office, tranche.amount)
    return tranche


@pytest.mark.parametrize(
    "state",
    ["planned", "requested", "verified", "approved", "ordered", "paid", "accounted", "blocked", "cancelled"],
)
def test_a_tranche_moves_from_its_sources_only(state, award, founder, office, finance2, director):
    tranche = tranche_in(state, award, founder, office)
    tranche.refresh_from_db()
    assert tranche.state == state
    payout = tranche.payouts.first()
    acts = {
        "request": lambda: requesting.request(tranche, spending_note="x", by=founder, at=world.SPENT),
        "send_back": lambda: requesting.send_back(tranche, note="x", by=finance2, at=world.SPENT),
        "verify": lambda: requesting.verify(tranche, by=finance2, at=world.SPENT),
        "approve": lambda: requesting.approve(tranche, by=office.approver, at=world.SPENT),
        "sign_again": lambda: requesting.sign_again(tranche, by=office.approver, at=world.SPENT),
        "order": lambda: disbursement.order(tranche, by=finance2, at=world.SPENT),
        "pay": lambda: world.paid(payout, finance2, reference="VIR-X"),
        "fail_payment": lambda: disbursement.fail(payout, note="x", by=finance2, at=world.SPENT),
        "block": lambda: suspension.block(tranche, note="x", by=finance2, at=world.SPENT),
        "unblock": lambda: suspension.unblock(tranche, by=finance2, at=world.SPENT),
        "cancel": lambda: suspension.cancel(tranche, note="x", by=finance2, at=world.SPENT),
        "account": lambda: requesting.account(tranche, by=finance2, at=world.SPENT),
    }
    for name, act in acts.items():
        if state in TRANCHE_MOVES[name][0] or (name in ("pay", "fail_payment") and payout is None):
            continue
        before = (Event.objects.count(), Award.objects.values_list("requested_amount", "paid_amount").get())
        with contextlib.suppress(Refused):
            act()
        assert Tranche.objects.get(pk=tranche.pk).state == state, name
        assert (
            Event.objects.count(),
            Award.objects.values_list("requested_amount", "paid_amount").get(),
        ) == before, name


@pytest.mark.parametrize(
    "state", ["created", "pending", "succeeded", "failed", "expired", "cancelled", "refunded"]
)
def test_a_charge_moves_from_its_sources_only(state, founder, finance, finance2, approver):
    charge = world.charge(founder, finance) if state == "created" else world.declared_charge(founder, finance)
    if state in ("succeeded", "refunded"):
        charges.confirm(charge, by=finance, at=world.SPENT)
    reach = {
        "failed": lambda: charges.fail(charge, note="x", by=finance, at=world.SPENT),
        "expired": lambda: charges.expire(charge, at=world.SPENT),
        "cancelled": lambda: charges.cancel(charge, note="x", by=finance, at=world.SPENT),
        "refunded": lambda: world.refunded(charge, finance, approver),
    }
    if state in reach:
        reach[state]()
    proof = world.paper("charge", charge.pk, founder)
    acts = {
        "open_checkout": lambda: charges.open_checkout(charge, by=founder, at=world.SPENT),
        "declare_payment": lambda: charges.declare_payment(
            charge, rail="cash", reference="C1", proof=proof, by=founder, at=world.SPENT
        ),
        "succeed": lambda: charges.confirm(charge, by=finance2, at=world.SPENT),
        "fail": lambda: charges.fail(charge, note="x", by=finance2, at=world.SPENT),
        "expire": lambda: charges.expire(charge, by=finance2, at=world.SPENT),
        "cancel": lambda: checkout.cancel(charge, note="x", by=finance2, at=world.SPENT),
        "refund": lambda: world.refunded(charge, finance2, approver),
        "refund_part": lambda: returning.refund_part(charge, 1_000, at=world.SPENT),
        "refund_failed": lambda: returning.refund_failed(charge, "re_1", 1_000, at=world.SPENT),
    }
    for name, act in acts.items():
        if state in CHARGE_MOVES[name][0]:
            continue
        with contextlib.suppress(charges.Refused):
            act()
        assert Charge.objects.get(pk=charge.pk).state == state, name


def test_an_award_refused_leaves_everything(place, office, founder):
    award = world.proposed_award(place, office)
    for act in (awarding.sign, awarding.close):
        with pytest.raises(IllegalMove):
            act(award, by=office.finance, at=world.SIGNED)
    awarding.approve(award, by=office.director, at=world.SIGNED)
    awarding.cancel(award, by=office.finance, at=world.SIGNED)

    award.line.refresh_from_db()
    assert (Award.objects.get().state, award.line.committed_amount) == ("cancelled", 0)
    assert Award.objects.visible_to(founder).count() == 0


@pytest.mark.parametrize(("amount", "refusal"), [
    (3_000_001, awarding.OverTheCall), (0, awarding.TooSmall), (-5, awarding.TooSmall), (2, awarding.TooSmall),
])  # fmt: skip
def test_a_wrong_ceiling_is_refused_and_commits_nothing(place, office, amount, refusal):
    line = world.opened_line(office.finance)

    with pytest.raises(refusal):
        awarding.propose(place, line=line, ceiling_amount=amount, by=office.officer, at=world.PROPOSED)

    line.refresh_from_db()
    assert (Award.objects.count(), line.committed_amount) == (0, 0)


def test_a_line_is_never_overcommitted(place, office):
    line = world.opened_line(office.finance, code="petite", amount=2_999_999)

    with pytest.raises(awarding.budget.LineExhausted):
        awarding.propose(place, line=line, by=office.officer, at=world.PROPOSED)

    assert Award.objects.count() == 0
