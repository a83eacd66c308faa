"""Reads of rounds and reviews."""
from typing import Any

from django.db import models

from incubator.conflicts.querysets import without_conflicts
from incubator.people.states import Role
from incubator.reviews.states import AssignmentState


class RoundQuerySet(models.QuerySet):
    """Rounds of a call."""

    def visible_to(self, user: Any) -> "RoundQuerySet":
        """Staff see all; a juror the rounds with a file of theirs."""
        if user.has_role(Role.ADMIN, Role.OFFICER, Role.DIRECTOR):
            return self
        return self.filter(assignments__juror=user).distinct()


class AssignmentQuerySet(models.QuerySet):
    """A juror's files."""

    def readable_by(self, juror: Any) -> "AssignmentQuerySet":
        """Keep the juror's own files, less those taken back or closed by a declared link."""
        own = self.filter(juror=juror).exclude(state=AssignmentState.RECUSED)
        return without_conflicts(own, juror, startup="application__startup")

    def counted(self) -> "AssignmentQuerySet":
        """Keep the reviews that make the ranking: abstentions and withdrawn ones are absent, not zero."""
        return self.filter(state=AssignmentState.SUBMITTED)
