"""Reads of what the office keeps of its list: each row is its writer's; a view may be shared."""

from typing import Any

from django.db import models
from django.db.models import Q

from incubator.people.states import Role
from incubator.programmes.models import Call


class DeskRecordQuerySet(models.QuerySet):
    """Saved views, bulk acts, letters to many."""

    def views_for(self, person: Any, call: Any) -> "DeskRecordQuerySet":
        """Keep the saved views of one list that the person reads: the own ones and those shared with the team."""
        return self.filter(Q(owner=person) | Q(is_shared=True), call=call)

    def of(self, person: Any) -> "DeskRecordQuerySet":
        """Keep what the person began."""
        return self.filter(by=person)

    def letters_for(self, person: Any) -> "DeskRecordQuerySet":
        """Keep the letters a member of staff may read: the own ones, and those posted about a call the person sees."""
        if not person.has_role(Role.ADMIN, Role.OFFICER, Role.DIRECTOR):
            return self.none()
        calls = Call.objects.visible_to(person).values("pk")
        return self.filter(Q(by=person) | Q(call__in=calls, posted_at__isnull=False))
