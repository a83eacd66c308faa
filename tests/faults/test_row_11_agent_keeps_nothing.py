"""Faults §1 row 11: whoever writes in a file for somebody else keeps nothing of that person."""

import pytest

from incubator.accounts import profile
from incubator.accounts.models import Consent, Profile
from incubator.applications.assistance import assisting
from incubator.applications.filling import drafting, profile_offers
from incubator.applications.filling.answer_set import Contents
from incubator.applications.models import Application, ApplicationMember, Assistance
from incubator.applications.states import TeamRole
from incubator.people.models import Contact, User
from tests.world import applications as world

pytestmark = pytest.mark.django_db
AT, PHONE = world.DRAFTED, "+22890123456"


@pytest.fixture
def assisted(call, agent):
    """A file entered by an agent for Abla Kossi, with all the sample's answers."""
    file = assisting.open_file(call, name="Abla Kossi", phone=PHONE, by=agent, at=AT)
    drafting.save_answers(file, world.sample_answers(), by=agent, at=AT)
    return file


def kept_of(person):
    """All that is kept of a person: the account's row, facts, contacts and consents."""
    return (
        User.objects.filter(pk=person.pk).values("full_name", "email", "phone", "language", "state").get(),
        list(Profile.objects.filter(person=person).values()),
        list(Contact.objects.filter(person=person).order_by("pk").values()),
        list(Consent.objects.filter(person=person).order_by("pk").values()),
    )


def test_the_profile_is_not_offered_to_the_agent_and_takes_nothing(assisted, agent, client_for, now):
    before, client = kept_of(agent), client_for(agent)

    page = client.get(f"/portal/applications/{assisted.ref}/review/").content.decode()
    answer = client.post(f"/portal/applications/{assisted.ref}/profile/")

    assert "Mettre à jour mon profil" not in page
    assert answer.status_code == 302
    assert kept_of(agent) == before
    assert profile.of(agent).birth_date is None


def test_a_member_of_the_team_keeps_nothing_of_the_lead(call, founder, founder2, now, client_for):
    file = world.draft(call, founder, world.sample_answers())
    ApplicationMember.objects.create(application=file, person=founder2, role=TeamRole.EDITOR)
    before = kept_of(founder2)

    client_for(founder2).post(f"/portal/applications/{file.ref}/profile/")

    assert kept_of(founder2) == before
    offered = profile_offers.differences(Contents.read(file), founder)
    assert {one.name for one in offered} >= {"last_name", "birth_date"}


def test_the_whole_of_an_assisted_entry_leaves_the_agent_as_before(assisted, agent, client_for, now):
    """Every step saved, the number corrected, a code asked for: nothing of it is the agent's."""
    before, client = kept_of(agent), client_for(agent)
    base = f"/portal/applications/{assisted.ref}/"

    assert client.post(f"{base}form/1/", {"lead_first_names": "Abla", "v-lead_first_names": "1"}).status_code
    client.post(f"/portal/assist/{assisted.ref}/code/", {"phone": "+228 90 55 66 77"})

    assert Assistance.objects.get(application=assisted).phone == "+22890556677"
    assert kept_of(agent) == before


def test_the_agents_browser_keeps_nothing_typed_and_offers_nothing_of_the_agent(
    assisted, agent, call, founder, client_for, now
):
    step = Contents.read(assisted).definition.steps[0].key
    page = client_for(agent).get(f"/portal/applications/{assisted.ref}/form/{step}/").content.decode()
    own = world.draft(call, founder)
    mine = client_for(founder).get(f"/portal/applications/{own.ref}/form/{step}/").content.decode()

    assert ('data-device="shared"' in page, 'data-device="mine"' in mine) == (True, True)
    assert ('autocomplete="tel"' in page, 'autocomplete="tel"' in mine) == (False, True)


def test_the_next_file_of_the_agent_begins_without_the_last_persons_facts(assisted, agent, call):
    following = assisting.open_file(call, name="Kodjo", phone="", by=agent, at=AT)

    assert {v for v in following.answers.values_list("value", flat=True) if v is not None} == set()
    assert Application.objects.filter(startup__memberships__person=agent).count() == 0
