from datetime import UTC, datetime, timedelta

import pytest

from incubator.accounts.models import Consent
from incubator.applications.filling import answers
from incubator.applications.models import Application, Revision
from incubator.applications.states import State
from incubator.applications.submission import sending
from incubator.notifications.models import Message
from incubator.programmes import facts
from incubator.programmes.models import Call
from incubator.workflow.models import Event
from incubator.workflow.refusals import IllegalMove, NotAllowed
from tests.world import applications as world

CLOSING = datetime(2027, 3, 5, 17, 0, tzinfo=UTC)
LAST_INSTANT = CLOSING - timedelta(microseconds=1)
CLOSED = "L’envoi s’est arrêté le vendredi 5 mars 2027 à 17\u00a0h\u00a000, heure de Lomé (UTC+0). Votre brouillon est gardé et reste lisible."


def nothing_happened(application: Application) -> None:
    application.refresh_from_db()
    assert (application.state, application.reference, application.receipt_code) == (State.DRAFT, None, "")
    assert Revision.objects.count() == 0
    assert list(Message.objects.filter(kind="applications/application_received")) == []
    assert list(Consent.objects.all()) == []
    assert list(Event.objects.filter(verb="application.submit")) == []
    assert Call.objects.get(pk=application.call_id).application_counter == 0


def test_submit_gives_reference_receipt_revision_letter_and_audit(call, founder):
    application = world.submitted(call, founder)

    assert application.state == State.SUBMITTED
    assert application.reference == "AC-2027-01-0001"
    assert application.submitted_at == world.SENT
    assert (len(application.receipt_code), application.receipt_code[3]) == (7, "-")
    (revision,) = application.revisions.all()
    assert (revision.number, revision.submitted_by, len(revision.sha256)) == (1, founder, 64)
    assert "lead_accommodation" not in revision.answers
    (letter,) = Message.objects.filter(kind="applications/application_received")
    assert (letter.recipient, letter.about_ref) == (founder, "AC-2027-01-0001")
    assert letter.subject.replace("\u00a0", " ") == "Candidature reçue : AC-2027-01-0001"
    assert application.receipt_code in letter.text
    # Each text names it, though the letter was written before the number was taken.
    assert [text.count("AC-2027-01-0001") for text in (letter.subject, letter.text, letter.short)] == [
        1,
        1,
        1,
    ]
    assert "@@" not in letter.subject + letter.text + letter.short
    (event,) = Event.objects.filter(verb="application.submit")
    assert (event.actor, event.at) == (founder, world.SENT)
    assert event.data == {"reference": "AC-2027-01-0001", "eligible": True}


def test_references_follow_one_another_within_their_call(call, small, founder, founder2):
    first, second = world.submitted(call, founder), world.submitted(call, founder2, "su-02")
    other = world.draft(small, founder, world.small_answers())
    world.add_documents(other, founder)
    sending.submit(other, by=founder, at=datetime(2027, 2, 20, tzinfo=UTC))

    assert [a.reference for a in (first, second, other)] == [
        "AC-2027-01-0001",
        "AC-2027-01-0002",
        "AC-2027-02-0001",
    ]


def test_sent_twice_gives_the_same_receipt(call, founder):
    first = world.submitted(call, founder)
    again = Application.objects.get(pk=first.pk)

    second = sending.submit(again, by=founder, at=CLOSING + timedelta(minutes=1))

    assert (second.reference, second.receipt_code) == (first.reference, first.receipt_code)
    assert second.submitted_at == world.SENT
    assert Revision.objects.count() == 1
    assert Message.objects.filter(kind="applications/application_received").count() == 1


def test_two_tabs_send_at_once(call, founder):
    application = world.complete(call, founder)
    one, other = Application.objects.get(pk=application.pk), Application.objects.get(pk=application.pk)

    first = sending.submit(one, by=founder, at=world.SENT)
    second = sending.submit(other, by=founder, at=world.SENT)

    assert second.receipt_code == first.receipt_code
    assert Revision.objects.count() == 1


def test_the_last_instant_is_accepted(call, founder):
    application = world.complete(call, founder)

    sending.submit(application, by=founder, at=LAST_INSTANT)

    assert application.submitted_at == LAST_INSTANT


def test_the_closing_instant_is_refused_and_the_draft_is_kept(call, founder):
    application = world.complete(call, founder)
    before = answers.read(application)

    with pytest.raises(sending.DeadlinePassed) as refusal:
        sending.submit(application, by=founder, at=CLOSING)

    assert str(refusal.value) == CLOSED
    nothing_happened(application)
    assert answers.read(application) == before


@pytest.mark.parametrize(
    ("begun_at", "at", "accepted"),
    [
        (LAST_INSTANT, CLOSING, True),
        (LAST_INSTANT, CLOSING + timedelta(minutes=10) - timedelta(microseconds=1), True),
        (LAST_INSTANT, CLOSING + timedelta(minutes=10), False),
        (CLOSING, CLOSING + timedelta(seconds=1), False),
        (None, CLOSING, False),
    ],
)
def test_grace_is_for_a_sending_begun_before_closing(call, founder, begun_at, at, accepted):
    application = world.complete(call, founder)
    Call.objects.filter(pk=call.pk).update(grace_minutes=10)
    application = Application.objects.get(pk=application.pk)
    if begun_at is not None:
        sending.begin(application, by=founder, at=begun_at)

    if accepted:
        assert sending.submit(application, by=founder, at=at).submitted_at == at
    else:
        with pytest.raises(sending.DeadlinePassed):
            sending.submit(application, by=founder, at=at)
        nothing_happened(application)


def test_a_sending_tried_too_early_counts_as_begun(call, founder):
    """Something was missing at the last instant: completed, the file is still taken within the grace."""
    Call.objects.filter(pk=call.pk).update(grace_minutes=10)
    application = world.draft(Call.objects.get(pk=call.pk), founder, world.sample_answers())
    with pytest.raises(sending.Incomplete):
        sending.submit(application, by=founder, at=LAST_INSTANT)

    assert Application.objects.get(pk=application.pk).sending_begun_at == LAST_INSTANT


def test_without_a_grace_or_for_another_member_nothing_is_remembered(call, founder, founder2):
    application = world.draft(call, founder)
    sending.begin(application, by=founder, at=LAST_INSTANT)
    Call.objects.filter(pk=call.pk).update(grace_minutes=10)
    application = Application.objects.get(pk=application.pk)
    sending.begin(application, by=founder2, at=LAST_INSTANT)

    assert Application.objects.get(pk=application.pk).sending_begun_at is None


def test_an_incomplete_file_is_refused_with_what_it_misses(call, founder):
    application = world.complete(call, founder, "su-12")

    with pytest.raises(sending.Incomplete) as refusal:
        sending.submit(application, by=founder, at=world.SENT)

    assert [item.key for item in refusal.value.missing] == ["low_connectivity", "impact", "budget"]
    nothing_happened(application)


def test_only_the_lead_sends(call, founder, founder2, officer, outsider):
    application = world.complete(call, founder)
    application.team.create(person=founder2, role="editor")

    for person in (founder2, officer, outsider):
        with pytest.raises(NotAllowed) as refusal:
            sending.submit(application, by=person, at=world.SENT)
        assert str(refusal.value) == "Seule la personne qui porte le projet envoie la candidature."
    nothing_happened(application)


def test_a_cancelled_call_takes_nothing(call, founder, director):
    from incubator.programmes.preparation import approval

    application = world.complete(call, founder)
    approval.cancel(call, by=director, at=world.SENT, reason_fr="Financement retiré.")

    with pytest.raises(NotAllowed) as refusal:
        sending.submit(application, by=founder, at=world.SENT)

    assert str(refusal.value) == "Cet appel a été annulé. Votre brouillon reste lisible."
    nothing_happened(application)


def test_a_withdrawn_file_is_not_sent(call, founder):
    from incubator.applications.decisions import withdrawal

    application = world.complete(call, founder)
    withdrawal.withdraw(application, by=founder, at=world.SENT)

    with pytest.raises(IllegalMove):
        sending.submit(application, by=founder, at=world.SENT)


def test_submit_stays_within_its_queries(call, founder, django_assert_max_num_queries):
    application = world.complete(call, founder)
    application = Application.objects.for_the_team(founder).get(pk=application.pk)
    # A process that showed the form has them in memory.
    facts.divisions()
    facts.centre_of(call)

    with django_assert_max_num_queries(21):
        sending.submit(application, by=founder, at=world.SENT)
