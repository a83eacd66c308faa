"""Everything the centre holds of one person, for that person: account, consents, start-ups, files, letters, acts."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from incubator.accounts import profile
from incubator.accounts.models import Consent, Device
from incubator.applications.models import Application
from incubator.applications.submission import own_copy
from incubator.applications.submission.own_copy import as_json
from incubator.documents.zip_stream import Entry
from incubator.notifications.models import Message
from incubator.people.models import User
from incubator.startups.models import Startup
from incubator.startups.profile import FIELDS
from incubator.workflow import audit
from incubator.workflow.models import Event


def note(person: User, *, at: datetime) -> None:
    """Write into the audit that the person took a copy of their data."""
    audit.record("user.download", person, by=person, at=at)


def entries(person: User, *, at: datetime) -> Iterator[Entry]:
    """Yield the entries of the archive; each file of the person has a folder of its own."""
    yield f"{_('my account')}.json", [as_json(_account(person))]
    yield f"{_('my consents')}.json", [as_json([_consent(one) for one in consents(person)])]
    yield f"{_('my start-ups')}.json", [as_json([_startup(one, person) for one in startups(person)])]
    yield from own_copy.letters(Message.objects.letters_to(person, at).order_by("created_at", "pk"))
    acts = Event.objects.filter(actor=person).order_by("at", "pk")
    yield f"{_('my acts')}.json", [as_json([own_copy.act_of(event) for event in acts.iterator()])]
    for file in applications(person):
        yield from own_copy.entries(file, person, at=at, under=f"{_('applications')}/{file}/")


def applications(person: User) -> Any:
    """Return the files the person is in the team of, oldest first."""
    return Application.objects.for_the_team(person).order_by("pk")


def consents(person: User) -> Any:
    """Return what the person agreed to and took back, oldest first."""
    return Consent.objects.filter(person=person).order_by("given_at", "pk")


def startups(person: User) -> Any:
    """Return the start-ups the person belongs to, or belonged to."""
    found = Startup.objects.filter(memberships__person=person).distinct()
    return found.select_related("commune", "sector").order_by("pk")


def _account(person: User) -> dict[str, Any]:
    said = profile.of(person)
    return {
        "name": person.full_name,
        "language": person.language,
        "since": person.created_at,
        "contacts": list(person.contacts.order_by("pk").values("kind", "value", "is_sign_in", "verified_at")),
        "roles": list(person.grants.order_by("pk").values("role", "from_at", "until_at")),
        "profile": {name: str(getattr(said, name) or "") for name in profile.FACTS},
        "devices": list(
            Device.objects.filter(person=person)
            .order_by("pk")
            .values("name", "is_shared", "created_at", "seen_at", "ended_at")
        ),
    }


def _consent(one: Consent) -> dict[str, Any]:
    return {
        "purpose": one.purpose,
        "about": one.about_ref,
        "given_at": one.given_at,
        "withdrawn_at": one.withdrawn_at,
        "wording_sha256": one.wording,
    }


def _startup(one: Startup, person: User) -> dict[str, Any]:
    parts = one.memberships.filter(person=person).order_by("pk")
    return {name: str(getattr(one, name) or "") for name in FIELDS} | {
        "my_parts": list(parts.values("role", "gender", "birth_year", "from_on", "until_on"))
    }
