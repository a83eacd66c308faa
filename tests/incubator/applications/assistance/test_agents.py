"""Agents: invited for a commune until the call closes, whenever that will be, and for no other role by this door."""

from datetime import timedelta

import pytest

from incubator.accounts.contacts import Door
from incubator.accounts.roles import inviting
from incubator.applications.assistance import agents
from incubator.applications.exceptions import timetable
from incubator.people.models import Grant, User
from incubator.people.states import Role
from incubator.programmes import closing
from incubator.programmes.models import Call
from incubator.territory.models import Commune
from incubator.workflow.models import Event
from incubator.workflow.refusals import NotAllowed
from tests.incubator.applications.exceptions.test_timetable import CLOSES, LATER, NOW, WHY
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


@pytest.fixture
def agents_of(call, officer, db):
    """People invited as agents of communes until the closing."""
    communes = list(Commune.objects.order_by("pk")[:4])

    def invited(*numbers: int) -> list[Grant]:
        for number in numbers:
            agents.invite(
                call,
                contact=Door("phone", f"+2289012340{number}"),
                commune=communes[number],
                by=officer,
                at=NOW,
            )
        return list(Grant.objects.filter(role=Role.AGENT).order_by("pk"))

    return invited


def test_agents_invited_until_the_closing_help_until_the_new_one(call, officer, director, agents_of):
    going_on, ended = agents_of(0, 1)
    agents.end(ended, by=officer, at=NOW)

    timetable.extend(call, closes_at=LATER, reason_fr=WHY, by=director, at=NOW)

    going_on.refresh_from_db()
    ended.refresh_from_db()
    assert (going_on.until_at, ended.until_at) == (LATER, NOW)
    event = Event.objects.get(verb="grant.prolong")
    assert (event.actor, event.data) == (None, {"role": "agent", "person": going_on.person.public_id})
    assert [grant.pk for grant in agents.present(NOW)] == [going_on.pk]


def test_a_role_that_ended_with_the_call_begins_again_when_it_opens_again(call, officer, agents_of):
    (before,) = agents_of(0)
    after = CLOSES + timedelta(hours=2)

    timetable.extend(call, closes_at=LATER, reason_fr=WHY, by=officer, at=after)

    before.refresh_from_db()
    again = Grant.objects.filter(role=Role.AGENT).exclude(pk=before.pk).get()
    assert before.until_at == CLOSES
    assert (again.person, again.commune, again.from_at, again.until_at) == (
        before.person, before.commune, after, LATER,
    )  # fmt: skip


def test_a_role_that_ends_at_another_instant_is_left_alone(call, officer, agents_of):
    (grant,) = agents_of(0)
    other = CLOSES + timedelta(minutes=1)
    Grant.objects.filter(pk=grant.pk).update(until_at=other)

    timetable.extend(call, closes_at=LATER, reason_fr=WHY, by=officer, at=NOW)

    grant.refresh_from_db()
    assert grant.until_at == other
    assert not Event.objects.filter(verb="grant.prolong").exists()


@pytest.fixture
def twin(small):
    """Another call that closes at the same instant."""
    Call.objects.filter(pk=small.pk).update(closes_at=CLOSES)
    small.refresh_from_db()
    return small


def helps(call, officer, number=0):
    door = Door("phone", f"+2289012340{number}")
    agents.invite(call, contact=door, commune=Commune.objects.first(), by=officer, at=NOW)
    return Grant.objects.filter(role=Role.AGENT).latest("pk")


def close_early(call, closes_at, officer, director, *, accept=True):
    closing.ask_early(call, closes_at=closes_at, reason_fr=WHY, by=officer, at=NOW)
    timetable.decide_early(call, accept=accept, by=director, at=NOW)


def test_the_agents_of_another_call_that_closes_at_the_same_instant_are_left_alone(call, twin, officer):
    theirs = helps(twin, officer)

    timetable.extend(call, closes_at=LATER, reason_fr=WHY, by=officer, at=NOW)

    theirs.refresh_from_db()
    assert theirs.until_at == CLOSES
    assert not Event.objects.filter(verb="grant.prolong").exists()


@pytest.mark.parametrize(("accept", "hours"), [(True, 2), (False, 5)])
def test_agents_help_until_the_earlier_closing_once_it_is_decided(
    call, officer, director, agents_of, accept, hours
):
    going_on, ended = agents_of(0, 1)
    agents.end(ended, by=officer, at=NOW)

    close_early(call, NOW + timedelta(hours=2), officer, director, accept=accept)

    going_on.refresh_from_db()
    ended.refresh_from_db()
    assert (going_on.until_at, ended.until_at) == (NOW + timedelta(hours=hours), NOW)
    told = [event.data["person"] for event in Event.objects.filter(verb="grant.shorten")]
    assert told == ([going_on.person.public_id] if accept else [])


def test_the_agent_of_two_calls_helps_until_the_last_of_them_closes(call, twin, officer, director):
    grant = helps(call, officer)
    assert helps(twin, officer) == grant

    timetable.extend(call, closes_at=LATER, reason_fr=WHY, by=officer, at=NOW)
    grant.refresh_from_db()
    assert grant.until_at == LATER

    close_early(twin, NOW + timedelta(hours=1), officer, director)
    grant.refresh_from_db()
    assert grant.until_at == LATER

    close_early(call, NOW + timedelta(hours=2), officer, director)
    grant.refresh_from_db()
    assert grant.until_at == NOW + timedelta(hours=2)


def test_whoever_helps_already_goes_on_for_a_call_that_closes_later(call, twin, officer):
    Call.objects.filter(pk=twin.pk).update(closes_at=LATER)
    twin.refresh_from_db()
    grant = helps(call, officer)

    assert helps(twin, officer) == grant
    grant.refresh_from_db()
    assert grant.until_at == LATER


def test_a_role_begun_again_follows_the_next_extension_too(call, officer, agents_of):
    agents_of(0)
    timetable.extend(call, closes_at=LATER, reason_fr=WHY, by=officer, at=CLOSES + timedelta(hours=2))
    last = LATER + timedelta(days=1)

    timetable.extend(call, closes_at=last, reason_fr=WHY, by=officer, at=LATER - timedelta(hours=1))

    ends = Grant.objects.filter(role=Role.AGENT).order_by("pk").values_list("until_at", flat=True)
    assert list(ends) == [CLOSES, last]


def test_a_refused_extension_prolongs_nobody(call, officer, agents_of):
    (grant,) = agents_of(0)

    with pytest.raises(closing.ClosingRefused):
        timetable.extend(call, closes_at=CLOSES, reason_fr=WHY, by=officer, at=NOW)

    grant.refresh_from_db()
    assert grant.until_at == CLOSES
