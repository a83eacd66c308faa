"""Those who lost their standing: links with every start-up, roles that ended, access that was suspended."""

from django.test import Client

from incubator.accounts.sign_in import proving
from incubator.conflicts import declaring
from incubator.people.models import Grant
from incubator.people.states import Role
from incubator.portal import departures
from incubator.startups.models import Startup
from tests.access.world import NOW, World
from tests.conftest import LONG_AGO
from tests.world import mentorship, reviews


def lose(world: World) -> None:
    """`linked` declares a link with every start-up; `ended` and `suspended` have held every role."""
    people = world.people
    for startup in Startup.objects.order_by("pk"):
        declaring.declare(people["linked"], startup, kind="personal", by=people["linked"], at=NOW)
    for name in ("ended", "suspended"):
        person = people[name]
        for role in Role.values:
            Grant.objects.create(person=person, role=role, from_at=LONG_AGO)
        person.forget_roles()
        reviews.given(world.things["round"], world.things["in review"], person, people["officer"], at=NOW)
        mentor = mentorship.active_mentor(person, people["officer"])
        mentorship.matched(mentor, world.things["place"].startup, people["officer"])


def depart(world: World) -> None:
    """The roles end, and the access: the one comes in again, the other's session is there no more."""
    admin, ended = world.people["admin"], world.people["ended"]
    for given in Grant.objects.in_force(NOW).filter(person=ended):
        departures.end_role(given, by=admin, at=NOW)
    departures.suspend(world.people["suspended"], reason="Plainte.", by=admin, at=NOW)
    client = Client()
    client.force_login(ended, backend="incubator.accounts.backends.OneDoor")
    session = client.session
    proving.note(session, ended, at=NOW)
    session.save()
    world.sessions["ended"] = client.cookies["session"].value
