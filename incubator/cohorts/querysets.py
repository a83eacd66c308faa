"""Reads of cohorts and places."""
from typing import Any

from django.db import models

from incubator.cohorts.states import PRESENT, TAKEN
from incubator.people.states import Role


class CohortQuerySet(models.QuerySet):
    """Cohorts."""

    def visible_to(self, user: Any) -> "CohortQuerySet":
        """The desk and donors see all; a founder the own start-up's."""
        if user.has_role(Role.ADMIN, Role.OFFICER, Role.FINANCE, Role.APPROVER, Role.DIRECTOR, Role.DONOR):
            return self
        return self.filter(places_given__startup__memberships__person=user).distinct()


class PlaceQuerySet(models.QuerySet):
    """Places in cohorts."""

    def taken(self) -> "PlaceQuerySet":
        """Keep those that count against the cohort's size."""
        return self.filter(state__in=TAKEN)

    def present(self) -> "PlaceQuerySet":
        """Keep those in incubation now."""
        return self.filter(state__in=PRESENT)

    def visible_to(self, user: Any) -> "PlaceQuerySet":
        """The desk and donors see all; a founder the own start-up's."""
        if user.has_role(Role.ADMIN, Role.OFFICER, Role.FINANCE, Role.APPROVER, Role.DIRECTOR, Role.DONOR):
            return self
        return self.filter(startup__memberships__person=user, startup__memberships__until_on=None).distinct()
