"""Reads of money that comes in, of what the provider says of it, and of the books."""

from typing import Any

from django.db import models
from django.db.models import Q, Sum

from funding.querysets import CHARGE_ROLES
from funding.states import Account, ChargeState
from incubator.people.states import Role
from incubator.workflow.proposals import ProposalState
from incubator.workflow.standing import Standing


class ChargeQuerySet(models.QuerySet):
    """Money asked of people and start-ups."""

    gate = Standing(startup="startup")

    def visible_to(self, user: Any) -> "ChargeQuerySet":
        """The money roles see all (an officer the own programmes'); a payer the own, a founder the own
        start-up's.
        """
        own = Q(pk__in=self.model.objects.of(user).values("pk"))
        desk = self.gate.held_by(self.model.objects.all(), user, *CHARGE_ROLES)
        return self.filter(own | Q(pk__in=desk.values("pk")))

    def of(self, person: Any) -> "ChargeQuerySet":
        """Keep what the person is asked to pay, alone or with a start-up, whatever else the person is."""
        team = Q(startup__memberships__person=person, startup__memberships__until_on=None)
        return self.filter(Q(payer=person) | team).distinct()

    def unpaid(self) -> "ChargeQuerySet":
        """Keep those that may still be paid."""
        return self.filter(state__in=(ChargeState.CREATED, ChargeState.PENDING))

    def to_confirm(self) -> "ChargeQuerySet":
        """Keep the manual payments that wait for a second person."""
        return self.filter(state=ChargeState.PENDING).exclude(declared_by=None)

    def awaiting(self, user: Any) -> "ChargeQuerySet":
        """Keep what waits for this person: to pay, or to confirm."""
        found = Q(payer=user, state__in=(ChargeState.CREATED, ChargeState.FAILED, ChargeState.EXPIRED))
        if user.has_role(Role.FINANCE, Role.APPROVER):
            found |= (
                Q(state=ChargeState.PENDING, declared_by__isnull=False)
                & ~Q(declared_by=user)
                & ~Q(payer=user)
            )
        return self.filter(found)


class RefundQuerySet(models.QuerySet):
    """Payments to give back."""

    gate = Standing(startup="charge__startup")

    def visible_to(self, user: Any) -> "RefundQuerySet":
        """Whoever sees a payment sees whether it goes back."""
        charges = self.model._meta.get_field("charge").related_model.objects.visible_to(user)
        return self.filter(charge__in=charges.order_by().values("pk"))

    def waiting(self) -> "RefundQuerySet":
        """Keep those that wait for a second person."""
        return self.filter(state=ProposalState.PROPOSED)

    def to_confirm(self, user: Any) -> "RefundQuerySet":
        """Keep those that wait for this person: asked by somebody else, of a payment that the person did not make."""
        paid = self.model._meta.get_field("charge").related_model.objects.of(user)
        return self.waiting().exclude(proposed_by=user).exclude(charge__in=paid.order_by().values("pk"))


class ProviderEventQuerySet(models.QuerySet):
    """The provider's events."""

    gate = "Finance looks at what the provider says, before anybody knows of which start-up it speaks."

    def of_payment(self, payment: str) -> "ProviderEventQuerySet":
        """Return those that speak of a payment by the provider's own name of it."""
        return self.filter(payload__payment_intent=payment)

    def to_look_at(self, outcomes: Any) -> "ProviderEventQuerySet":
        """Return those with one of `outcomes` that nobody closed, the oldest first."""
        return self.filter(outcome__in=outcomes, closed_at=None).order_by("received_at", "pk")


class LedgerQuerySet(models.QuerySet):
    """Entries of the ledger."""

    gate = "The books of the centre are whole, or they are no books."

    def balance(self, account: str) -> int:
        """Return debits less credits of one account, in whole units."""
        debit = self.filter(debit=account).aggregate(total=Sum("amount"))["total"] or 0
        credit = self.filter(credit=account).aggregate(total=Sum("amount"))["total"] or 0
        return debit - credit

    def balances(self) -> dict[str, int]:
        """Return debits less credits of every account; together they make zero."""
        found = dict.fromkeys(Account.values, 0)
        for side, sign in (("debit", 1), ("credit", -1)):
            for account, total in self.order_by().values_list(side).annotate(total=Sum("amount")):
                found[account] += sign * total
        return found

    def of_account(self, account: str) -> "LedgerQuerySet":
        """Keep the entries that touch an account."""
        return self.filter(Q(debit=account) | Q(credit=account))
