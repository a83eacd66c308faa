"""Reads of start-ups."""

from typing import Any

from django.db import models
from django.db.models import Q

from incubator.people.states import Role
from incubator.startups.states import StartupState


class StartupQuerySet(models.QuerySet):
    """Start-ups."""

    def published(self) -> "StartupQuerySet":
        """Keep those that agreed to be in the public directory and are shown there."""
        return self.filter(state=StartupState.PUBLISHED)

    def of(self, person: Any) -> "StartupQuerySet":
        """Keep those the person belongs to today."""
        return self.filter(memberships__person=person, memberships__until_on=None)

    def visible_to(self, user: Any) -> "StartupQuerySet":
        """Staff, directors and donors see all; a member sees theirs (mentors add theirs in mentorship)."""
        if user.has_role(Role.ADMIN, Role.OFFICER, Role.FINANCE, Role.APPROVER, Role.DIRECTOR, Role.DONOR):
            return self
        return self.filter(Q(memberships__person=user) & Q(memberships__until_on=None)).distinct()
