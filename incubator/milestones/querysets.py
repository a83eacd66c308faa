"""Reads of milestones."""

from datetime import date
from typing import Any

from django.db import models

from incubator.cohorts.querysets import CENTRE_ROLES
from incubator.cohorts.states import PlaceState
from incubator.milestones.states import OPEN, MilestoneState
from incubator.people.states import Role
from incubator.workflow.standing import Standing


class MilestoneQuerySet(models.QuerySet):
    """Milestones."""

    gate = Standing(startup="place__startup", programme="place__cohort__programme")

    def to_read(self) -> "MilestoneQuerySet":
        """Keep the evidence that waits for the office, oldest first."""
        return self.filter(state=MilestoneState.SUBMITTED).order_by("submitted_at")

    def approved(self) -> "MilestoneQuerySet":
        """Keep those that count as met."""
        return self.filter(state__in=(MilestoneState.APPROVED, MilestoneState.WAIVED))

    def overdue(self, day: date) -> "MilestoneQuerySet":
        """Keep those not sent whose day has passed, of incubations that run.

        A paused start-up may send nothing, and one that graduated or left owes nothing any more: neither is late.
        """
        return self.filter(state__in=OPEN, due_on__lt=day, place__state=PlaceState.ACTIVE)

    def counted_for(self, user: Any) -> "MilestoneQuerySet":
        """Keep those that the figures of this person count.

        A donor reads how many are late and when they were due, as the director does, and none of the evidence.
        """
        return self if user.has_role(Role.DONOR) else self.visible_to(user)

    def of(self, person: Any) -> "MilestoneQuerySet":
        """Keep those of the start-ups the person belongs to today."""
        return self.filter(
            place__startup__memberships__person=person, place__startup__memberships__until_on=None
        )

    def visible_to(self, user: Any) -> "MilestoneQuerySet":
        """The desk sees all (an officer the own programmes'), a donor what is met, a founder the own ones."""
        if user.has_role(*CENTRE_ROLES):
            return self.gate.held_by(self, user, *CENTRE_ROLES)
        if user.has_role(Role.DONOR):
            return self.gate.held_by(self.approved(), user, Role.DONOR)
        return self.of(user)

    def awaiting(self, user: Any) -> "MilestoneQuerySet":
        """Keep what waits for this person: evidence to read at the desk, evidence to send in a start-up."""
        if user.has_role(Role.OFFICER, Role.DIRECTOR):
            return self.visible_to(user).to_read()
        return self.of(user).filter(state__in=OPEN).order_by("due_on")

    def for_list(self) -> "MilestoneQuerySet":
        """Join what a line of a list shows."""
        return self.select_related("place__startup", "place__cohort")
