"""Reads of rounds and reviews."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef

from incubator.people.states import Role
from incubator.reviews.states import AssignmentState
from incubator.workflow.standing import Standing


class RoundQuerySet(models.QuerySet):
    """Rounds of a call."""

    gate = Standing(programme="call__programme")

    def visible_to(self, user: Any) -> "RoundQuerySet":
        """Staff see all; a juror the rounds with a file of theirs."""
        if user.has_role(Role.ADMIN, Role.OFFICER, Role.DIRECTOR):
            return self.gate.held_by(self, user, Role.ADMIN, Role.OFFICER, Role.DIRECTOR)
        return self.of_juror(user)

    def of_juror(self, juror: Any) -> "RoundQuerySet":
        """Keep the rounds in which a juror was given a file (even if all were taken back since)."""
        if not juror.has_role(Role.JUROR):
            return self.none()
        given = self.model._meta.get_field("assignments").related_model.objects
        return self.filter(Exists(given.filter(round=OuterRef("pk"), juror=juror)))

    def open(self, at: datetime) -> "RoundQuerySet":
        """Keep those in which scores are taken at that instant."""
        return self.filter(opens_at__lte=at, closes_at__gt=at)


class AssignmentQuerySet(models.QuerySet):
    """A juror's files."""

    gate = Standing(startup="application__startup", programme="application__call__programme")

    def readable_by(self, juror: Any) -> "AssignmentQuerySet":
        """Keep the own files of whoever is a juror now, less those taken back or closed by a declared link."""
        own = self.filter(juror=juror).exclude(state=AssignmentState.RECUSED)
        return self.gate.held_by(own, juror, Role.JUROR)

    def counted(self) -> "AssignmentQuerySet":
        """Keep the reviews that make the ranking: abstentions and withdrawn ones are absent, not zero.

        Neither does a review count while its juror has a live link with the start-up.
        """
        return self.with_link().filter(state=AssignmentState.SUBMITTED, linked=False)

    def in_hand(self) -> "AssignmentQuerySet":
        """Keep the files a juror has to read or has scored."""
        return self.filter(state__in=(AssignmentState.ASSIGNED, AssignmentState.SUBMITTED))

    def with_link(self) -> "AssignmentQuerySet":
        """Add `linked`: whether the juror has a live link with the start-up."""
        register = self.model._meta.apps.get_model("conflicts", "Interest")
        links = register.objects.blocking().filter(
            person=OuterRef("juror"), startup=OuterRef("application__startup")
        )
        return self.annotate(linked=Exists(links))

    def with_links_declared(self) -> "AssignmentQuerySet":
        """Add `links_declared`: whether the juror went through the list of teams of the round."""
        declared = self.model._meta.apps.get_model("reviews", "LinksDeclared").objects
        return self.annotate(
            links_declared=Exists(declared.filter(round=OuterRef("round"), juror=OuterRef("juror")))
        )
