"""Reads of the slice."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from incubator.people.models import Grant, User
from incubator.people.states import PersonState


def people_found(*, words: str, role: str, at: datetime) -> QuerySet[User]:
    """Return people by name, e-mail address or telephone, and by role held; their grants in force come along.

    For administrators only (asked by the page).
    """
    in_force = Grant.objects.in_force(at)
    found = User.objects.exclude(state=PersonState.ANONYMISED)
    for word in words.split():
        found = found.filter(
            Q(full_name__icontains=word) | Q(email__icontains=word) | Q(phone__icontains=word)
        )
    if role:
        found = found.filter(Exists(in_force.filter(person=OuterRef("pk"), role=role)))
    return found.order_by("full_name", "email", "pk").prefetch_related(
        Prefetch("grants", queryset=in_force.select_related("centre").order_by("role"), to_attr="held")
    )
