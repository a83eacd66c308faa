"""Reads of the slice."""

from datetime import datetime

from django.contrib.sessions.base_session import BaseSessionManager
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from incubator.core import reading
from incubator.people.models import Grant, User
from incubator.people.states import PersonState


class BrowserSessionQuerySet(QuerySet):
    """Sessions."""

    def with_person(self, session_key: str) -> "BrowserSessionQuerySet":
        """Keep one session with its person, once for each role ever given (`role`, None without any)."""
        standing = self.filter(session_key=session_key).select_related("person")
        given = {name: F(f"person__grants__{name}") for name in ("role", "from_at", "until_at")}
        return standing.annotate(**given)

    def unexpired(self, at: datetime) -> "BrowserSessionQuerySet":
        """Keep those that have not run out."""
        return self.filter(expire_date__gt=at)


class BrowserSessionManager(BaseSessionManager.from_queryset(BrowserSessionQuerySet)):
    """Sessions, as Django's own store writes them."""


def people_found(*, words: str, role: str, at: datetime, state: str = "") -> QuerySet[User]:
    """Return people by name, e-mail address or telephone, by role held and by state; their grants in force come along.

    For administrators only (asked by the page).
    """
    in_force = Grant.objects.in_force(at)
    found = User.objects.exclude(state=PersonState.ANONYMISED)
    number = reading.digits_typed(words)
    if number:
        found = found.filter(phone__contains=number)
    for word in () if number else reading.one_line(words).split():
        found = found.filter(
            Q(full_name__icontains=word) | Q(email__icontains=word) | Q(phone__icontains=word)
        )
    if state:
        found = found.filter(state=state)
    if role:
        found = found.filter(Exists(in_force.filter(person=OuterRef("pk"), role=role)))
    return found.order_by("full_name", "email", "pk").prefetch_related(
        Prefetch("grants", queryset=in_force.select_related("centre").order_by("role"), to_attr="held")
    )
