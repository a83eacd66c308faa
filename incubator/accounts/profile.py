"""What a person says of themselves: name and language."""

from datetime import datetime

from django.db import transaction

from incubator.people.models import User
from incubator.workflow import audit


def change(person: User, *, full_name: str, language: str, at: datetime) -> None:
    """Change one's own name and language."""
    with transaction.atomic():
        person.full_name, person.language = full_name, language
        person.save(update_fields=["full_name", "language"])
        audit.record("user.profile", person, by=person, at=at)


def speak(person: User, language: str) -> None:
    """Use another language from now on, in pages and letters."""
    person.language = language
    person.save(update_fields=["language"])
