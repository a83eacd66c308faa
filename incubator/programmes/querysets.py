"""Reads of programmes and calls."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, Q

from incubator.people.states import Role
from incubator.programmes.states import CallState

PUBLIC_STATES = (CallState.PUBLISHED, CallState.RESULTS_PUBLISHED, CallState.ARCHIVED)


class ProgrammeQuerySet(models.QuerySet):
    """Programmes."""

    def staffed_by(self, user: Any) -> "ProgrammeQuerySet":
        """Keep those an officer works on: the ones that name the officer, or all where none does."""
        staff = self.model._meta.get_field("staff").related_model.objects.filter(person=user)
        return self.filter(Q(pk__in=staff.values("programme")) | ~Exists(staff))


class CallQuerySet(models.QuerySet):
    """Calls."""

    def public(self) -> "CallQuerySet":
        """Keep those the public may read."""
        return self.filter(state__in=PUBLIC_STATES)

    def open(self, at: datetime) -> "CallQuerySet":
        """Keep the published ones that take applications at that instant."""
        return self.filter(state=CallState.PUBLISHED, opens_at__lte=at, closes_at__gt=at)

    def planned(self, at: datetime) -> "CallQuerySet":
        """Keep the published ones that open later."""
        return self.filter(state=CallState.PUBLISHED, opens_at__gt=at)

    def closed(self, at: datetime) -> "CallQuerySet":
        """Keep the public ones that no longer take applications."""
        return self.public().filter(Q(closes_at__lte=at) | ~Q(state=CallState.PUBLISHED))

    def visible_to(self, user: Any) -> "CallQuerySet":
        """The desk sees every call (an officer those of the own programmes).

        Everybody else the public ones.
        """
        if user.has_role(Role.ADMIN, Role.DIRECTOR, Role.FINANCE, Role.APPROVER):
            return self
        if user.has_role(Role.OFFICER):
            programmes = self.model._meta.get_field("programme").related_model.objects.staffed_by(user)
            return self.filter(programme__in=programmes)
        return self.public()

    def awaiting(self, user: Any) -> "CallQuerySet":
        """Keep the calls that wait for this person.

        A director approves what others propose, an officer publishes.
        """
        if user.has_role(Role.DIRECTOR):
            return self.filter(state=CallState.PROPOSED).exclude(proposed_by=user)
        if user.has_role(Role.OFFICER):
            return self.visible_to(user).filter(state=CallState.APPROVED)
        return self.none()

    def at_desk(self) -> "CallQuerySet":
        """Join what a line of the desk list shows."""
        return self.select_related("programme")
