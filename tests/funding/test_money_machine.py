"""Any sequence of acts on an award keeps the books right: the state machine draws them."""

import contextlib

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from hypothesis.strategies import integers, sampled_from

from funding.models import Award, LedgerEntry, Payout, Tranche
from funding.tranches import disbursement, requesting, spending, suspension
from incubator.workflow.refusals import Refused
from tests.world import funding as world

pytestmark = pytest.mark.django_db
NUMBERS = sampled_from([1, 2, 3])
DONE = ("paid", "accounted")


class Money(RuleBasedStateMachine):
    """The acts of the founder, finance and the approver in any order, by the right people or not."""

    start = None

    def __init__(self):
        super().__init__()
        self.award, self.people, self.office, self.reset = Money.start()
        self.serial = 0

    def teardown(self):
        self.reset()

    def tried(self, act):
        with contextlib.suppress(Refused):
            act()

    def tranche(self, number):
        return Tranche.objects.get(award=self.award, number=number)

    @rule(number=NUMBERS)
    def advance(self, number):
        """The right act of the right person, so that payments are reached and not only refusals."""
        founder, finance, approver = self.people[:3]
        tranche = self.tranche(number)
        step = {
            "planned": lambda: requesting.request(tranche, spending_note="x", by=founder, at=world.ASKED),
            "requested": lambda: requesting.verify(tranche, by=finance, at=world.CHECKED),
            "verified": lambda: requesting.approve(tranche, by=approver, at=world.APPROVED),
            "approved": lambda: disbursement.order(tranche, by=finance, at=world.APPROVED),
            "ordered": lambda: world.paid(tranche.payouts.alive().get(), finance),
        }.get(tranche.state)
        if step:
            self.tried(step)

    @rule(number=NUMBERS, who=integers(0, 3))
    def request(self, number, who):
        self.tried(
            lambda: requesting.request(
                self.tranche(number), spending_note="x", by=self.people[who], at=world.ASKED
            )
        )

    @rule(number=NUMBERS, who=integers(0, 3))
    def verify(self, number, who):
        self.tried(lambda: requesting.verify(self.tranche(number), by=self.people[who], at=world.CHECKED))

    @rule(number=NUMBERS, who=integers(0, 3))
    def approve(self, number, who):
        self.tried(lambda: requesting.approve(self.tranche(number), by=self.people[who], at=world.APPROVED))

    @rule(number=NUMBERS)
    def order(self, number):
        self.tried(
            lambda: disbursement.order(self.tranche(number), by=self.office.finance, at=world.APPROVED)
        )

    @precondition(lambda self: Payout.objects.exists())
    @rule(same=sampled_from([True, False]))
    def pay(self, same):
        self.serial += not same
        for payout in Payout.objects.all():
            self.tried(
                lambda payout=payout: world.paid(payout, self.office.finance, reference=f"VIR-{self.serial}")
            )

    @precondition(lambda self: Payout.objects.exists())
    @rule()
    def fail(self):
        for payout in Payout.objects.all():
            self.tried(
                lambda payout=payout: disbursement.fail(
                    payout, note="x", by=self.office.finance, at=world.PAID
                )
            )

    @rule(number=NUMBERS, note=sampled_from(["", "Motif."]))
    def send_back(self, number, note):
        self.tried(
            lambda: requesting.send_back(
                self.tranche(number), note=note, by=self.office.finance, at=world.PAID
            )
        )

    @rule(number=NUMBERS)
    def block(self, number):
        self.tried(
            lambda: suspension.block(self.tranche(number), note="x", by=self.office.finance, at=world.PAID)
        )

    @rule(number=NUMBERS)
    def unblock(self, number):
        self.tried(lambda: suspension.unblock(self.tranche(number), by=self.office.finance, at=world.PAID))

    @rule(number=NUMBERS, amount=integers(-1, 900_000))
    def spend(self, number, amount):
        tranche = self.tranche(number)

        def act():
            expense = world.expense(tranche, self.people[0], amount)
            spending.accept(expense, by=self.office.finance, at=world.SPENT)

        self.tried(act)

    @rule(number=NUMBERS)
    def account(self, number):
        self.tried(lambda: requesting.account(self.tranche(number), by=self.office.finance, at=world.SPENT))

    @invariant()
    def the_books_are_right(self):
        award = Award.objects.get(pk=self.award.pk)
        tranches = list(award.tranches.all())
        states = {t.state: sum(x.amount for x in tranches if x.state == t.state) for t in tranches}
        paid = sum(states.get(name, 0) for name in DONE)
        owed = sum(states.get(name, 0) for name in ("approved", "ordered"))
        asked = paid + owed + sum(states.get(name, 0) for name in ("requested", "verified"))
        balances = LedgerEntry.objects.balances()
        assert (award.paid_amount, award.requested_amount) == (paid, asked)
        assert award.paid_amount <= award.requested_amount <= award.ceiling_amount
        assert (balances["grants_expense"], balances["grants_payable"]) == (paid + owed, -owed)
        assert balances["bank"] + balances["cash"] == -paid
        for tranche in tranches:
            assert tranche.payouts.exclude(state="failed").count() == (tranche.state in ("ordered", *DONE))
            assert tranche.approved_by is None or tranche.approved_by not in (
                tranche.verified_by,
                tranche.requested_by,
            )


def test_any_sequence_of_acts_keeps_the_books_right(award, founder, office):
    from django.db import transaction

    Tranche.objects.exclude(number=1).update(conditions=[])

    def start():
        point = transaction.savepoint()
        people = [founder, office.finance, office.approver, office.officer]
        return award, people, office, lambda: transaction.savepoint_rollback(point)

    Money.start = staticmethod(start)
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
    run_state_machine_as_test(
        Money,
        settings=settings(
            max_examples=40,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=checks,
            database=None,
        ),
    )
