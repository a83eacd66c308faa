"""A small world to look at, made by the acts that lead there: the centre, its people, the open call, twelve teams."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.test import Client

from cms import publishing, setup
from incubator.accounts.roles import granting
from incubator.applications.models import Application
from incubator.applications.states import State
from incubator.applications.submission import search_words
from incubator.core import clock
from incubator.demo import cast, loading, present
from incubator.notifications import outbox
from incubator.people.models import User
from incubator.programmes.models import Call
from incubator.reporting.indicators import load_indicators
from incubator.startups import profile
from incubator.startups.models import Startup
from incubator.startups.states import MemberRole
from incubator.territory.loading import load_divisions
from incubator.territory.models import Centre


@dataclass(frozen=True)
class World:
    """What the measurements name."""

    call: Call
    draft: Application
    people: dict[str, User]

    @property
    def steps(self) -> list[str]:
        return [step["key"] for step in self.draft.form_version.definition["steps"]]


@transaction.atomic
def build() -> World:
    """Build the world as of now. No letter leaves."""
    now = clock.now()
    with outbox.history():
        load_divisions()
        load_indicators()
        centre = Centre.objects.create(slug="centre", **loading.CENTRE)
        granting.ensure_groups()
        people = cast.people(now - loading.LONG_AGO)
        setup.ensure_site(centre)
        call = present.build(people, now=now)
        search_words.catch_up()
        publishing.publish_call_pages(call, by=people["staff"], at=now)
        for startup in Startup.objects.all()[:9]:
            profile.update(startup, pitch_fr="Un service pour les communes.", by=people["staff"], at=now)
            _publish(startup, now - timedelta(days=1))
    draft = Application.objects.get(call=call, state=State.DRAFT, team__person=people["founder2"])
    return World(call, draft, people)


def _publish(startup: Startup, at: datetime) -> None:
    lead = startup.memberships.get(role=MemberRole.LEAD, until_on=None).person
    profile.consent_to_directory(startup, wording="mesure", given=True, by=lead, at=at)
    profile.publish(startup, by=lead, at=at)


def session_of(person: User) -> str:
    """Sign a person in and return the value of the session's cookie."""
    client = Client()
    client.force_login(person, backend="incubator.accounts.backends.OneDoor")
    return client.cookies[settings.SESSION_COOKIE_NAME].value
