"""Reads of reports."""
from datetime import date
from typing import Any

from django.db import models

from incubator.people.states import Role
from incubator.reporting.states import ReportState

OPEN = (ReportState.EXPECTED, ReportState.RETURNED)


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

    def visible_to(self, user: Any) -> "ReportQuerySet":
        """The desk sees all; a donor the accepted ones; a founder the own start-up's."""
        if user.has_role(Role.ADMIN, Role.OFFICER, Role.FINANCE, Role.APPROVER, Role.DIRECTOR):
            return self
        if user.has_role(Role.DONOR):
            return self.accepted()
        return self.filter(
            place__startup__memberships__person=user, place__startup__memberships__until_on=None
        ).distinct()
