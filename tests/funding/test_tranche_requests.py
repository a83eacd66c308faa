"""A tranche from the request to the accounts, and every way it is refused."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from funding import awarding, conditions
from funding.models import Award, LedgerEntry, Tranche
from funding.states import TRANCHE, Account, TrancheState
from funding.tranches import disbursement, requesting, spending, suspension
from incubator.notifications.models import Message
from incubator.people.models import Grant
from incubator.people.states import Role
from incubator.workflow.models import Event
from incubator.workflow.refusals import NotAllowed
from tests.conftest import LONG_AGO
from tests.world import funding as world
from tests.world.incubation import accepted_report, approved_milestone

pytestmark = pytest.mark.django_db


def test_the_sample_call_makes_three_tranches(award):
    rows = list(award.tranches.values_list("number", "amount", "state"))

    assert rows == [(1, 900_000, "planned"), (2, 1_200_000, "planned"), (3, 900_000, "planned")]
    award.line.refresh_from_db()
    assert (award.reference, award.ceiling_amount, award.line.committed_amount) == (
        "SU-2027-01-0001",
        3_000_000,
        3_000_000,
    )


def test_the_whole_path_leaves_exact_balances(award, founder, office):
    payout = world.ordered_payout(award, founder, office)
    assert LedgerEntry.objects.balances() == {
        "grants_expense": 900_000, "grants_payable": -900_000, "bank": 0, "cash": 0, "provider": 0, "income": 0,
        "disputed": 0, "to_return": 0,
    }  # fmt: skip

    world.paid(payout, office.finance)
    tranche = payout.tranche
    tranche.refresh_from_db()
    award.refresh_from_db()

    assert (tranche.state, payout.state, tranche.paid_at) == ("paid", "paid", world.PAID)
    assert (award.requested_amount, award.paid_amount) == (900_000, 900_000)
    assert LedgerEntry.objects.balances() == {
        "grants_expense": 900_000, "grants_payable": 0, "bank": -900_000, "cash": 0, "provider": 0, "income": 0,
        "disputed": 0, "to_return": 0,
    }  # fmt: skip
    assert list(Event.objects.filter(subject_type="tranche", subject_id=tranche.pk).values_list("verb", flat=True)) == [
        "tranche.request", "tranche.verify", "tranche.approve", "tranche.order", "tranche.pay",
    ]  # fmt: skip
    assert LedgerEntry.objects.balance(Account.BANK) == -900_000


def test_four_eyes_on_the_signature(award, founder, office):
    tranche = world.verified_tranche(award, founder, office)
    for person in (office.finance, office.officer, founder):
        Grant.objects.create(person=person, role=Role.APPROVER, from_at=LONG_AGO)
        person.forget_roles()
        events = Event.objects.count()

        with pytest.raises(NotAllowed):
            requesting.approve(tranche, by=person, at=world.APPROVED)

        tranche.refresh_from_db()
        assert (tranche.state, tranche.approved_by) == ("verified", None)
        assert (Event.objects.count(), LedgerEntry.objects.count()) == (events, 0)


def test_the_database_itself_refuses_one_pair_of_eyes(award, founder, office):
    tranche = world.verified_tranche(award, founder, office)

    for column in ("verified_by", "requested_by"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Tranche.objects.filter(pk=tranche.pk).update(approved_by=F(column))
    with pytest.raises(IntegrityError), transaction.atomic():
        Award.objects.filter(pk=award.pk).update(approved_by=F("prepared_by"))


def test_nothing_passes_the_ceiling(award, founder, office):
    tranche = award.tranches.get(number=1)
    Award.objects.filter(pk=award.pk).update(requested_amount=2_500_000)

    with pytest.raises(requesting.OverTheAward) as refused:
        requesting.request(tranche, spending_note="", by=founder, at=world.ASKED)
    for wrong in ({"requested_amount": 3_000_001}, {"paid_amount": 2_500_001}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Award.objects.filter(pk=award.pk).update(**wrong)

    assert (
        str(refused.value) == "Ce montant dépasserait le plafond de la subvention. Rien n’a été enregistré."
    )
    tranche.refresh_from_db()
    assert (tranche.state, Award.objects.get().requested_amount) == ("planned", 2_500_000)


def test_a_request_before_its_conditions_says_which(award, founder, office):
    messages = Message.objects.count()

    with pytest.raises(requesting.ConditionsNotMet) as refused:
        requesting.request(award.tranches.get(number=2), spending_note="", by=founder, at=world.ASKED)

    assert refused.value.data["missing"] == [
        "Les tranches précédentes sont versées",
        "Le jalon 1 est validé",
        "80\u00a0% de la tranche 1 sont justifiés (0\u00a0% aujourd’hui)",
    ]
    assert Message.objects.count() == messages


def test_releasable_says_what_the_conditions_say(award, place, founder, office):
    def said() -> tuple[list[int], list[int]]:
        by_query = list(Tranche.objects.releasable().values_list("number", flat=True))
        by_reading = [
            t.number for t in award.tranches.all() if t.state == "planned" and conditions.are_met(t)
        ]
        return by_query, by_reading

    assert said() == ([1], [1])
    first = world.paid_tranche(award, founder, office)
    assert said() == ([], [])
    world.accepted_expense(first, founder, office, 719_999)
    approved_milestone(place, 1, founder, office.officer)
    assert said() == ([], [])
    world.accepted_expense(first, founder, office, 1)
    assert said() == ([2], [2])
    world.paid_tranche(award, founder, office, 2)
    approved_milestone(place, 2, founder, office.officer)
    approved_milestone(place, 3, founder, office.officer)
    assert said() == ([], [])
    accepted_report(place, founder, office.officer, "final")
    assert said() == ([3], [3])


def test_releasable_costs_two_queries_and_the_checks_a_constant(
    award, place, founder, office, django_assert_num_queries
):
    with django_assert_num_queries(2):
        list(Tranche.objects.releasable())
    first = Tranche.objects.select_related("award__startup").get(number=1)
    with django_assert_num_queries(6):
        conditions.check(first)
    tranches = list(Tranche.objects.select_related("award__startup"))
    assert len(tranches) == 3
    with django_assert_num_queries(6):
        conditions.check_all(tranches)


def test_awaiting_names_what_waits_for_each(award, founder, office, outsider, officer):
    def waiting(person) -> list[str]:
        return list(Tranche.objects.awaiting(person).values_list("state", flat=True))

    assert (waiting(founder), waiting(office.finance), waiting(office.approver)) == (["planned"], [], [])
    tranche = world.requested_tranche(award, founder)
    assert (waiting(founder), waiting(office.finance), waiting(office.approver)) == ([], ["requested"], [])
    requesting.verify(tranche, by=office.finance, at=world.CHECKED)
    assert (waiting(founder), waiting(office.finance), waiting(office.approver)) == ([], [], ["verified"])
    requesting.approve(tranche, by=office.approver, at=world.APPROVED)
    assert (waiting(founder), waiting(office.finance), waiting(office.approver)) == ([], ["approved"], [])
    world.paid(disbursement.order(tranche, by=office.finance, at=world.APPROVED), office.finance)
    assert (waiting(founder), waiting(office.finance), waiting(outsider), waiting(officer)) == (
        ["paid"],
        [],
        [],
        [],
    )


def test_send_back_and_block_give_the_room_back(award, founder, office):
    tranche = world.verified_tranche(award, founder, office)
    requesting.send_back(tranche, note="La facture est illisible.", by=office.approver, at=world.APPROVED)
    award.refresh_from_db()
    assert (tranche.state, award.requested_amount, tranche.verified_by) == ("planned", 0, None)

    tranche = world.requested_tranche(award, founder)
    suspension.block(tranche, note="Contrôle en cours.", by=office.finance, at=world.APPROVED)
    award.refresh_from_db()
    assert (tranche.state, award.requested_amount) == ("blocked", 0)
    suspension.unblock(tranche, by=office.finance, at=world.APPROVED)
    assert tranche.state == "planned"
    suspension.block(tranche, note="Contrôle en cours.", by=office.finance, at=world.APPROVED)
    award.refresh_from_db()
    assert award.requested_amount == 0


def test_accounting_needs_every_franc(award, founder, office):
    tranche = world.paid_tranche(award, founder, office)
    world.accepted_expense(tranche, founder, office, 899_999)

    with pytest.raises(requesting.ConditionsNotMet):
        requesting.account(tranche, by=office.finance, at=world.SPENT)
    world.accepted_expense(tranche, founder, office, 1)
    requesting.account(tranche, by=office.finance, at=world.SPENT)

    assert tranche.state == "accounted"


def test_an_expense_is_checked_before_it_is_kept(award, founder, office, outsider):
    tranche = world.paid_tranche(award, founder, office)
    receipt = world.paper("tranche", tranche.pk, founder)
    right = {"category": "travel", "label": "Car", "spent_on": date(2027, 7, 1), "amount": 5_000, "receipt": receipt,
             "by": founder, "at": world.SPENT}  # fmt: skip
    elsewhere = world.paper("charge", tranche.pk, founder)
    for wrong, refusal in (
        ({"receipt": None}, spending.ReceiptMissing),
        ({"receipt": elsewhere}, spending.ReceiptMissing),
        ({"amount": 0}, spending.WrongAmount),
        ({"amount": -5}, spending.WrongAmount),
        ({"spent_on": date(2027, 7, 21)}, spending.WrongDay),
        ({"by": outsider}, NotAllowed),
        ({"by": office.finance}, NotAllowed),
    ):
        with pytest.raises(refusal):
            spending.declare(tranche, **{**right, **wrong})
    assert tranche.expenses.count() == 0

    spending.declare(tranche, **right)
    assert (tranche.expenses.count(), spending.is_above(tranche)) == (1, False)


def test_closing_waits_for_the_tranches_and_frees_the_line(award, founder, office):
    tranche = world.requested_tranche(award, founder)
    with pytest.raises(awarding.TranchesUnderWay):
        awarding.close(award, by=office.finance, at=world.PAID)
    requesting.verify(tranche, by=office.finance, at=world.CHECKED)
    requesting.approve(tranche, by=office.approver, at=world.APPROVED)
    world.paid(disbursement.order(tranche, by=office.finance, at=world.APPROVED), office.finance)

    awarding.close(award, by=office.finance, at=world.PAID)

    award.line.refresh_from_db()
    assert (award.state, award.line.committed_amount) == ("closed", 900_000)


def test_every_state_is_named_by_the_table():
    used = {state for move in TRANCHE.moves.values() for state in (*move.sources, move.target)}

    assert used == set(TrancheState.values)
