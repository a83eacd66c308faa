"""Agents: invited for a commune until the call closes, and for no other role by this door."""

from datetime import timedelta

import pytest

from incubator.accounts import inviting
from incubator.accounts.contacts import Door
from incubator.applications import agents
from incubator.people.models import Grant, User
from incubator.people.states import Role
from incubator.territory.models import Commune
from incubator.workflow.refusals import NotAllowed
from tests.world import applications as world

pytestmark = pytest.mark.django_db
AT, PHONE = world.DRAFTED, "+22890123456"


def test_an_officer_invites_an_agent_until_the_call_closes(call, officer, territory):
    commune = Commune.objects.first()

    person = agents.invite(
        call, contact=Door("email", "mairie@example.tg"), full_name="Komi", commune=commune, by=officer, at=AT
    )

    grant = Grant.objects.get(person=person)
    assert (grant.role, grant.commune, grant.until_at) == (Role.AGENT, commune, call.closes_at)
    assert list(agents.present(AT)) == [grant]
    agents.end(grant, by=officer, at=AT)
    assert list(agents.present(AT + timedelta(seconds=1))) == []


@pytest.mark.parametrize(
    "terms",
    [{"role": Role.OFFICER}, {"role": Role.AGENT}, {"role": Role.JUROR, "until_at": AT + timedelta(days=1)}],
)
def test_an_officer_gives_no_other_role(call, officer, terms):
    with pytest.raises(NotAllowed):
        inviting.invite(email="x@example.tg", by=officer, at=AT, **terms)
    assert User.objects.filter(email="x@example.tg").count() == 0


def test_nobody_is_invited_to_a_closed_call(call, officer, territory):
    with pytest.raises(NotAllowed):
        agents.invite(
            call,
            contact=Door("email", "x@example.tg"),
            commune=Commune.objects.first(),
            by=officer,
            at=call.closes_at,
        )
