"""Reads of money."""
from typing import Any

from django.db import models

from funding.states import ChargeState, ExpenseState, TrancheState
from incubator.people.states import Role

MONEY_ROLES = (Role.ADMIN, Role.OFFICER, Role.FINANCE, Role.APPROVER, Role.DIRECTOR, Role.DONOR)


class AwardQuerySet(models.QuerySet):
    """Awards."""

    def visible_to(self, user: Any) -> "AwardQuerySet":
        """The desk and donors see all; a founder the own start-up's."""
        if user.has_role(*MONEY_ROLES):
            return self
        return self.filter(startup__memberships__person=user, startup__memberships__until_on=None).distinct()


class TrancheQuerySet(models.QuerySet):
    """Tranches."""

    def visible_to(self, user: Any) -> "TrancheQuerySet":
        """The desk and donors see all; a founder the own start-up's."""
        if user.has_role(*MONEY_ROLES):
            return self
        return self.filter(
            award__startup__memberships__person=user, award__startup__memberships__until_on=None
        ).distinct()

    def in_state(self, *states: TrancheState) -> "TrancheQuerySet":
        """Keep those in one of the states."""
        return self.filter(state__in=states)


class ExpenseQuerySet(models.QuerySet):
    """Expenses declared by start-ups."""

    def justified(self) -> "ExpenseQuerySet":
        """Keep those that count as spending justified."""
        return self.filter(state=ExpenseState.ACCEPTED)


class ChargeQuerySet(models.QuerySet):
    """Money asked of people and start-ups."""

    def visible_to(self, user: Any) -> "ChargeQuerySet":
        """The money roles see all; a payer sees the own, a founder the own start-up's."""
        if user.has_role(Role.ADMIN, Role.FINANCE, Role.OFFICER, Role.DIRECTOR, Role.APPROVER):
            return self
        own = models.Q(payer=user)
        team = models.Q(startup__memberships__person=user, startup__memberships__until_on=None)
        return self.filter(own | team).distinct()

    def unpaid(self) -> "ChargeQuerySet":
        """Keep those that may still be paid."""
        return self.filter(state__in=(ChargeState.CREATED, ChargeState.PENDING))


class LedgerQuerySet(models.QuerySet):
    """Entries of the ledger."""

    def balance(self, account: str) -> int:
        """Return debits less credits of one account, in whole units."""
        debit = self.filter(debit=account).aggregate(total=models.Sum("amount"))["total"] or 0
        credit = self.filter(credit=account).aggregate(total=models.Sum("amount"))["total"] or 0
        return debit - credit
