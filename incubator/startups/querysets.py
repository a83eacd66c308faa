"""Reads of start-ups."""

from typing import Any

from django.db import models
from django.db.models import Q

from incubator.people.states import DESK_ROLES, Role
from incubator.startups.states import StartupState
from incubator.workflow.proposals import ProposalState
from incubator.workflow.standing import Standing


class StartupQuerySet(models.QuerySet):
    """Start-ups."""

    gate = Standing(startup="pk")

    def published(self) -> "StartupQuerySet":
        """Keep those that agreed to be in the public directory and are shown there."""
        return self.filter(state=StartupState.PUBLISHED)

    def of(self, person: Any) -> "StartupQuerySet":
        """Keep those the person belongs to today."""
        return self.filter(memberships__person=person, memberships__until_on=None)

    def visible_to(self, user: Any) -> "StartupQuerySet":
        """The desk sees those open to it; everybody else the own ones (mentors add theirs in mentorship)."""
        if user.has_role(*DESK_ROLES):
            return self.gate.held_by(self, user, *DESK_ROLES)
        return self.filter(Q(memberships__person=user) & Q(memberships__until_on=None)).distinct()


class RegistrationQuerySet(models.QuerySet):
    """What the centre verified of the companies."""

    gate = Standing(startup="startup")

    def visible_to(self, user: Any) -> "RegistrationQuerySet":
        """Whoever sees a start-up sees what was verified of it."""
        startups = self.model._meta.get_field("startup").related_model.objects.visible_to(user)
        return self.filter(startup__in=startups.order_by().values("pk"))

    def confirmed(self) -> "RegistrationQuerySet":
        """Keep what two people verified, the last first."""
        return self.filter(state=ProposalState.CONFIRMED).order_by("-decided_at", "-pk")

    def to_confirm(self, user: Any) -> "RegistrationQuerySet":
        """Keep what waits for this person: proposed by somebody else, about a start-up open to them."""
        waiting = self.filter(state=ProposalState.PROPOSED).exclude(proposed_by=user)
        return self.gate.held_by(waiting, user, Role.OFFICER, Role.FINANCE, Role.DIRECTOR)
