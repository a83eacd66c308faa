import os
import queue
import subprocess
import sys
import threading
import time
import warnings

import pytest
from django.db import transaction

from incubator.exports.tasks import make
from incubator.notifications import delivery, outbox, tasks, waking

PATIENCE = 10.0


class Broker:
    """Stands for the broker: keeps what it is asked, and answers each time only when it is let."""

    def __init__(self) -> None:
        self.asked: queue.Queue[list[int]] = queue.Queue()
        self.threads: list[threading.Thread] = []
        self.answers = threading.Semaphore(0)
        self.error: Exception | None = None

    def apply_async(self, args, **_options) -> None:
        self.threads.append(threading.current_thread())
        self.asked.put(args)
        assert self.answers.acquire(timeout=PATIENCE)
        if self.error:
            raise self.error

    def told(self) -> list[int]:
        return self.asked.get(timeout=PATIENCE)


@pytest.fixture
def broker(monkeypatch):
    broker = Broker()
    monkeypatch.setattr(tasks.deliver, "apply_async", broker.apply_async)
    return broker


@pytest.fixture
def teller(settings, monkeypatch):
    """A teller for this test alone, in the place of the process's own."""
    settings.TELLS_AT_ONCE = False
    teller = waking.Teller(most=3, gathers=0)
    monkeypatch.setattr(waking, "_teller", teller)
    yield teller
    teller.end(PATIENCE)
    assert teller.thread is None or not teller.thread.is_alive()


def test_what_is_told_while_the_broker_is_busy_becomes_one_task(broker, teller):
    waking.wake(1)
    assert broker.told() == [1]
    for key in (2, 3, 4):
        waking.wake(key)
    broker.answers.release(2)

    assert broker.told() == [2, 3, 4]
    assert set(broker.threads) == {teller.thread}
    assert teller.thread.name == "waking"
    assert teller.thread.daemon


def test_what_a_full_queue_cannot_hold_is_forgotten(broker, teller):
    waking.wake(1)
    broker.told()
    for key in (2, 3, 4, 5, 6):
        waking.wake(key)
    broker.answers.release(3)

    assert broker.told() == [2, 3, 4]
    waking.wake(7)
    assert broker.told() == [7]


def test_a_task_names_twenty_letters_and_other_tasks_stay_as_they_are():
    told = [(tasks.deliver, (key,), 0.0) for key in range(25)]

    gathered = list(waking._gathered([(make, (8,), 0.0), *told, (make, (9,), 0.5)]))

    assert gathered == [
        (tasks.deliver, tuple(range(20)), 0.0),
        (tasks.deliver, tuple(range(20, 25)), 0.0),
        (make, (8,), 0.0),
        (make, (9,), 0.5),
    ]


def test_a_dead_broker_rests_and_is_then_told_again(broker, teller, monkeypatch, caplog):
    broker.answers.release(3)
    broker.error = waking.OperationalError("nobody")
    waking.wake(1)
    assert broker.told() == [1]
    waking.wake(2)
    teller.end(PATIENCE)
    assert not teller.thread.is_alive()
    assert broker.asked.empty()
    assert [(r.levelname, r.getMessage()) for r in caplog.records] == [
        ("WARNING", "The broker does not answer (OperationalError): the sweeper will send.")
    ]

    broker.error = None
    after = time.monotonic() + waking.REST
    monkeypatch.setattr(waking.time, "monotonic", lambda: after)
    waking._hand_over(tasks.deliver, (3,), 0.0)
    assert broker.told() == [3]


def test_an_error_nobody_thought_of_ends_nothing(broker, teller, caplog):
    broker.answers.release(2)
    broker.error = ZeroDivisionError()
    waking.wake(1)
    assert broker.told() == [1]
    waking.wake(2)
    assert broker.told() == [2]
    teller.end(PATIENCE)

    assert [r.getMessage() for r in caplog.records] == [
        "A task could not be told to the worker: the sweeper will find its row."
    ] * 2


def test_at_the_end_what_waits_is_told_without_gathering_any_longer(broker, teller):
    teller._gathers = PATIENCE * 2
    broker.answers.release()
    waking.wake(1)

    teller.end(PATIENCE)

    assert broker.told() == [1]
    assert not teller.thread.is_alive()


def test_the_end_waits_for_a_silent_broker_no_longer_than_it_may(broker, teller):
    waking.wake(1)
    broker.told()

    teller.end(0)

    assert teller.thread.is_alive()
    broker.answers.release()


def test_a_process_that_tells_nothing_has_no_thread_and_ends_at_once(teller):
    teller.end(PATIENCE)

    assert teller.thread is None


def test_a_forked_process_begins_a_thread_of_its_own(teller, monkeypatch):
    told, tells = os.pipe()

    def apply_async(args, **_options):
        os.write(tells, f"{os.getpid()} {threading.current_thread().name} {args[0]}\n".encode())

    monkeypatch.setattr(tasks.deliver, "apply_async", apply_async)
    waking.wake(1)
    with os.fdopen(told) as lines:
        assert lines.readline() == f"{os.getpid()} waking 1\n"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of threads and forks: this is the question
            child = os.fork()
        if child == 0:
            try:
                waking.wake(2)
                waking._teller.end(PATIENCE)
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        assert lines.readline() == f"{child} waking 2\n"
        os.close(tells)
        assert lines.readline() == ""


def test_a_short_command_ends_after_it_told():
    command = (
        "import os, django; django.setup()\n"
        "from incubator.notifications import tasks, waking\n"
        "tasks.deliver.apply_async = lambda args, **options: print('told', *args)\n"
        "waking.settings.TELLS_AT_ONCE = False\n"
        "waking.wake(1); waking.wake(2); print('done', flush=True)"
    )
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}

    ended = subprocess.run(
        [sys.executable, "-c", command], env=env, capture_output=True, text=True, timeout=60, check=True
    )

    assert (ended.stdout, ended.stderr) == ("done\ntold 1 2\n", "")


@pytest.mark.django_db(transaction=True)
def test_nothing_is_told_before_the_commit(broker, teller, founder, at):
    with transaction.atomic():
        (message,) = outbox.post("testing/news", to=founder, at=at, context={"name": "T"})
        assert teller.thread is None
    broker.answers.release()

    assert broker.told() == [message.pk]


def test_in_the_tests_it_is_told_when_the_act_returns(broker):
    broker.answers.release()

    waking.wake(1)

    assert broker.asked.get_nowait() == [1]
    assert broker.threads == [threading.current_thread()]


def test_the_task_sends_each_letter_it_names_and_one_named_alone(monkeypatch):
    sent = []
    monkeypatch.setattr(delivery, "deliver_now", lambda key, *, at: sent.append(key) or key != 2)

    assert tasks.deliver(1, 2, 3) == 2
    assert tasks.deliver(4) == 1
    assert sent == [1, 2, 3, 4]
