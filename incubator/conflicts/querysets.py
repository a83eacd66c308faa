"""Reads of the register; the condition that closes a file to whoever has a link."""

from typing import Any

from django.db import models
from django.db.models import Q

from incubator.conflicts.states import InterestState
from incubator.people.states import Role
from incubator.workflow.standing import Standing


class InterestQuerySet(models.QuerySet):
    """Declared interests."""

    gate = Standing(startup="startup")

    def blocking(self) -> "InterestQuerySet":
        """Keep those that close a file: all that are not dismissed and name a person."""
        return self.exclude(state=InterestState.DISMISSED).exclude(person=None)

    def between(self, person: Any, startup: Any) -> "InterestQuerySet":
        """Keep the links of one person with one start-up."""
        return self.filter(person=person, startup=startup)

    def visible_to(self, user: Any) -> "InterestQuerySet":
        """The office reads the register of the start-ups open to it; everybody the own links."""
        desk = self.gate.held_by(self.model.objects.all(), user, Role.ADMIN, Role.OFFICER, Role.DIRECTOR)
        return self.filter(Q(person=user) | Q(pk__in=desk.values("pk")))

    def to_treat(self) -> "InterestQuerySet":
        """Keep those the office has not looked at, oldest first."""
        return self.filter(state=InterestState.OPEN).order_by("declared_at", "id")

    def for_list(self) -> "InterestQuerySet":
        """Join what a line of the register shows."""
        return self.select_related("person", "startup", "declared_by")


def has_link(person: Any, startup: Any) -> bool:
    """Tell whether a live link closes the start-up's files to the person (a start-up or its key)."""
    if person.is_system:
        return False
    register = person._meta.apps.get_model("conflicts", "Interest")
    return register.objects.blocking().filter(person=person, startup=startup).exists()
