"""Reads of background work. Who may read a piece of work is decided only here."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q

from incubator.jobs.states import JobState
from incubator.people.states import Role

# A process that gave no sign for so long is dead: another one goes on from where it stopped.
LEASE = timedelta(minutes=2)


class JobQuerySet(models.QuerySet):
    """Pieces of background work."""

    gate = "Whoever asked; what is made is read by that person's standing when it is made."

    def visible_to(self, user: Any) -> "JobQuerySet":
        """Only the person who asked reads what was made, whatever the role."""
        return self.filter(asked_by=user)

    def listed_for(self, user: Any) -> "JobQuerySet":
        """Keep the lines of the list: one's own; an administrator sees that the others exist, not what they hold."""
        kept = self.exclude(state=JobState.DELETED).defer("keys", "params")
        return kept if user.has_role(Role.ADMIN) else kept.filter(asked_by=user)

    def claimable(self, at: datetime) -> "JobQuerySet":
        """Keep what waits, and what a dead process left."""
        left = Q(state=JobState.RUNNING, claimed_at__lt=at - LEASE)
        return self.filter(Q(state=JobState.QUEUED) | left)

    def over(self, at: datetime) -> "JobQuerySet":
        """Keep what is past its time."""
        return self.filter(state__in=(JobState.DONE, JobState.FAILED), expires_at__lte=at)

    def unfinished(self) -> "JobQuerySet":
        """Keep what is on its way."""
        return self.filter(state__in=(JobState.QUEUED, JobState.RUNNING))
