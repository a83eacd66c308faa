"""The one door's password check."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import ValidationError

from incubator.accounts import contacts
from incubator.people.models import User


class OneDoor(ModelBackend):
    """A verified contact and a password; permissions come from groups, which follow grants."""

    def authenticate(
        self, request: Any, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Any:
        """Return the person when the password is theirs; an unknown contact takes as long as a known one."""
        try:
            person = contacts.person_of(contacts.read(username or kwargs.get("email") or ""))
        except ValidationError:
            person = None
        if person is None or not person.has_usable_password():
            User().set_password(password)
            return None
        if person.check_password(password) and self.user_can_authenticate(person):
            return person
        return None
