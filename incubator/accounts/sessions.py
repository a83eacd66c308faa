"""Sessions that come with their person and the roles held: one question for every signed-in request."""

from datetime import timedelta
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.sessions.backends.db import SessionStore as InTheDatabase
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from incubator.accounts.models import BrowserSession
from incubator.people.models import User
from incubator.people.states import Term


class SessionStore(InTheDatabase):
    """Keeps beside each session whose it is, so that both are read together."""

    person: User | None = None

    @classmethod
    def get_model_class(cls) -> type[BrowserSession]:
        return BrowserSession

    def create_model_instance(self, data: dict[str, Any]) -> BrowserSession:
        row = super().create_model_instance(data)
        row.person_id = data.get(SESSION_KEY)
        return row

    def _get_session_from_db(self) -> BrowserSession | None:
        # The instant by the same reckoning as the expiry that was written with the session.
        now = self.get_expiry_date(expiry=1) - timedelta(seconds=1)
        # One row for each role ever given, at least one.
        rows = list(BrowserSession.objects.with_person(self.session_key).unexpired(now))
        if not rows:
            self._session_key = None
            return None
        self.person = rows[0].person
        if self.person is not None:
            self.person.terms = [
                Term(row.role, row.from_at, row.until_at, row.was_ended) for row in rows if row.role
            ]
        return rows[0]


def person_of(request: HttpRequest) -> Any:
    """Return who is signed in, by the same proof as Django's own look-up, which answers whenever it does not hold."""
    identity = request.session.get(SESSION_KEY)
    person = getattr(request.session, "person", None)
    if (
        person is not None
        and str(person.pk) == identity
        and person.is_active
        and request.session.get(BACKEND_SESSION_KEY) == BACKEND
        and constant_time_compare(request.session.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash())
    ):
        return person
    return get_user(request)


BACKEND = "incubator.accounts.backends.OneDoor"
