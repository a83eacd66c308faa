import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from incubator.accounts.contacts import Door
from incubator.accounts.roles import granting
from incubator.accounts.sign_in import codes
from incubator.accounts.sign_in.sources import Source
from incubator.applications.assistance import assisting, policies
from incubator.applications.filling import answers, drafting
from incubator.applications.models import Application, Assistance
from incubator.applications.states import State, TeamRole
from incubator.applications.submission import sending
from incubator.files.models import StoredFile
from incubator.notifications.models import Message
from incubator.people.models import SYSTEM, User
from incubator.people.states import PersonState, Role
from incubator.workflow.models import Event
from incubator.workflow.refusals import NotAllowed, Refused
from tests.incubator.files import samples
from tests.world import applications as world

pytestmark = pytest.mark.django_db
AT, PHONE = world.DRAFTED, "+22890123456"


@pytest.fixture
def opened(call, agent):
    application = assisting.open_file(call, name="Abla Kossi", phone=PHONE, by=agent, at=AT)
    return Assistance.objects.get(application=application)


@pytest.fixture
def complete(opened, agent):
    drafting.save_answers(opened.application, world.sample_answers(), by=agent, at=AT)
    world.add_documents(opened.application, agent)
    return opened


def sent_code():
    letter = Message.objects.filter(kind="applications/assisted_code").order_by("pk").last()
    return re.search(r"\d{6}", letter.secret).group()


def code(assistance, agent, at=AT):
    assisting.send_code(assistance, by=agent, at=at)
    return sent_code()


def photo():
    return SimpleUploadedFile("signe.jpg", samples.image())


def seen_by(person):
    return Application.objects.visible_to(person).count()


def test_a_file_is_opened_for_somebody_and_not_for_the_agent(opened, agent):
    application = opened.application

    assert [(m.person, m.role) for m in application.team.all()] == [(agent, TeamRole.AGENT)]
    assert application.startup.memberships.count() == 0
    assert (opened.name, opened.phone, opened.wording) == ("Abla Kossi", PHONE, assisting.fingerprint())
    assert answers.read(application)["lead_phone"] == PHONE
    event = Event.objects.get(verb="assistance.open")
    assert (event.actor, "Abla" in str(event.data), PHONE in str(event.data)) == (agent, False, False)


def test_what_is_known_of_the_person_is_not_shown_to_the_agent(call, agent, founder):
    User.objects.filter(pk=founder.pk).update(phone=PHONE, full_name="Ama Connue")
    founder.contacts.create(kind="phone", value=PHONE, is_sign_in=True, verified_at=AT)

    application = assisting.open_file(call, name="Ama", phone=PHONE, by=agent, at=AT)

    known = {key: value for key, value in answers.read(application).items() if value is not None}
    assert known == {"lead_phone": PHONE}
    assert seen_by(founder) == 0


def test_the_code_confirms_sends_and_takes_the_file_from_the_agent(complete, agent):
    digits = code(complete, agent)
    done = assisting.confirm_by_code(complete, digits, sends=True, by=agent, at=AT)

    person = User.objects.get(phone=PHONE)
    assert (done.state, done.team.get().person, done.team.get().role) == (
        State.SUBMITTED,
        person,
        TeamRole.LEAD,
    )
    assert done.startup.memberships.get().person == person
    assert (seen_by(agent), seen_by(person)) == (0, 1)
    complete.refresh_from_db()
    assert (complete.confirmed_by, complete.method, complete.name, complete.phone) == (person, "code", "", "")
    confirmed = Event.objects.get(verb="assistance.confirm")
    assert (confirmed.actor, confirmed.data) == (person, {"agent": agent.public_id, "method": "code"})
    assert Event.objects.get(verb="application.submit").actor == person
    assert Message.objects.get(kind="applications/application_received").recipient == person


def test_the_code_confirms_without_sending(opened, agent):
    assisting.confirm_by_code(opened, code(opened, agent), sends=False, by=agent, at=AT)

    person = User.objects.get(phone=PHONE)
    application = Application.objects.get()
    assert (application.state, application.team.get().person) == (State.DRAFT, person)
    drafting.save_answers(application, {"pitch": "Des pompes."}, by=person, at=AT)
    with pytest.raises(NotAllowed):
        drafting.save_answers(application, {"pitch": "Autre chose"}, by=agent, at=AT)


def test_somebody_who_has_an_account_gets_the_file_in_it(complete, agent, founder):
    founder.contacts.create(kind="phone", value=PHONE, is_sign_in=True, verified_at=AT)

    assisting.confirm_by_code(complete, code(complete, agent), sends=True, by=agent, at=AT)

    assert Application.objects.get().team.get().person == founder


def test_an_incomplete_file_is_not_sent_and_stays_where_it_is(opened, agent):
    digits = code(opened, agent)
    with pytest.raises(sending.Incomplete):
        assisting.confirm_by_code(opened, digits, sends=True, by=agent, at=AT)
    with pytest.raises(sending.Incomplete):
        assisting.confirm_by_signature(opened, [photo()], by=agent, at=AT)

    opened.refresh_from_db()
    assert (opened.confirmed_at, opened.application.team.get().role) == (None, TeamRole.AGENT)
    assert User.objects.filter(phone=PHONE).count() == 0


def test_a_wrong_code_is_counted_and_five_close_it(opened, agent):
    digits = code(opened, agent)
    wrong = f"{(int(digits) + 1) % 10**6:06d}"
    for _n in range(5):
        with pytest.raises(assisting.WrongConfirmation):
            assisting.confirm_by_code(opened, wrong, sends=False, by=agent, at=AT)

    with pytest.raises(assisting.WrongConfirmation):
        assisting.confirm_by_code(opened, digits, sends=False, by=agent, at=AT)
    assert Application.objects.get().team.get().person == agent


@pytest.mark.parametrize("digits", ["", "000000", "abc"])
def test_no_code_was_sent(opened, agent, digits):
    with pytest.raises(assisting.WrongConfirmation):
        assisting.confirm_by_code(opened, digits, sends=False, by=agent, at=AT)


def test_a_code_ends_after_twenty_minutes_and_with_the_number(opened, agent):
    digits = code(opened, agent)
    with pytest.raises(assisting.WrongConfirmation):
        assisting.confirm_by_code(opened, digits, sends=False, by=agent, at=AT + timedelta(minutes=20))
    assisting.change_phone(opened, "+22899999999", by=agent, at=AT)
    with pytest.raises(assisting.WrongConfirmation):
        assisting.confirm_by_code(opened, digits, sends=False, by=agent, at=AT)


def test_the_code_opens_no_account(opened, agent):
    digits = code(opened, agent)

    assert codes.use(Door("phone", PHONE), digits, source=Source("127.0.0.1"), at=AT) is False


def test_the_code_is_in_no_readable_letter(opened, agent):
    digits = code(opened, agent)

    row = Message.objects.values().get(kind="applications/assisted_code")
    assert row["subject"] == "Votre code pour confirmer votre candidature"
    assert [name for name, value in row.items() if digits in str(value)] == []

    letter = Message.objects.get(kind="applications/assisted_code")
    assert (letter.address, letter.recipient, letter.is_secret, letter.text, letter.short) == (
        PHONE,
        None,
        True,
        "",
        "",
    )


def test_the_signature_confirms_and_sends(complete, agent, officer):
    assisting.change_phone(complete, "", by=agent, at=AT)

    done = assisting.confirm_by_signature(complete, [photo()], by=agent, at=AT)

    person = done.team.get().person
    assert (done.state, person.full_name, person.state) == (
        State.SUBMITTED,
        "Abla Kossi",
        PersonState.INVITED,
    )
    signed = StoredFile.objects.of("assistance", complete.pk).get()
    assert signed.uploaded_by == agent
    assert Event.objects.get(verb="assistance.confirm").data["method"] == "signature"
    assert policies.whoever_reads_the_file(officer, signed, AT)
    assert not policies.whoever_reads_the_file(agent, signed, AT)


def test_a_signature_proves_no_telephone(complete, agent):
    done = assisting.confirm_by_signature(complete, [photo()], by=agent, at=AT)

    contact = done.team.get().person.contacts.get()
    assert (contact.value, contact.verified_at) == (PHONE, None)


def test_confirmed_once(complete, agent):
    digits = code(complete, agent)
    stale = Assistance.objects.get(pk=complete.pk)
    assisting.confirm_by_code(complete, digits, sends=True, by=agent, at=AT)

    with pytest.raises(Refused):
        assisting.confirm_by_code(stale, digits, sends=True, by=agent, at=AT)
    assert Event.objects.filter(verb="assistance.confirm").count() == 1


def test_the_agent_never_sends_alone(complete, agent):
    with pytest.raises(NotAllowed):
        sending.submit(complete.application, by=agent, at=AT)

    assert Application.objects.get().state == State.DRAFT


def test_nor_with_their_own_telephone(call, agent):
    agent.contacts.create(kind="phone", value=PHONE, is_sign_in=True, verified_at=AT)

    with pytest.raises(assisting.NotThem):
        assisting.open_file(call, name="Moi", phone=PHONE, by=agent, at=AT)
    assert Application.objects.count() == 0


def test_an_agent_whose_role_ended_reads_nothing_more(opened, agent, now):
    assert seen_by(agent) == 1
    granting.revoke(agent.grants.get(role=Role.AGENT), by=SYSTEM, at=AT)

    now(AT + timedelta(seconds=1))
    agent = User.objects.get(pk=agent.pk)
    assert (seen_by(agent), Assistance.objects.visible_to(agent).count()) == (0, 0)


def test_another_agent_sees_nothing(opened, outsider):
    granting.grant(outsider, Role.AGENT, by=SYSTEM, at=AT)

    assert (seen_by(outsider), Assistance.objects.visible_to(outsider).count()) == (0, 0)


def test_files_that_wait_are_reminded_every_three_days(opened, agent):
    counts = [assisting.remind(at=AT + timedelta(days=days)) for days in (2, 3, 4, 5, 6, 60)]

    assert counts == [0, 1, 0, 0, 1, 0]
    assert Message.objects.filter(kind="applications/assisted_waiting", recipient=agent).count() == 2


def test_over_http_from_the_first_page_to_the_receipt(call, agent, client_for, now):
    browser = client_for(agent)
    home = f"/portal/assist/new/{call.slug}/"
    refused = browser.post(home, {"name": "Abla Kossi", "phone": "90 12 34 56"})
    assert (refused.status_code, Application.objects.count()) == (422, 0)
    assert "Lisez cette phrase à la personne, et cochez quand elle est d’accord." in refused.content.decode()

    browser.post(home, {"name": "Abla Kossi", "phone": "90 12 34 56", "consent": "on"})
    application = Application.objects.get()
    address = f"/portal/assist/{application.ref}/"
    drafting.save_answers(application, world.sample_answers(), by=agent, at=AT)
    world.add_documents(application, agent)
    assert browser.get(f"/portal/applications/{application.ref}/").url == address
    assert browser.post(f"/portal/applications/{application.ref}/submit/").status_code == 403
    assert browser.post(f"{address}sign/").status_code == 409
    assert browser.post(f"{address}code/", {"phone": "90 12 34 56"}).status_code == 302
    wrong = browser.post(f"{address}confirm/", {"digits": "1", "then": "send"})
    assert (wrong.status_code, "Ce code ne correspond pas" in wrong.content.decode()) == (422, True)

    done = browser.post(f"{address}confirm/", {"digits": sent_code(), "then": "send"}, follow=True)

    application.refresh_from_db()
    assert application.receipt_code in done.content.decode()
    assert "1 personne a confirmé un dossier avec vous ce mois-ci." in done.content.decode()
    assert "Abla" not in done.content.decode()
    lost = ("", "review/", "documents/", "receipt/", "form/1/")
    assert {browser.get(f"/portal/applications/{application.ref}/{end}").status_code for end in lost} == {404}
    assert browser.get(address).status_code == 404


def test_the_summary_to_sign_is_printed_from_the_review(opened, agent, client_for, now):
    page = client_for(agent).get(f"/portal/applications/{opened.application.ref}/review/").content.decode()

    assert "Ce sont les miennes, et je demande l’envoi de ce dossier." in page
    assert "Envoyer ma candidature" not in page
