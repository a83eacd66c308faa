"""The team of a file: invitations that work once, parts, removal, and a lead who is always exactly one."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from incubator.accounts.contacts import Door
from incubator.applications.decisions import withdrawal
from incubator.applications.filling import saving
from incubator.applications.models import Answer, ApplicationMember, TeamInvitation
from incubator.applications.states import INVITATION_LIFE, State
from incubator.applications.submission import sending
from incubator.applications.team import handing_over, inviting, members
from incubator.conflicts.models import Interest
from incubator.notifications.models import Message
from incubator.workflow.models import Event
from incubator.workflow.refusals import NotAllowed, Refused
from tests.world import applications as world

AT = world.DRAFTED


@pytest.fixture
def file(small, founder):
    return world.draft(small, founder, world.small_answers())


def brought_in(file, founder, person, role="editor"):
    _invited, code = inviting.invite(file, None, role=role, by=founder, at=AT)
    inviting.join(inviting.find(code, by=person, address="", at=AT), by=person, at=AT)
    return file.team.get(person=person)


def parts(file):
    return dict(file.team.order_by("pk").values_list("person__full_name", "role"))


def test_a_code_brings_one_person_in_once(file, founder, founder2, outsider):
    _invited, code = inviting.invite(file, None, role="editor", by=founder, at=AT)
    assert re.fullmatch("[2-9a-z]{4}-[2-9a-z]{4}-[2-9a-z]{4}", code)
    assert code not in str(TeamInvitation.objects.values())
    typed = code.upper().replace("-", " ")

    inviting.join(inviting.find(typed, by=founder2, address="", at=AT), by=founder2, at=AT)

    with pytest.raises(inviting.NoSuchInvitation):
        inviting.find(code, by=outsider, address="", at=AT)
    assert parts(file) == {"Founder": "lead", "Founder2": "editor"}
    letter = Message.objects.get(kind="applications/team_joined")
    assert letter.recipient == founder
    assert "Founder2" in letter.subject
    verbs = list(Event.objects.of(file).values_list("verb", flat=True))
    assert verbs[-2:] == ["application.invite", "application.join"]


def test_of_two_people_with_one_invitation_the_second_stays_out(file, founder, founder2, outsider):
    _invited, code = inviting.invite(file, None, role="editor", by=founder, at=AT)
    mine, theirs = (inviting.find(code, by=who, address="", at=AT) for who in (founder2, outsider))
    inviting.join(mine, by=founder2, at=AT)

    with pytest.raises(inviting.NoSuchInvitation):
        inviting.join(theirs, by=outsider, at=AT)

    assert parts(file) == {"Founder": "lead", "Founder2": "editor"}


def test_a_contact_gets_a_sealed_letter_and_needs_no_code_once_signed_in(file, founder, founder2):
    door = Door("email", founder2.email)
    invited, code = inviting.invite(file, door, role="reader", by=founder, at=AT)
    letter = Message.objects.get(kind="applications/team_invitation")
    assert (letter.address, letter.is_secret, letter.text) == (founder2.email, True, "")
    assert code in letter.secret
    assert code not in letter.subject

    assert list(inviting.waiting_for(founder2, at=AT)) == [invited]
    inviting.join(invited, by=founder2, at=AT)

    assert parts(file)["Founder2"] == "reader"
    assert list(inviting.waiting_for(founder2, at=AT)) == []


def test_inviting_the_same_contact_again_ends_the_first_code(file, founder, founder2):
    door = Door("phone", "+22890112233")
    _first, old = inviting.invite(file, door, role="reader", by=founder, at=AT)
    _second, new = inviting.invite(file, door, role="editor", by=founder, at=AT)

    with pytest.raises(inviting.NoSuchInvitation):
        inviting.find(old, by=founder2, address="", at=AT)
    assert inviting.find(new, by=founder2, address="", at=AT).role == "editor"


@pytest.mark.parametrize("end", ["late", "cancelled"])
def test_an_invitation_that_is_over_opens_nothing(file, founder, founder2, end):
    invited, code = inviting.invite(file, None, role="editor", by=founder, at=AT)
    at = AT + INVITATION_LIFE if end == "late" else AT
    if end == "cancelled":
        inviting.cancel(invited, by=founder, at=AT)
        inviting.cancel(invited, by=founder, at=AT)

    with pytest.raises(inviting.NoSuchInvitation):
        inviting.find(code, by=founder2, address="", at=at)
    with pytest.raises(inviting.NoSuchInvitation):
        inviting.join(invited, by=founder2, at=at)

    assert parts(file) == {"Founder": "lead"}
    assert Event.objects.filter(verb="application.uninvite").count() == (end == "cancelled")


def test_codes_are_not_guessed_in_series(file, founder, founder2):
    _invited, code = inviting.invite(file, None, role="editor", by=founder, at=AT)
    for _try in range(10):
        with pytest.raises(inviting.NoSuchInvitation):
            inviting.find("aaaa-bbbb-cccc", by=founder2, address="1.1.1.1", at=AT)

    with pytest.raises(Refused) as refusal:
        inviting.find(code, by=founder2, address="1.1.1.1", at=AT)
    assert refusal.value.status == 429


def test_a_team_has_at_most_twelve_people(file, founder):
    for _one in range(11):
        inviting.invite(file, None, role="reader", by=founder, at=AT)

    with pytest.raises(inviting.FullTeam):
        inviting.invite(file, None, role="reader", by=founder, at=AT)
    assert TeamInvitation.objects.count() == 11


def test_staff_stay_out_and_a_juror_gets_a_link_of_the_register(file, founder, officer, juror):
    _invited, code = inviting.invite(file, None, role="reader", by=founder, at=AT)
    with pytest.raises(NotAllowed):
        inviting.join(inviting.find(code, by=officer, address="", at=AT), by=officer, at=AT)
    assert parts(file) == {"Founder": "lead"}

    inviting.join(inviting.find(code, by=juror, address="", at=AT), by=juror, at=AT)

    assert list(Interest.objects.values_list("person", "startup")) == [(juror.pk, file.startup_id)]


@pytest.mark.parametrize("role", ["editor", "reader"])
def test_only_the_lead_sends_withdraws_invites_and_removes(file, founder, founder2, role):
    mine = brought_in(file, founder, founder2, role)
    acts = [
        lambda: sending.submit(file, by=founder2, at=AT),
        lambda: withdrawal.withdraw(file, by=founder2, at=AT),
        lambda: inviting.invite(file, None, role="editor", by=founder2, at=AT),
        lambda: members.give_part(mine, "reader", by=founder2, at=AT),
        lambda: members.remove(mine, by=founder2, at=AT),
        lambda: handing_over.offer(file, mine, by=founder2, at=AT),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()

    file.refresh_from_db()
    assert (file.state, parts(file)) == (State.DRAFT, {"Founder": "lead", "Founder2": role})


def test_a_reader_reads_only_and_an_editor_writes(file, founder, founder2):
    member = brought_in(file, founder, founder2, "reader")
    with pytest.raises(NotAllowed):
        saving.save_answers(file, {"shop": "Autre"}, by=founder2, at=AT)
    assert Answer.objects.get(key="shop").value == "Atelier Kpalimé"

    members.give_part(member, "editor", by=founder, at=AT)
    saving.save_answers(file, {"shop": "Autre"}, by=founder2, at=AT)

    assert Answer.objects.get(key="shop").value == "Autre"


def test_removal_closes_the_file_and_keeps_the_answers(file, founder, founder2, client_for, now):
    member = brought_in(file, founder, founder2)
    saving.save_answers(file, {"shop": "Écrit par la deuxième"}, by=founder2, at=AT)
    client = client_for(founder2)
    assert client.get(f"/portal/applications/{file.ref}/").status_code == 200

    members.remove(member, by=founder, at=AT)
    members.remove(member, by=founder, at=AT)

    assert client.get(f"/portal/applications/{file.ref}/").status_code == 404
    assert Answer.objects.get(key="shop").value == "Écrit par la deuxième"
    assert Message.objects.get(kind="applications/team_removed").recipient == founder2
    assert Event.objects.filter(verb="application.remove_member").count() == 1


def test_a_member_leaves_and_the_lead_does_not(file, founder, founder2):
    brought_in(file, founder, founder2)
    with pytest.raises(NotAllowed):
        members.leave(file, by=founder, at=AT)

    members.leave(file, by=founder2, at=AT)

    assert parts(file) == {"Founder": "lead"}
    assert Message.objects.get(kind="applications/team_left").recipient == founder


def test_the_lead_changes_hands_only_with_a_yes(file, founder, founder2):
    member = brought_in(file, founder, founder2)
    with pytest.raises(handing_over.OfferGone):
        handing_over.take(file, by=founder2, at=AT)
    handing_over.offer(file, member, by=founder, at=AT)
    assert parts(file) == {"Founder": "lead", "Founder2": "editor"}
    world.add_documents(file, founder)

    handing_over.take(file, by=founder2, at=AT)
    handing_over.take(file, by=founder2, at=AT)

    assert parts(file) == {"Founder": "editor", "Founder2": "lead"}
    assert file.startup.memberships.get(person=founder2).role == "lead"
    assert {m.recipient for m in Message.objects.filter(kind="applications/lead_taken")} == {
        founder,
        founder2,
    }
    assert Event.objects.filter(verb="application.take_lead").count() == 1
    assert sending.submit(file, by=founder2, at=AT).state == State.SUBMITTED


@pytest.mark.parametrize("way", ["declined", "taken back", "late", "removed"])
def test_an_offer_that_is_over_gives_nothing(file, founder, founder2, way):
    member = brought_in(file, founder, founder2)
    handing_over.offer(file, member, by=founder, at=AT)
    at = AT
    if way == "declined":
        handing_over.decline(file, by=founder2, at=AT)
    elif way == "taken back":
        handing_over.take_back(file, by=founder, at=AT)
    elif way == "removed":
        members.remove(member, by=founder, at=AT)
    else:
        at = AT + timedelta(days=14)

    with pytest.raises(Refused):
        handing_over.take(file, by=founder2, at=at)

    assert file.team.get(role="lead").person == founder


def test_the_database_keeps_one_lead(file, founder2):
    with pytest.raises(IntegrityError), transaction.atomic():
        ApplicationMember.objects.create(application=file, person=founder2, role="lead")


def test_the_whole_way_over_http(file, founder, founder2, client_for, now):
    lead, other = client_for(founder), client_for(founder2)
    page = f"/portal/applications/{file.ref}/team/"

    shown = lead.post(page, {"contact": "", "role": "editor"}).content.decode()
    code = re.search(r"/join/([2-9a-z-]{14})/", shown)[1]
    invitation = other.get(f"/portal/applications/join/{code}/")
    assert (invitation.status_code, "Founder" in invitation.content.decode()) == (200, True)
    assert parts(file) == {"Founder": "lead"}
    landed = other.post("/portal/applications/join/", {"code": code, "join": "1"})
    assert landed.url == f"/portal/applications/{file.ref}/"
    assert parts(file) == {"Founder": "lead", "Founder2": "editor"}

    assert other.post(page, {"contact": "", "role": "editor"}).status_code == 422
    lead.post(f"{page}change/", {"act": "offer", "member": founder2.public_id})
    other.post(f"{page}change/", {"act": "take"})
    assert parts(file) == {"Founder": "editor", "Founder2": "lead"}
    left = lead.post(f"{page}leave/")
    assert left.url == "/portal/applications/"
    assert parts(file) == {"Founder2": "lead"}
    assert lead.get(page).status_code == 404


def test_wrong_posts_are_refused_with_a_sentence(file, founder, client_for, now):
    client, page = client_for(founder), f"/portal/applications/{file.ref}/team/"
    answers = [
        client.post(page, {"contact": "pas un contact", "role": "editor"}),
        client.post(page, {"contact": "a@b.tg", "role": "lead"}),
        client.post(page, {"contact": "a@@b.tg", "role": "editor"}),
        client.post("/portal/applications/join/", {"code": "zzzz"}),
        client.post("/portal/applications/join/", {"code": ""}),
        client.get("/portal/applications/join/zzzz/"),
    ]
    assert [answer.status_code for answer in answers] == [422] * 6
    assert client.post(f"{page}change/", {"act": "rien"}).status_code == 302
    assert client.post(f"{page}change/", {"act": "remove", "member": "personne"}).status_code == 404
    assert parts(file) == {"Founder": "lead"}
    assert TeamInvitation.objects.count() == 0
