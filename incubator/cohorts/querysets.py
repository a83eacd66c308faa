"""Reads of cohorts and places."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When

from incubator.cohorts.states import HELD, PRESENT, TAKEN, PlaceState
from incubator.people.states import Role
from incubator.workflow.standing import Standing

# Who reads places, and what follows from them, at the desk; donors read results.
CENTRE_ROLES = (Role.ADMIN, Role.FINANCE, Role.APPROVER, Role.DIRECTOR, Role.OFFICER)


class CohortQuerySet(models.QuerySet):
    """Cohorts."""

    gate = Standing(programme="programme")

    def visible_to(self, user: Any) -> "CohortQuerySet":
        """The desk and donors see all (an officer the own programmes'); a founder the own start-up's."""
        if user.has_role(*CENTRE_ROLES, Role.DONOR):
            return self.gate.held_by(self, user, *CENTRE_ROLES, Role.DONOR)
        mine = {"startup__memberships__person": user, "startup__memberships__until_on": None}
        places = self.model._meta.get_field("places_given").related_model.objects.filter(**mine)
        return self.filter(pk__in=places.values("cohort"))

    def under_way(self, day: date) -> "CohortQuerySet":
        """Keep those that are not over: their last day has not passed, or a start-up is still in incubation."""
        inside = self.model._meta.get_field("places_given").related_model.objects.present()
        return self.filter(Q(ends_on__gte=day) | Q(Exists(inside.filter(cohort=OuterRef("pk")).order_by())))

    def for_list(self) -> "CohortQuerySet":
        """Join what a line of the desk list shows."""
        return self.select_related("programme", "call").order_by("-starts_on", "slug")


class PlaceQuerySet(models.QuerySet):
    """Places in cohorts."""

    gate = Standing(startup="startup", programme="cohort__programme")

    def taken(self) -> "PlaceQuerySet":
        """Keep those that count against the cohort's size."""
        return self.filter(state__in=TAKEN)

    def present(self) -> "PlaceQuerySet":
        """Keep those in incubation now."""
        return self.filter(state__in=PRESENT)

    def held(self) -> "PlaceQuerySet":
        """Keep those of start-ups in incubation or graduated: confirmed, and neither left nor excluded."""
        return self.filter(state__in=HELD)

    def one_a_startup(self) -> "PlaceQuerySet":
        """Keep one place of each start-up, so that a start-up in two cohorts counts once.

        The place it is in incubation with comes first, then the latest it took.
        """
        ended = Case(When(state__in=PRESENT, then=Value(0)), default=Value(1))
        own = self.filter(startup=OuterRef("startup")).order_by(ended, "-taken_at", "-pk")
        return self.filter(pk=Subquery(own.values("pk")[:1]))

    def ready_to_start(self) -> "PlaceQuerySet":
        """Keep the confirmed ones whose agreement is recorded."""
        return self.filter(state=PlaceState.CONFIRMED, agreement__isnull=False)

    def of(self, person: Any) -> "PlaceQuerySet":
        """Keep those of the start-ups the person belongs to today, the latest first."""
        mine = self.filter(startup__memberships__person=person, startup__memberships__until_on=None)
        return mine.order_by("-taken_at", "-pk")

    def visible_to(self, user: Any) -> "PlaceQuerySet":
        """The desk and donors see all (an officer the own programmes'); a founder the own start-up's."""
        if user.has_role(*CENTRE_ROLES, Role.DONOR):
            return self.gate.held_by(self, user, *CENTRE_ROLES, Role.DONOR)
        return self.of(user)

    def for_list(self) -> "PlaceQuerySet":
        """Join what a line of the desk list shows."""
        return self.select_related("startup", "cohort", "agreement")
