from datetime import timedelta

import pytest
from django.db import transaction

from incubator.notifications import dispatch, outbox, tasks
from incubator.notifications.models import Message
from incubator.people.models import User

pytestmark = pytest.mark.django_db
FOOTER = (
    "\n\n-- \nVous recevez ce message au sujet d’un dossier ou d’une start-up que vous suivez au centre.\n"
    "Le centre ne demande jamais d’argent, de mot de passe ni de code par téléphone ou par message.\n"
    "http://localhost:8000\n"
)


def test_post_writes_a_row_in_the_readers_language(founder, at):
    (message,) = outbox.post("testing/news", to=founder, at=at, context={"name": "Tikpa & d’Ama"})

    assert message.subject == "Des nouvelles de « Tikpa & d’Ama »"
    assert message.text == f"Bonjour Founder, Tikpa & d’Ama.{FOOTER}"
    assert message.short == (
        "Pépinière : Des nouvelles de « Tikpa & d’Ama ». À lire dans votre espace : "
        "http://localhost:8000/portal/letters/"
    )
    assert (message.state, message.channel, message.address) == ("queued", "email", "founder@example.test")
    assert (message.leaves_at, message.created_at, message.kind) == (at, at, "testing/news")


def test_post_in_english_to_somebody_who_reads_english(person, at):
    reader = person("ama", language="en")

    (message,) = outbox.post("testing/news", to=reader, at=at, context={"name": "Tikpa"})

    assert (message.subject, message.language) == ("News of “Tikpa”", "en")
    assert message.text.startswith("Dear Ama, Tikpa.\n\n-- \nYou receive this message because of a file")


def test_post_to_somebody_with_a_telephone_only_keeps_the_letter_and_sends_a_short_one(db, at):
    person = User.objects.create_user(phone="+22890000001", full_name="Kossi")

    (message,) = outbox.post("testing/news", to=person, at=at, context={"name": "Tikpa"})

    assert (message.channel, message.address) == ("sms", "+22890000001")
    assert message.text.startswith("Bonjour Kossi, Tikpa.")


def test_post_by_two_channels_keeps_the_letter_once(founder, at):
    founder.phone = "+22890000002"
    messages = outbox.post(
        "testing/news", to=founder, at=at, context={"name": "T"}, channels=["email", "sms"]
    )

    assert [(m.channel, m.address, bool(m.text)) for m in messages] == [
        ("email", "founder@example.test", True),
        ("sms", "+22890000002", False),
    ]


def test_post_to_somebody_without_address_leaves_a_failed_row(db, at):
    person = User.objects.create_user(full_name="Sans adresse")

    (message,) = outbox.post("testing/news", to=person, at=at, context={"name": "T"})

    assert message.state == "failed"
    assert message.error_words == "Cette personne n’a pas donné d’adresse pour ce canal."


def test_post_of_a_code_to_an_address_nobody_holds_seals_it(db, at):
    (message,) = outbox.post(
        "testing/code", to=None, address="+22890000009", at=at, context={"code": "123456"}, secret=True
    )

    kept = Message.objects.get(pk=message.pk)
    assert (kept.channel, kept.text, kept.short) == ("sms", "", "")
    assert kept.secret == "Votre code est 123456."
    assert "123456" not in kept.secret_sealed
    assert kept.expires_at == at + timedelta(hours=24)


def test_post_about_a_record_names_it(founder, officer, at):
    (message,) = outbox.post(
        "testing/news",
        to=founder,
        at=at,
        about=officer,
        by=officer,
        context={"name": "T"},
        batch="b1",
        held=True,
    )

    assert (message.about, message.about_ref) == ("user", officer.public_id)
    assert (message.state, message.posted_by, message.batch) == ("held", officer, "b1")


def test_history_stores_letters_as_sent_and_wakes_nobody(
    founder, at, monkeypatch, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks, outbox.history():
        (message,) = outbox.post("testing/news", to=founder, at=at, context={"name": "T"})
        (code,) = outbox.post("testing/code", to=founder, at=at, context={"code": "1"}, secret=True)

    assert callbacks == []
    assert (message.state, message.sent_at) == ("sent", at)
    assert (code.state, code.secret_sealed) == ("sent", "")


def test_post_tells_the_worker_after_the_commit_only(
    founder, at, monkeypatch, django_capture_on_commit_callbacks
):
    told = []
    monkeypatch.setattr(dispatch, "send", lambda *task: told.append(task))

    with django_capture_on_commit_callbacks(execute=True):
        (message,) = outbox.post("testing/news", to=founder, at=at, context={"name": "T"})
        outbox.post(
            "testing/news", to=founder, at=at, context={"name": "T"}, leaves_at=at + timedelta(minutes=15)
        )
        outbox.post("testing/news", to=founder, at=at, context={"name": "T"}, held=True)
        assert told == []

    assert told == [(tasks.deliver, message.pk)]


def test_an_act_undone_leaves_no_letter(founder, at):
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        outbox.post("testing/news", to=founder, at=at, context={"name": "T"})
        raise ZeroDivisionError

    assert Message.objects.count() == 0
