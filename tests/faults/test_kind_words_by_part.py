"""Kind: a page spoke to everybody as if they were the one who may act, and letters reached the lead only."""

from datetime import timedelta

import pytest

from funding import letters as funding_letters
from incubator.applications.casework import notes, screening
from incubator.applications.decisions import withdrawal
from incubator.applications.filling.public_state import ACTS, describe
from incubator.applications.models import Application, ApplicationMember
from incubator.applications.states import Audience, DecisionResult, State, TeamRole
from incubator.applications.team import inviting
from incubator.cohorts import letters as cohort_letters
from incubator.milestones import letters as milestone_letters
from incubator.notifications.models import Message
from incubator.reporting import letters as reporting_letters
from incubator.startups.models import Membership
from incubator.startups.states import MemberRole
from tests.conftest import LONG_AGO
from tests.world import applications as world
from tests.world import reviews as jury

pytestmark = pytest.mark.django_db
TEAM = "applications/for_the_team"


@pytest.fixture
def file(call, founder, founder2, outsider):
    """A sent file: the founder leads, one may write, one may read."""
    file = world.draft(call, founder, world.sample_answers())
    ApplicationMember.objects.create(application=file, person=founder2, role=TeamRole.EDITOR)
    ApplicationMember.objects.create(application=file, person=outsider, role=TeamRole.READER)
    world.add_documents(file, founder)
    return inviting.Application.objects.get(pk=file.pk)


@pytest.fixture
def offered(file, founder, officer, director):
    world.sending.submit(file, by=founder, at=world.SENT)
    return jury.offered(file, officer, director)


def told(kind=TEAM):
    return {m.recipient.full_name: m.text for m in Message.objects.filter(kind=kind).order_by("pk")}


def page(client_for, person, file):
    return client_for(person).get(f"/portal/applications/{file.ref}/").content.decode()


def test_an_offer_is_answered_by_the_lead_and_read_by_the_others(
    offered, founder, founder2, outsider, client_for, now
):
    now(jury.PUBLISHED)

    assert "Répondre à l’offre" in page(client_for, founder, offered)
    for other in (founder2, outsider):
        read = page(client_for, other, offered)
        assert "Répondre à l’offre" not in read
        assert "Seule la personne qui porte le projet répond à l’offre" in read
        answer = client_for(other).get(f"/portal/applications/{offered.ref}/accept/").content.decode()
        assert "chez la personne qui porte le projet" in answer
        assert ">Accepter la place</button>" not in answer
        home = client_for(other).get("/portal/").content.decode()
        assert "Répondre à l’offre" not in home


def test_the_team_is_told_of_the_offer_in_its_own_words(offered, founder, founder2, outsider):
    letters = told()

    assert set(letters) >= {"Founder2", "Outsider"}
    assert "Founder" not in letters
    for text in (letters["Founder2"], letters["Outsider"]):
        assert "vous faites partie de l’équipe" in text
        assert "Seule la personne qui porte le projet répond" in text
        assert f"/portal/applications/{offered.ref}/" in text


def test_a_returned_file_asks_those_who_may_write_and_tells_the_others(
    file, founder, founder2, outsider, officer, client_for, now
):
    world.sending.submit(file, by=founder, at=world.SENT)
    Message.objects.all().delete()
    items = [{"key": "project_name", "reason": "Trop long."}]
    screening.return_for_correction(file, items=items, due_at=jury.JURY_OPENS, by=officer, at=jury.SCREENED)
    now(jury.SCREENED + timedelta(hours=1))

    letters = told()
    assert "Vous pouvez compléter les réponses" in letters["Founder2"]
    assert "vous pouvez le lire" in letters["Outsider"]
    assert Message.objects.get(kind="applications/returned_for_correction").recipient == founder
    assert "Vous pouvez compléter les réponses" in page(client_for, founder2, file)
    reader = page(client_for, outsider, file)
    assert "chez votre équipe" in reader
    assert "vous pouvez le lire" in reader


@pytest.mark.parametrize("act", ["sent", "withdrawn", "commented"])
def test_every_letter_to_the_lead_is_told_to_the_team(act, file, founder, officer):
    world.sending.submit(file, by=founder, at=world.SENT)
    Message.objects.exclude(kind=TEAM).delete() if act == "sent" else Message.objects.all().delete()
    if act == "withdrawn":
        withdrawal.withdraw(Application.objects.get(pk=file.pk), by=founder, at=jury.SCREENED)
    if act == "commented":
        notes.comment(file, "Bonjour.", audience=Audience.APPLICANT, by=officer, at=jury.SCREENED)

    assert set(told()) == {"Founder2", "Outsider"}
    assert all("Vous n’avez rien à faire" in text for text in told().values())


def test_each_reads_in_their_own_language_and_who_left_is_not_written_to(file, founder, founder2, outsider):
    founder2.language, outsider.is_active = "en", False
    founder2.save()
    outsider.save()

    world.sending.submit(file, by=founder, at=world.SENT)

    assert set(told()) == {"Founder2"}
    assert "you are part of the team" in told()["Founder2"]


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED, State.OFFERED])
@pytest.mark.parametrize("part", [TeamRole.LEAD, TeamRole.EDITOR, TeamRole.READER, TeamRole.AGENT])
def test_with_you_is_said_to_those_who_may_act(state, part, call):
    class Outcome:
        result, answer_by, published_at = DecisionResult.OFFER, None, world.SENT

    seen = describe(state, call, at=world.DRAFTED, published={"outcome": Outcome()}, part=part)

    assert (seen.holder == "chez vous") is (part in ACTS[state])


def test_a_town_hall_agent_is_not_of_the_team(call, agent, founder):
    file = world.draft(call, founder)
    ApplicationMember.objects.create(application=file, person=agent, role=TeamRole.AGENT)

    withdrawal.withdraw(file, by=founder, at=world.DRAFTED)

    assert told() == {}


class Thing:
    """A place with its team, as the letters of the incubation read it."""


def test_every_member_of_the_startup_is_written_to(offered, founder, founder2, person):
    member, former = person("membre"), person("ancien")
    startup = offered.startup
    since = LONG_AGO.date()
    Membership.objects.create(startup=startup, person=member, role=MemberRole.MEMBER, from_on=since)
    Membership.objects.create(
        startup=startup, person=former, role=MemberRole.MEMBER, from_on=since, until_on=since
    )

    place = Thing()
    place.startup = startup
    assert cohort_letters.members_of(place) == [founder, member]
    for module in (milestone_letters, reporting_letters, funding_letters):
        assert "lead_of" not in vars(module)
