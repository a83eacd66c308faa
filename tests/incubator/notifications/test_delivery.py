from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from incubator.notifications import channels, claiming, delivery, outbox
from incubator.notifications.models import Message
from incubator.notifications.rendering import laid_out

pytestmark = pytest.mark.django_db


def fail_with(monkeypatch, error):
    def send(self, messages):
        raise error

    monkeypatch.setattr(EmailBackend, "send_messages", send)


def test_deliver_sends_the_letter_once(news, at):
    assert delivery.deliver(news, at=at) is True
    assert delivery.deliver(news, at=at) is False

    (sent,) = mail.outbox
    assert (sent.subject, sent.to, sent.body) == (news.subject, ["founder@example.test"], news.text)
    assert sent.alternatives == [(laid_out(news, news.text), "text/html")]
    assert sent.extra_headers["Message-ID"] == f"<{news.public_id}@centre.example>"
    assert (news.state, news.sent_at, news.attempts, news.claimed_at) == ("sent", at, 1, None)


def test_deliver_before_its_hour_does_nothing(founder, at):
    (later,) = outbox.post("testing/news", to=founder, at=at, leaves_at=at + timedelta(minutes=15))

    assert delivery.deliver(later, at=at) is False
    assert (mail.outbox, later.state, later.attempts) == ([], "queued", 0)


def test_a_claimed_message_is_left_alone_until_its_claim_is_stale(news, at):
    assert claiming.claim(news.pk, at=at) == news
    assert claiming.claim(news.pk, at=at + timedelta(seconds=89)) is None
    assert claiming.claim(news.pk, at=at + timedelta(seconds=91)).attempts == 2


def test_a_secret_leaves_and_is_emptied(code, at):
    delivery.deliver(code, at=at)

    (sent,) = mail.outbox
    assert sent.body.startswith(
        "Votre code est 123456.\n\n-- \nVous recevez ce message parce que quelqu’un a saisi"
    )
    assert "Votre code est 123456." in sent.alternatives[0][0]
    assert (code.state, code.secret_sealed, code.text) == ("sent", "", "")


def test_a_secret_is_kept_in_the_demonstration_until_it_expires(code, at, settings):
    settings.PEPINIERE_MODE = "demo"
    delivery.deliver(code, at=at)
    assert (code.state, code.secret.startswith("Votre code est 123456.")) == ("sent", True)

    delivery.sweep(at=at + timedelta(hours=24))

    code.refresh_from_db()
    assert (code.state, code.secret) == ("sent", "")


def test_an_expired_secret_never_leaves(code, at):
    delivery.sweep(at=at + timedelta(hours=24))

    code.refresh_from_db()
    assert (mail.outbox, code.state, code.secret_sealed) == ([], "failed", "")
    assert code.error_words == "Le code ou le lien a expiré avant de pouvoir partir."


def test_a_silent_server_is_tried_again_later_then_given_up(news, at, monkeypatch):
    fail_with(monkeypatch, TimeoutError("too slow"))
    moments = [at]

    while news.state == "queued":
        delivery.deliver(news, at=moments[-1])
        moments.append(news.leaves_at)

    assert [(m - at).total_seconds() / 60 for m in moments] == [0, 1, 6, 21, 81, 81]
    assert (news.state, news.error, news.attempts) == ("failed", "TimeoutError: too slow", 5)


def test_a_refused_address_fails_at_once(news, at, monkeypatch):
    fail_with(monkeypatch, SMTPRecipientsRefused({}))

    delivery.deliver(news, at=at)

    assert (news.state, news.error_words) == ("failed", "Le serveur de réception a refusé cette adresse.")


def test_the_failure_of_a_secret_keeps_no_word_of_it(code, at, monkeypatch):
    fail_with(monkeypatch, ValueError("Votre code est 123456."))

    delivery.deliver(code, at=at)

    assert (code.state, code.error) == ("queued", "ValueError")


def test_an_sms_says_only_that_something_is_there(db, at, settings, monkeypatch):
    said = []
    monkeypatch.setattr(channels.KeptSms, "send", lambda self, **facts: said.append(facts))
    (message,) = outbox.post("testing/news", to=None, address="+22890000001", at=at, context={"name": "T"})

    delivery.deliver(message, at=at)

    assert said == [{"to": "+22890000001", "text": message.short, "reference": message.public_id}]
    assert message.state == "sent"


def test_an_sms_without_provider_fails(db, at, settings):
    settings.SMS_PROVIDER = ""
    (message,) = outbox.post("testing/news", to=None, address="+22890000001", at=at, context={"name": "T"})

    delivery.deliver(message, at=at)

    assert (message.state, message.error_words) == ("failed", "Aucun fournisseur de SMS n’est réglé.")


def test_sweep_sends_secrets_first_and_each_once(founder, at):
    outbox.post("testing/news", to=founder, at=at, context={"name": "T"})
    outbox.post("testing/code", to=founder, at=at, context={"code": "1"}, secret=True)
    outbox.post("testing/news", to=founder, at=at, context={"name": "T"}, channels=["whatsapp"])
    outbox.post("testing/news", to=founder, at=at, context={"name": "T"}, held=True)

    assert delivery.sweep(at=at) == 2
    assert delivery.sweep(at=at) == 0
    assert [m.subject for m in mail.outbox] == ["Votre code", "Des nouvelles de « T »"]
    assert sorted(Message.objects.values_list("state", flat=True)) == ["held", "queued", "sent", "sent"]


def test_sweep_takes_over_from_a_dead_process(news, at):
    claiming.claim(news.pk, at=at)

    assert delivery.sweep(at=at + timedelta(seconds=30)) == 0
    assert delivery.sweep(at=at + timedelta(seconds=91)) == 1
    assert len(mail.outbox) == 1


def test_a_message_cancelled_during_its_delivery_is_not_marked_sent(news, at, monkeypatch):
    claimed = claiming.claim(news.pk, at=at)
    Message.objects.filter(pk=news.pk).update(claimed_at=at + timedelta(seconds=95))

    assert delivery._close(claimed, "sent", sent_at=at) is False


def test_kept_email_marks_as_sent_and_keeps_nothing(news, at, settings):
    settings.EMAIL_BACKEND = "incubator.notifications.channels.KeptEmail"

    delivery.deliver(news, at=at)

    assert (news.state, mail.outbox) == ("sent", [])
