"""Calls for invited people, and the second stage of a call."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from incubator.accounts.contacts import Door
from incubator.applications.casework import screening
from incubator.applications.decisions import decision, publishing
from incubator.applications.exceptions import call_invitations
from incubator.applications.filling import answers, drafting
from incubator.applications.models import Application, CallInvitation
from incubator.applications.states import AnswerSource, DecisionResult
from incubator.notifications.models import Message
from incubator.programmes.models import Call
from incubator.programmes.preparation import copying
from incubator.workflow.refusals import NotAllowed
from tests.world import applications as world
from tests.world.programmes import BEFORE, publish

AT = world.DRAFTED
LATER = datetime(2027, 3, 12, 9, 0, tzinfo=UTC)


@pytest.fixture
def closed_door(call):
    Call.objects.filter(pk=call.pk).update(by_invitation=True)
    return Call.objects.get(pk=call.pk)


def test_only_invited_people_begin(closed_door, officer, founder, founder2):
    with pytest.raises(NotAllowed):
        drafting.start(closed_door, by=founder, at=AT)
    assert call_invitations.invite(closed_door, [Door("email", founder.email)], by=officer, at=AT) == 1
    assert call_invitations.invite(closed_door, [Door("email", founder.email)], by=officer, at=AT) == 0

    assert drafting.start(closed_door, by=founder, at=AT).call == closed_door
    with pytest.raises(NotAllowed):
        drafting.start(closed_door, by=founder2, at=AT)
    letter = Message.objects.get(kind="applications/invited_to_call")
    assert letter.recipient == founder
    assert f"/portal/applications/start/{closed_door.slug}/" in letter.text


def test_somebody_without_an_account_is_written_to(closed_door, officer):
    call_invitations.invite(closed_door, [Door("email", "nouvelle@example.test")], by=officer, at=AT)

    letter = Message.objects.get(kind="applications/invited_to_call")
    assert (letter.recipient, letter.address) == (None, "nouvelle@example.test")


def test_an_invitation_taken_back_opens_nothing(closed_door, officer, founder, finance):
    call_invitations.invite(closed_door, [Door("email", founder.email)], by=officer, at=AT)
    row = CallInvitation.objects.get()
    with pytest.raises(NotAllowed):
        call_invitations.withdraw(row, by=finance, at=AT)

    call_invitations.withdraw(row, by=officer, at=AT)

    with pytest.raises(NotAllowed):
        drafting.start(closed_door, by=founder, at=AT)


def test_nobody_is_invited_to_an_open_call(call, officer):
    with pytest.raises(call_invitations.InvitationRefused):
        call_invitations.invite(call, [Door("email", "a@example.test")], by=officer, at=AT)
    assert not CallInvitation.objects.exists()


def test_an_unlisted_call_has_its_page_by_link(closed_door, client, client_for, founder, now):
    assert client.get(reverse("programmes:check", args=[closed_door.slug])).status_code == 200
    listed = client_for(founder).get(reverse("applications:list"))
    assert list(listed.context["open_calls"]) == []
    page = client_for(founder).get(reverse("applications:start", args=[closed_door.slug]))
    assert "réservé aux personnes invitées" in page.content.decode()


def test_the_pages(closed_door, officer, client_for, now):
    desk = client_for(officer)
    add = reverse("applications:call_invite", args=[closed_door.reference])
    wrong = desk.post(add, {"contacts": "ni l’un ni l’autre"})
    assert wrong.status_code == 422
    assert "ni l’un ni l’autre" in wrong.content.decode()
    assert not CallInvitation.objects.exists()
    assert desk.post(add, {"contacts": "a@example.test\n+22890111111"}).status_code == 302
    page = desk.get(reverse("applications:call_invitations", args=[closed_door.reference]))
    assert "a@example.test" in page.content.decode()
    row = CallInvitation.objects.first()
    back = reverse("applications:call_uninvite", args=[closed_door.reference, row.public_id])
    assert desk.post(back).status_code == 302
    assert CallInvitation.objects.standing().count() == 1


@pytest.fixture
def two_stages(call, officer, director, founder, founder2):
    """The sample call with one team preselected and one not; the long form, open to nobody yet."""
    teams = {founder: "su-01", founder2: "su-02"}
    files = {person: world.submitted(call, person, slug) for person, slug in teams.items()}
    for file in files.values():
        screening.confirm(file, eligible=True, by=officer, at=LATER)
        screening.send_to_review(file, by=officer, at=LATER)
    decision.decide(files[founder], DecisionResult.SHORTLISTED, by=officer, at=LATER)
    publishing.publish_shortlist(call, by=director, at=LATER)
    long = copying.copy(
        call, reference="AC-2027-09", slug="formulaire-long", by=officer, at=BEFORE,
        opens_at=datetime(2027, 3, 10, 9, 0, tzinfo=UTC), closes_at=datetime(2027, 4, 10, 17, 0, tzinfo=UTC),
    )  # fmt: skip
    Call.objects.filter(pk=long.pk).update(by_invitation=True, earlier=call)
    return publish(Call.objects.get(pk=long.pk), officer, director), files


def test_the_preselected_teams_are_invited_in_one_act(two_stages, officer, founder, founder2):
    long, files = two_stages
    assert list(call_invitations.preselected(long)) == [files[founder]]

    assert len(call_invitations.invite_preselected(long, by=officer, at=LATER).done) == 1
    assert len(call_invitations.invite_preselected(long, by=officer, at=LATER).done) == 0

    row = CallInvitation.objects.get()
    assert (row.person, row.earlier) == (founder, files[founder])
    assert files[founder].reference in Message.objects.get(kind="applications/invited_to_call").text
    with pytest.raises(NotAllowed):
        drafting.start(long, by=founder2, at=LATER)


def test_the_long_form_begins_with_the_answers_of_the_short_one(two_stages, officer, founder):
    long, files = two_stages
    call_invitations.invite_preselected(long, by=officer, at=LATER)

    begun = drafting.start(long, by=founder, at=LATER)

    first = files[founder]
    assert (begun.earlier, begun.startup) == (first, first.startup)
    short, carried = answers.read(first), answers.read(begun)
    rows = {row.key: row for row in begun.answers.all()}
    kept = [key for key, row in rows.items() if row.source == AnswerSource.EARLIER]
    assert len(kept) > 10
    assert all(carried[key] == short[key] for key in kept)
    assert rows[kept[0]].get_source_display() == "repris de votre formulaire court"
    assert drafting.start(long, by=founder, at=LATER) == begun


def test_the_preselected_are_not_decided_twice(two_stages, call, founder2):
    _long, files = two_stages

    assert list(publishing.undecided(Call.objects.get(pk=call.pk))) == [files[founder2]]
    assert Application.objects.count() == 2
