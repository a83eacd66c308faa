"""Reads of mentors, matches, sessions and actions."""
from typing import Any

from django.db import models

from incubator.people.states import Role
from mentorship.states import ActionState, MatchState, SessionState

OFFICE = (Role.ADMIN, Role.OFFICER, Role.DIRECTOR)


class MatchQuerySet(models.QuerySet):
    """Who mentors whom."""

    def active(self) -> "MatchQuerySet":
        """Keep those that hold now."""
        return self.filter(state=MatchState.ACTIVE)

    def of(self, person: Any) -> "MatchQuerySet":
        """Keep a mentor's own, active ones."""
        return self.active().filter(mentor__person=person)


class SessionQuerySet(models.QuerySet):
    """Mentoring sessions."""

    def held(self) -> "SessionQuerySet":
        """Keep those that took place."""
        return self.filter(state=SessionState.HELD)

    def visible_to(self, user: Any) -> "SessionQuerySet":
        """The office sees all; a mentor those of the start-ups in hand; a founder the own start-up's."""
        if user.has_role(*OFFICE):
            return self
        mentored = models.Q(
            startup__matches__mentor__person=user, startup__matches__state=MatchState.ACTIVE
        ) | models.Q(mentor__person=user)
        member = models.Q(startup__memberships__person=user, startup__memberships__until_on=None)
        return self.filter(mentored | member).distinct()


class ActionQuerySet(models.QuerySet):
    """Things to do that came out of sessions."""

    def open(self) -> "ActionQuerySet":
        """Keep what is still to do."""
        return self.filter(state=ActionState.OPEN)
