"""Reads of reports."""

from datetime import date
from typing import Any

from django.db import models

from incubator.cohorts.querysets import WHOLE_DESK
from incubator.people.states import Role
from incubator.programmes.models import Programme
from incubator.reporting.states import OPEN, ReportState


class ReportQuerySet(models.QuerySet):
    """Reports."""

    def to_read(self) -> "ReportQuerySet":
        """Keep what waits for the office, oldest first."""
        return self.filter(state=ReportState.SUBMITTED).order_by("submitted_at")

    def accepted(self) -> "ReportQuerySet":
        """Keep the accepted ones."""
        return self.filter(state=ReportState.ACCEPTED)

    def late(self, day: date) -> "ReportQuerySet":
        """Keep those not sent whose day has passed."""
        return self.filter(state__in=OPEN, period__due_on__lt=day)

    def of(self, person: Any) -> "ReportQuerySet":
        """Keep those of the start-ups the person belongs to today."""
        return self.filter(
            place__startup__memberships__person=person, place__startup__memberships__until_on=None
        )

    def visible_to(self, user: Any) -> "ReportQuerySet":
        """The desk sees all (an officer the own programmes'), a donor the accepted, a founder the own."""
        if user.has_role(*WHOLE_DESK):
            return self
        if user.has_role(Role.OFFICER):
            return self.filter(place__cohort__programme__in=Programme.objects.staffed_by(user))
        return self.accepted() if user.has_role(Role.DONOR) else self.of(user)

    def awaiting(self, user: Any) -> "ReportQuerySet":
        """Keep what waits for this person: reports to read at the desk, reports to send in a start-up."""
        if user.has_role(Role.OFFICER, Role.DIRECTOR):
            return self.visible_to(user).to_read()
        return self.of(user).filter(state__in=OPEN).order_by("period__due_on")

    def for_list(self) -> "ReportQuerySet":
        """Join what a line of a list shows."""
        return self.select_related("place__startup", "place__cohort", "period")
