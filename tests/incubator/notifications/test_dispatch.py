"""The worker is asked after the commit; a broker that does not answer rests, and no act fails for it."""

import time
from unittest.mock import Mock

import pytest
from django.db import transaction

from incubator.notifications import delivery, dispatch, outbox, tasks


@pytest.fixture
def asked(monkeypatch):
    """What the broker was asked for; it answers."""
    asked = Mock()
    monkeypatch.setattr(tasks.deliver, "apply_async", asked)
    return asked


def test_a_task_is_asked_for_without_trying_again(asked):
    dispatch.send(tasks.deliver, 1, 2)

    asked.assert_called_once_with(args=[1, 2], countdown=None, retry=False, ignore_result=True)


def test_a_dead_broker_rests_and_is_then_asked_again(asked, monkeypatch, caplog):
    asked.side_effect = dispatch.OperationalError("nobody")
    dispatch.send(tasks.deliver, 1)
    dispatch.send(tasks.deliver, 2)
    assert asked.call_count == 1
    assert [(r.levelname, r.getMessage()) for r in caplog.records] == [
        ("WARNING", "The broker does not answer (OperationalError): the sweeper will send.")
    ]

    asked.side_effect = None
    after = time.monotonic() + dispatch.REST
    monkeypatch.setattr(dispatch.time, "monotonic", lambda: after)
    dispatch.send(tasks.deliver, 3)
    assert asked.call_args.kwargs["args"] == [3]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_asked_before_the_commit(asked, founder, at):
    with transaction.atomic():
        (message,) = outbox.post("testing/news", to=founder, at=at, context={"name": "T"})
        assert not asked.called

    assert asked.call_args.kwargs["args"] == [message.pk]


@pytest.mark.django_db(transaction=True)
def test_the_channels_of_a_letter_are_one_task(asked, founder, at):
    posted = outbox.post(
        "testing/news", to=founder, at=at, context={"name": "T"}, channels=["email", "sms"], address="x"
    )

    assert [call.kwargs["args"] for call in asked.call_args_list] == [[message.pk for message in posted]]
    assert len(posted) == 2


@pytest.mark.django_db(transaction=True)
def test_an_error_nobody_thought_of_is_logged_and_the_act_stands(asked, founder, at, caplog):
    asked.side_effect = ZeroDivisionError()

    (message,) = outbox.post("testing/news", to=founder, at=at, context={"name": "T"})

    message.refresh_from_db()
    assert message.state == "queued"
    assert [r.levelname for r in caplog.records] == ["ERROR"]


def test_the_task_sends_each_letter_it_names_and_one_named_alone(monkeypatch):
    sent = []
    monkeypatch.setattr(delivery, "deliver_now", lambda key, *, at: sent.append(key) or key != 2)

    assert tasks.deliver(1, 2, 3) == 2
    assert tasks.deliver(4) == 1
    assert sent == [1, 2, 3, 4]
