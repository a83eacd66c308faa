"""Reads of money."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from funding.states import (
    UNDER_WAY,
    AwardState,
    ExpenseState,
    PayoutState,
    TrancheState,
)
from incubator.milestones.models import Milestone
from incubator.people.states import Role
from incubator.reporting.models import Report
from incubator.startups.models import Registration
from incubator.workflow.proposals import ProposalState
from incubator.workflow.standing import Standing

MONEY_ROLES = (Role.ADMIN, Role.OFFICER, Role.FINANCE, Role.APPROVER, Role.DIRECTOR, Role.DONOR)
CHARGE_ROLES = (Role.ADMIN, Role.FINANCE, Role.OFFICER, Role.DIRECTOR, Role.APPROVER)
# A start-up sees its award once it is signed.
SHOWN = (AwardState.SIGNED, AwardState.CLOSED)
PAID = (TrancheState.PAID, TrancheState.ACCOUNTED)


# What of an award is no longer free on its budget line.
COMMITTED = Case(
    When(state=AwardState.CANCELLED, then=Value(0)),
    When(state=AwardState.CLOSED, then=F("requested_amount")),
    default=F("ceiling_amount"),
    output_field=models.BigIntegerField(),
)


class BudgetLineQuerySet(models.QuerySet):
    """Budget lines."""

    gate = "A budget line belongs to the centre, not to a start-up; finance, directors and donors read it."

    def with_sums(self) -> "BudgetLineQuerySet":
        """Add what of each line is `committed`, `paid` and `justified`, in whole units of its currency.

        The sums are those of the figures: the same rows, added by line.
        """
        awards, tranches, expenses = (self.model._meta.apps.get_model("funding", name) for name in
                                      ("Award", "Tranche", "Expense"))  # fmt: skip
        return self.annotate(
            committed=_sum(awards.objects.committed(), "line", "committed_now"),
            paid=_sum(tranches.objects.paid(), "award__line", "amount"),
            justified=_sum(expenses.objects.justified(), "tranche__award__line", "amount"),
        )


def _sum(rows: models.QuerySet, of: str, column: str) -> Coalesce:
    """Return the sum of a column over the `rows` of each outer record: no join multiplies another."""
    added = (
        rows.filter(**{of: OuterRef("pk")}).order_by().values(of).annotate(added=Sum(column)).values("added")
    )
    return Coalesce(Subquery(added, output_field=models.BigIntegerField()), 0)


class AwardQuerySet(models.QuerySet):
    """Awards."""

    gate = Standing(startup="startup", programme="place__cohort__programme")

    def visible_to(self, user: Any) -> "AwardQuerySet":
        """The desk and donors see all (an officer the own programmes'); a founder the own start-up's, once
        signed.
        """
        if user.has_role(*MONEY_ROLES):
            return self.gate.held_by(self, user, *MONEY_ROLES)
        own = Q(startup__memberships__person=user, startup__memberships__until_on=None)
        return self.filter(own, state__in=SHOWN).distinct()

    def committed(self) -> "AwardQuerySet":
        """Keep those whose money is no longer free, with how much: `committed_now`.

        From the day it is proposed, an award keeps its ceiling from its budget line; a closed one, what was
        requested; a cancelled one, nothing.
        """
        return self.exclude(state=AwardState.CANCELLED).annotate(committed_now=COMMITTED)

    def to_approve(self, user: Any) -> "AwardQuerySet":
        """Keep the proposed ones that wait for this person: nobody approves what they prepared."""
        return self.filter(state=AwardState.PROPOSED).exclude(prepared_by=user)


class TrancheQuerySet(models.QuerySet):
    """Tranches."""

    gate = Standing(startup="award__startup", programme="award__place__cohort__programme")

    def visible_to(self, user: Any) -> "TrancheQuerySet":
        """The desk and donors see all (an officer the own programmes'); a founder the own start-up's, once
        the award is signed.
        """
        if user.has_role(*MONEY_ROLES):
            return self.gate.held_by(self, user, *MONEY_ROLES)
        return self.of_the_team(user)

    def of_the_team(self, user: Any) -> "TrancheQuerySet":
        """Keep those of the start-ups the person belongs to today, whatever else the person is."""
        own = Q(award__startup__memberships__person=user, award__startup__memberships__until_on=None)
        return self.filter(own, award__state__in=SHOWN).distinct()

    def in_state(self, *states: TrancheState) -> "TrancheQuerySet":
        """Keep those in one of the states."""
        return self.filter(state__in=states)

    def paid(self) -> "TrancheQuerySet":
        """Keep those whose money reached the start-up, justified since or not."""
        return self.filter(state__in=PAID)

    def under_way(self) -> "TrancheQuerySet":
        """Keep those asked for and not yet paid."""
        return self.filter(state__in=UNDER_WAY)

    def proof_missing(self) -> "TrancheQuerySet":
        """Keep those ordered whose payment is not proved yet."""
        return self.filter(state=TrancheState.ORDERED)

    def releasable(self, at: datetime | None = None) -> "TrancheQuerySet":
        """Keep those that may be asked for now: planned, on a signed award, every condition met.

        The answer is that of `conditions.check`, found by the database: one query for the sets of conditions in use
        (a few a call), one for the tranches.
        """
        earlier = self.model._base_manager.filter(award=OuterRef("award"), number__lt=OuterRef("number"))
        unpaid = earlier.exclude(state__in=(*PAID, TrancheState.CANCELLED))
        open_ones = self.filter(~Exists(unpaid), state=TrancheState.PLANNED, award__state=AwardState.SIGNED)
        met = Q(pk__in=[])
        for wanted in open_ones.order_by().values_list("conditions", flat=True).distinct():
            met |= Q(conditions=wanted) & self._all_met(wanted)
        return open_ones.filter(met)

    def _all_met(self, wanted: list[dict[str, Any]]) -> Q:
        found = Q()
        for item in wanted:
            found &= _MET[item["kind"]](self, item)
        return found

    def _agreed(self, item: dict[str, Any]) -> Q:
        return Q(award__signed_at__isnull=False, award__place__agreement__isnull=False)

    def _registered(self, item: dict[str, Any]) -> Q:
        verified = Registration.objects.confirmed().filter(startup=OuterRef("award__startup"))
        return Q(Exists(verified.order_by()))

    def _milestone(self, item: dict[str, Any]) -> Q:
        approved = Milestone.objects.approved().filter(place=OuterRef("award__place"), number=item["number"])
        return Q(Exists(approved.order_by()))

    def _justified(self, item: dict[str, Any]) -> Q:
        spent = Coalesce(Sum("expenses__amount", filter=Q(expenses__state=ExpenseState.ACCEPTED)), 0)
        before = self.model._base_manager.filter(award=OuterRef("award"), number=item["tranche"])
        enough = before.annotate(hundred=spent * 100).filter(hundred__gte=F("amount") * item["percent"])
        return Q(Exists(enough))

    def _reported(self, item: dict[str, Any]) -> Q:
        period = Q(period__kind=item["period"]) | Q(period__slug=item["period"])
        return Q(Exists(Report.objects.accepted().filter(period, place=OuterRef("award__place")).order_by()))

    def awaiting(self, user: Any, at: datetime | None = None) -> "TrancheQuerySet":
        """Keep what waits for this person: to ask for or to confirm, to check, order or prove, to sign."""
        found = Q(pk__in=[])
        if user.has_role(Role.FINANCE):
            found |= Q(state__in=(TrancheState.REQUESTED, TrancheState.APPROVED, TrancheState.ORDERED))
        if user.has_role(Role.APPROVER):
            found |= Q(pk__in=self.to_sign(user).order_by().values("pk"))
        own = self.model.objects.of_the_team(user)
        found |= Q(pk__in=own.filter(state=TrancheState.PAID, received_at=None).order_by().values("pk"))
        found |= Q(pk__in=own.releasable(at).order_by().values("pk"))
        return self.filter(found)

    def to_sign_again(self) -> "TrancheQuerySet":
        """Keep the approved ones whose signature is for another account than the one that is paid now."""
        payees, signatures = (
            self.model._meta.apps.get_model("funding", name) for name in ("Payee", "Signature")
        )
        for_it = signatures.objects.filter(
            tranche=OuterRef("pk"), payee__in=payees.objects.current().order_by().values("pk")
        )
        return self.filter(~Exists(for_it.order_by()), state=TrancheState.APPROVED)

    def to_sign(self, user: Any) -> "TrancheQuerySet":
        """Keep those this approver may sign, oldest first: verified, or signed for an account that changed since;
        nothing the person asked, prepared or verified.
        """
        mine = Q(verified_by=user) | Q(requested_by=user) | Q(award__prepared_by=user)
        again = self.model.objects.to_sign_again().order_by().values("pk")
        waiting = self.filter(Q(state=TrancheState.VERIFIED) | Q(pk__in=again)).exclude(mine)
        return self.gate.held_by(waiting, user, Role.APPROVER).order_by("verified_at")


_MET = {
    "agreement_signed": TrancheQuerySet._agreed,
    "registration_recorded": TrancheQuerySet._registered,
    "milestone_approved": TrancheQuerySet._milestone,
    "spending_justified": TrancheQuerySet._justified,
    "report_accepted": TrancheQuerySet._reported,
}


class PayeeQuerySet(models.QuerySet):
    """Versions of the accounts of start-ups."""

    gate = Standing(startup="startup")

    def visible_to(self, user: Any) -> "PayeeQuerySet":
        """The desk of money reads them (an officer the own programmes'); a founder the own start-up's."""
        if user.has_role(*CHARGE_ROLES):
            return self.gate.held_by(self, user, *CHARGE_ROLES)
        own = Q(startup__memberships__person=user, startup__memberships__until_on=None)
        return self.filter(own).distinct()

    def confirmed(self) -> "PayeeQuerySet":
        """Keep those that a second person confirmed, the last version first."""
        return self.filter(state=ProposalState.CONFIRMED).order_by("-version")

    def to_confirm(self, user: Any) -> "PayeeQuerySet":
        """Keep those that wait for this person: proposed by somebody else, for a start-up open to them."""
        waiting = self.filter(state=ProposalState.PROPOSED).exclude(proposed_by=user)
        return self.gate.held_by(waiting, user, Role.FINANCE, Role.APPROVER)

    def current(self) -> "PayeeQuerySet":
        """Keep the version of each start-up that is paid: the last one confirmed."""
        later = self.model._base_manager.filter(
            startup=OuterRef("startup"), state=ProposalState.CONFIRMED, version__gt=OuterRef("version")
        )
        return self.filter(~Exists(later), state=ProposalState.CONFIRMED)


class PayoutQuerySet(models.QuerySet):
    """Payments of tranches."""

    gate = Standing(startup="tranche__award__startup", programme="tranche__award__place__cohort__programme")

    def visible_to(self, user: Any) -> "PayoutQuerySet":
        """Keep those of the start-ups open to the desk of money."""
        return self.gate.held_by(self, user, *CHARGE_ROLES)

    def alive(self) -> "PayoutQuerySet":
        """Keep those paid, on their way or unknown."""
        return self.exclude(state=PayoutState.FAILED)

    def proof_missing(self) -> "PayoutQuerySet":
        """Keep those ordered whose payment is not proved yet."""
        return self.filter(state=PayoutState.ORDERED)

    def unknown(self) -> "PayoutQuerySet":
        """Keep those of which nobody knows whether they were paid."""
        return self.filter(state=PayoutState.UNKNOWN)

    def unsettled(self) -> "PayoutQuerySet":
        """Keep those whose end is not known yet."""
        return self.filter(state__in=(PayoutState.ORDERED, PayoutState.UNKNOWN))


class ExpenseQuerySet(models.QuerySet):
    """Expenses declared by start-ups."""

    gate = Standing(startup="tranche__award__startup", programme="tranche__award__place__cohort__programme")

    def visible_to(self, user: Any) -> "ExpenseQuerySet":
        """Whoever sees a tranche sees what was spent of it."""
        tranches = self.model._meta.get_field("tranche").related_model.objects.visible_to(user)
        return self.filter(tranche__in=tranches.order_by().values("pk"))

    def justified(self) -> "ExpenseQuerySet":
        """Keep those that count as spending justified: read and accepted by the centre."""
        return self.filter(state=ExpenseState.ACCEPTED)

    def to_read(self) -> "ExpenseQuerySet":
        """Keep those that wait for the centre to read them."""
        return self.filter(state=ExpenseState.DECLARED)
