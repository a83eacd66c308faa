"""Reads of mentors, matches, sessions and actions."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Count, Exists, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from incubator.core.clock import local_day
from incubator.people.states import Role
from incubator.workflow.standing import Standing
from mentorship.states import ActionState, MatchState, MentorState, SessionState

# Who reads every mentor, match and session; the note and the colour are for the first two alone.
OFFICE = (Role.ADMIN, Role.OFFICER, Role.DIRECTOR)
NOTE_READERS = (Role.OFFICER, Role.DIRECTOR)


def _count(rows: QuerySet, of: str) -> Coalesce:
    """Return the number of `rows` of each outer record, as one column: no join multiplies another."""
    counted = rows.order_by().values(of).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


class MentorQuerySet(models.QuerySet):
    """Mentors."""

    gate = "A mentor belongs to the centre: no start-up, no programme."

    def visible_to(self, user: Any) -> "MentorQuerySet":
        """The office sees all; a mentor the own record."""
        return self if user.has_role(*OFFICE) else self.filter(person=user)

    def of(self, person: Any) -> "MentorQuerySet":
        """Keep the own record of whoever is a mentor now."""
        return self.filter(person=person) if person.has_role(Role.MENTOR) else self.none()

    def available(self) -> "MentorQuerySet":
        """Keep those who may be given a start-up: approved, and not paused or ended."""
        return self.filter(state__in=(MentorState.APPROVED, MentorState.ACTIVE))

    def without_link_to(self, startup: Any) -> "MentorQuerySet":
        """Remove those whose person has a declared link with the start-up, or belongs to its team."""
        interests = self.model._meta.apps.get_model("conflicts", "Interest").objects.blocking()
        linked = interests.filter(startup=startup).values("person")
        team = startup.memberships.filter(until_on=None).values("person")
        return self.exclude(person__in=linked).exclude(person__in=team)

    def with_load(self) -> "MentorQuerySet":
        """Add `startups_now`, the number of start-ups in hand."""
        matches = self.model._meta.apps.get_model("mentorship", "Match").objects.active()
        return self.annotate(startups_now=_count(matches.filter(mentor=OuterRef("pk")), "mentor"))


class MatchQuerySet(models.QuerySet):
    """Who mentors whom."""

    gate = Standing(startup="startup")

    def active(self) -> "MatchQuerySet":
        """Keep those that hold now."""
        return self.filter(state=MatchState.ACTIVE)

    def standing(self) -> "MatchQuerySet":
        """Keep those proposed or active."""
        return self.exclude(state=MatchState.ENDED)

    def of(self, person: Any) -> "MatchQuerySet":
        """Keep the own, active ones of whoever is a mentor now; a declared link closes a start-up at once."""
        return self.gate.held_by(self.active().filter(mentor__person=person), person, Role.MENTOR)

    def silent(self, at: datetime, days: int) -> "MatchQuerySet":
        """Keep the active ones that began, and whose start-up had its last session, more than `days` ago."""
        sessions = self.model._meta.apps.get_model("mentorship", "Session").objects.held()
        recent = sessions.filter(
            startup=OuterRef("startup"), held_on__gte=local_day(at) - timedelta(days=days)
        )
        return self.active().filter(~Exists(recent), started_at__lt=at - timedelta(days=days))

    def visible_to(self, user: Any) -> "MatchQuerySet":
        """The office sees all (an officer the own programmes'); a mentor the own active ones."""
        return self.gate.held_by(self, user, *OFFICE) if user.has_role(*OFFICE) else self.of(user)

    def for_list(self) -> "MatchQuerySet":
        """Join what a line shows, with the last contact and the number of open actions."""
        apps = self.model._meta.apps
        held = apps.get_model("mentorship", "Session").objects.held().filter(startup=OuterRef("startup"))
        last = held.order_by().values("startup").annotate(day=Max("held_on")).values("day")
        opened = apps.get_model("mentorship", "Action").objects.open().filter(startup=OuterRef("startup"))
        return self.select_related("mentor__person", "startup").annotate(
            last_held_on=Subquery(last), open_actions=_count(opened, "startup")
        )


class SessionQuerySet(models.QuerySet):
    """Mentoring sessions."""

    gate = Standing(startup="startup")

    def held(self) -> "SessionQuerySet":
        """Keep those that took place."""
        return self.filter(state=SessionState.HELD)

    def since(self, day: date) -> "SessionQuerySet":
        """Keep those held on that day or later."""
        return self.filter(held_on__gte=day)

    def minutes_in_all(self) -> int:
        """Return how many minutes they lasted together."""
        return self.aggregate(total=Sum("minutes"))["total"] or 0

    def at_the_desk_of(self, user: Any) -> "SessionQuerySet":
        """Keep what the office may read with its notes (an officer in the own programmes), less start-ups one
        belongs to or has a link with.
        """
        return self.gate.held_by(self, user, *OFFICE)

    def visible_to(self, user: Any) -> "SessionQuerySet":
        """The office reads all; a mentor the own and those of the start-ups in hand; a founder the team's."""
        sessions, matches = self.model.objects, self.model._meta.apps.get_model("mentorship", "Match").objects
        desk = Q(pk__in=sessions.at_the_desk_of(user).values("pk"))
        own = self.gate.held_by(sessions.filter(mentor__person=user), user, Role.MENTOR)
        mentored = Q(startup__in=matches.of(user).values("startup")) | Q(pk__in=own.values("pk"))
        member = Q(startup__in=user.memberships.filter(until_on=None).values("startup"))
        return self.filter(desk | mentored | member)

    def for_list(self) -> "SessionQuerySet":
        """Join what a line shows."""
        return self.select_related("startup", "mentor__person")


class ActionQuerySet(models.QuerySet):
    """Things to do that came out of sessions."""

    gate = Standing(startup="startup")

    def open(self) -> "ActionQuerySet":
        """Keep what is still to do."""
        return self.filter(state=ActionState.OPEN)

    def overdue(self, day: date) -> "ActionQuerySet":
        """Keep the open ones whose day has passed."""
        return self.open().filter(due_on__lt=day)

    def visible_to(self, user: Any) -> "ActionQuerySet":
        """Whoever may read a session of the start-up reads what came out of it."""
        sessions = self.model._meta.apps.get_model("mentorship", "Session").objects.visible_to(user)
        return self.filter(session__in=sessions.values("pk"))
