import pytest
from django.core import mail

from incubator.notifications import claiming, delivery, outbox, staff_actions, whatsapp
from incubator.notifications.models import Message
from incubator.people.models import SYSTEM, User
from incubator.workflow.models import Event
from incubator.workflow.refusals import IllegalMove, NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(founder, at):
    (message,) = outbox.post("testing/news", to=founder, at=at, context={"name": "T"}, held=True, batch="b1")
    return message


@pytest.fixture
def failed(at):
    person = User.objects.create_user(full_name="Afi")
    (message,) = outbox.post("testing/news", to=person, at=at, context={"name": "T"})
    return message


def verbs():
    return list(Event.objects.values_list("verb", flat=True))


def test_queue_lets_a_held_message_leave(held, officer, at):
    staff_actions.queue(held, by=officer, at=at)
    staff_actions.queue(held, by=officer, at=at)

    assert (held.state, verbs()) == ("queued", ["message.queue"])
    assert delivery.deliver(held, at=at) is True


def test_retry_takes_the_address_the_person_has_now(failed, officer, at):
    User.objects.filter(pk=failed.recipient_id).update(email="afi@example.test")
    failed.recipient.refresh_from_db()

    staff_actions.retry(failed, by=officer, at=at)
    delivery.deliver(failed, at=at)

    assert (failed.state, failed.error, [m.to for m in mail.outbox]) == ("sent", "", [["afi@example.test"]])


def test_retry_of_an_emptied_code_is_refused(code, officer, at):
    Message.objects.filter(pk=code.pk).update(state="failed", secret_sealed="")

    with pytest.raises(NotAllowed) as refusal:
        staff_actions.retry(code, by=officer, at=at)

    assert str(refusal.value) == "Ce code ou ce lien n’existe plus : la personne doit en demander un nouveau."
    assert verbs() == []


def test_cancel_keeps_a_message_from_leaving(held, officer, at):
    staff_actions.cancel(held, by=officer, at=at)

    assert (held.state, verbs(), delivery.deliver(held, at=at)) == ("cancelled", ["message.cancel"], False)


def test_cancel_of_a_message_that_is_leaving_is_refused(news, officer, at):
    claiming.claim(news.pk, at=at)

    with pytest.raises(staff_actions.AlreadyLeaving) as refusal:
        staff_actions.cancel(news, by=officer, at=at)

    assert str(refusal.value) == "Ce message part en ce moment même : il ne peut plus être rappelé."
    assert verbs() == []


def test_cancel_batch_cancels_what_has_not_left(held, news, officer, at):
    assert staff_actions.cancel_batch("b1", by=officer, at=at) == 1
    assert list(Message.objects.order_by("id").values_list("state", flat=True)) == ["cancelled", "queued"]


@pytest.mark.parametrize("move", ["queue", "retry", "cancel"])
def test_a_founder_handles_no_message(held, failed, founder, at, move):
    message = failed if move == "retry" else held

    with pytest.raises(NotAllowed) as refusal:
        getattr(staff_actions, move)(message, by=founder, at=at)

    assert str(refusal.value) == "Seule l’équipe du centre traite les messages."
    assert (message.state, verbs()) == ("failed" if move == "retry" else "held", [])


@pytest.mark.parametrize(
    ("role", "allowed"),
    [("admin", True), ("officer", True), ("director", True), ("finance", False), ("approver", False),
     ("donor", False), ("editor", False), ("agent", False), ("juror", False), ("mentor", False)],
)  # fmt: skip
def test_who_may_cancel(held, person, at, role, allowed):
    actor = person("one", role)
    if allowed:
        assert staff_actions.cancel(held, by=actor, at=at).state == "cancelled"
    else:
        with pytest.raises(NotAllowed):
            staff_actions.cancel(held, by=actor, at=at)


@pytest.mark.parametrize("state", ["queued", "sent", "failed", "cancelled"])
def test_only_a_held_message_is_queued(held, at, state):
    Message.objects.filter(pk=held.pk).update(state=state)

    with pytest.raises(IllegalMove):
        staff_actions.queue(held, by=SYSTEM, at=at)


def test_by_hand_prepares_once_and_marks_as_sent(news, founder, officer, at):
    User.objects.filter(pk=founder.pk).update(phone="+22890000003")
    news.refresh_from_db()

    prepared = whatsapp.prepare(news, by=officer, at=at)
    again = whatsapp.prepare(news, by=officer, at=at)
    whatsapp.mark_sent(prepared, by=officer, at=at)
    whatsapp.mark_sent(prepared, by=officer, at=at)

    assert again == prepared
    assert whatsapp.link(prepared).startswith("https://wa.me/22890000003?text=P%C3%A9pini%C3%A8re")
    assert (prepared.state, prepared.sent_by, prepared.sent_at) == ("sent", officer, at)
    assert verbs() == ["message.prepare", "message.mark_sent"]


def test_by_hand_without_a_telephone_is_refused(news, officer, at):
    with pytest.raises(whatsapp.NoTelephone) as refusal:
        whatsapp.prepare(news, by=officer, at=at)

    assert str(refusal.value) == (
        "Cette personne n’a pas donné de numéro de téléphone : écrivez par courriel, ou demandez un numéro."
    )
    assert (Message.objects.count(), verbs()) == (1, [])


def test_by_hand_never_carries_a_code(code, officer, at):
    with pytest.raises(NotAllowed) as refusal:
        whatsapp.prepare(code, by=officer, at=at)

    assert str(refusal.value) == "Un code ou un lien personnel ne s’envoie jamais à la main."


def test_by_hand_prepares_a_letter_never_posted(founder, officer, at):
    founder.phone = "+22890000004"

    message = whatsapp.prepare_letter("testing/news", to=founder, by=officer, at=at, context={"name": "T"})

    assert (message.channel, message.state, message.address) == ("whatsapp", "queued", "+22890000004")


def test_an_email_is_never_marked_as_sent_by_hand(news, officer, at):
    with pytest.raises(NotAllowed) as refusal:
        whatsapp.mark_sent(news, by=officer, at=at)

    assert str(refusal.value) == "Seul un message envoyé à la main se marque comme envoyé."
