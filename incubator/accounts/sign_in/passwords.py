"""Passwords: an extra way in for those who want one."""

from datetime import datetime

from incubator.accounts import letters
from incubator.people.models import User
from incubator.workflow import audit
from incubator.workflow.acting import acting


def change(person: User, password: str, *, at: datetime) -> None:
    """Set the person's password; their other devices are signed out by it, and they are told."""
    with acting(person):
        person.set_password(password)
        person.save(update_fields=["password"])
        audit.record("user.password", person, by=person, at=at)
        letters.password_changed(person, at=at)
