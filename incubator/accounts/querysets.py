"""Reads of the slice."""

from datetime import datetime

from django.contrib.sessions.base_session import BaseSessionManager
from django.db.models import F, QuerySet


class BrowserSessionQuerySet(QuerySet):
    """Sessions."""

    gate = "A session is read by its key alone."

    def with_person(self, session_key: str) -> "BrowserSessionQuerySet":
        """Keep one session with its person, once for each role ever given (`role`, None without any)."""
        standing = self.filter(session_key=session_key).select_related("person")
        given = {name: F(f"person__grants__{name}") for name in ("role", "from_at", "until_at", "was_ended")}
        return standing.annotate(**given)

    def unexpired(self, at: datetime) -> "BrowserSessionQuerySet":
        """Keep those that have not run out."""
        return self.filter(expire_date__gt=at)


class BrowserSessionManager(BaseSessionManager.from_queryset(BrowserSessionQuerySet)):
    """Sessions, as Django's own store writes them."""
