"""Reads of cohorts and places."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When

from incubator.cohorts.states import HELD, PRESENT, TAKEN, PlaceState
from incubator.people.states import Role
from incubator.programmes.models import Programme, ProgrammeStaff

# Roles of the desk that read every programme; an officer reads the own ones.
WHOLE_DESK = (Role.ADMIN, Role.FINANCE, Role.APPROVER, Role.DIRECTOR)


class CohortQuerySet(models.QuerySet):
    """Cohorts."""

    def visible_to(self, user: Any) -> "CohortQuerySet":
        """The desk and donors see all (an officer the own programmes'); a founder the own start-up's."""
        if user.has_role(*WHOLE_DESK, Role.DONOR):
            return self
        if user.has_role(Role.OFFICER):
            return self.filter(programme__in=Programme.objects.staffed_by(user))
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
        if user.has_role(*WHOLE_DESK, Role.DONOR):
            return self
        if user.has_role(Role.OFFICER):
            return self.filter(cohort__programme__in=Programme.objects.staffed_by(user))
        return self.of(user)

    def for_list(self) -> "PlaceQuerySet":
        """Join what a line of the desk list shows."""
        return self.select_related("startup", "cohort", "agreement")


def within_programmes(queryset: models.QuerySet, user: Any, *, startup: str = "startup") -> models.QuerySet:
    """Keep, for an officer whom programmes name, the rows of start-ups that have a place there.

    `startup` is the path to the start-up. The other roles of the desk, and an officer whom no programme
    names, read every programme. What has no start-up belongs to no programme.
    """
    if not user.has_role(Role.OFFICER) or user.has_role(*WHOLE_DESK):
        return queryset
    places = queryset.model._meta.apps.get_model("cohorts", "Place").objects.visible_to(user)
    is_named = Exists(ProgrammeStaff.objects.filter(person=user))
    own = Q(**{f"{startup}__in": places.values("startup")}) | Q(**{f"{startup}__isnull": True})
    return queryset.filter(~is_named | own)
