"""Reads of milestones."""
from datetime import date
from typing import Any

from django.db import models

from incubator.milestones.states import MilestoneState
from incubator.people.states import Role

OPEN = (MilestoneState.PLANNED, MilestoneState.RETURNED)


class MilestoneQuerySet(models.QuerySet):
    """Milestones."""

    def to_read(self) -> "MilestoneQuerySet":
        """Keep the evidence that waits for the office, oldest first."""
        return self.filter(state=MilestoneState.SUBMITTED).order_by("submitted_at")

    def approved(self) -> "MilestoneQuerySet":
        """Keep those that count as met."""
        return self.filter(state__in=(MilestoneState.APPROVED, MilestoneState.WAIVED))

    def overdue(self, day: date) -> "MilestoneQuerySet":
        """Keep those not sent whose day has passed."""
        return self.filter(state__in=OPEN, due_on__lt=day)

    def visible_to(self, user: Any) -> "MilestoneQuerySet":
        """The desk and donors see all; a founder the own start-up's."""
        if user.has_role(Role.ADMIN, Role.OFFICER, Role.FINANCE, Role.APPROVER, Role.DIRECTOR, Role.DONOR):
            return self
        return self.filter(
            place__startup__memberships__person=user, place__startup__memberships__until_on=None
        ).distinct()
