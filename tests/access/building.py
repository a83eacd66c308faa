"""Builds the one world, by the acts that lead there. The transaction around it is never committed."""

from django.test import Client

from cms.setup import ensure_site
from incubator.accounts.sign_in import proving
from incubator.people.models import Grant
from incubator.people.states import Role
from incubator.territory.loading import load_divisions
from incubator.territory.models import Centre
from tests.access import calls, desk, made, money, places, standing
from tests.access.cells import ROLES
from tests.access.world import NOW, World
from tests.conftest import LONG_AGO, make_person

GRANTS = {
    "mentor": Role.MENTOR, "other_mentor": Role.MENTOR, "juror": Role.JUROR, "other_juror": Role.JUROR,
    "agent": Role.AGENT, "officer": Role.OFFICER, "other_officer": Role.OFFICER, "finance": Role.FINANCE,
    "approver": Role.APPROVER,
    "director": Role.DIRECTOR, "donor": Role.DONOR, "editor": Role.EDITOR, "admin": Role.ADMIN,
    "linked": Role.OFFICER,
}  # fmt: skip


def build() -> World:
    """Make everything."""
    world = World()
    world.args["figure"] = {"key": "committed"}
    load_divisions()
    centre = Centre.objects.create(slug="centre", name_fr="Centre", name_en="Centre", phone="+22890000000")
    ensure_site(centre)
    _people(world)
    calls.publish(world)
    calls.draft(world)
    calls.send(world)
    calls.judge(world)
    places.fill(world)
    places.follow(world)
    places.mentor(world)
    money.grant(world)
    money.surround(world)
    made.prepare(world)
    desk.keep(world)
    standing.lose(world)
    _sign_in(world)
    standing.depart(world)
    return world


def _people(world: World) -> None:
    for role in ROLES:
        if role != "anonymous":
            world.people[role] = make_person(role)
        if role in GRANTS:
            Grant.objects.create(person=world.people[role], role=GRANTS[role], from_at=LONG_AGO)
    world.people["third"] = make_person("third")
    # A second of each pair, so that a person of the table may be the one who signs.
    world.people["preparer"] = make_person("preparer", Role.OFFICER)


def _sign_in(world: World) -> None:
    for role in ROLES:
        if role != "anonymous":
            client = Client()
            client.force_login(world.people[role], backend="incubator.accounts.backends.OneDoor")
            session = client.session
            proving.note(session, world.people[role], at=NOW)
            session.save()
            world.sessions[role] = client.cookies["session"].value
