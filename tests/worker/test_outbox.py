"""Letters leave once: with the worker up, with the broker stopped, with the worker killed again and again."""

import re
import time

import pytest

from funding import charges
from funding.states import ChargeFor
from incubator.accounts.contacts import Door
from incubator.accounts.sign_in import codes
from incubator.accounts.sign_in.sources import Source
from incubator.core import clock
from incubator.notifications import delivery, tasks
from incubator.notifications.models import Message
from incubator.notifications.querysets import STALE
from incubator.notifications.states import MessageState
from tests.worker.processes import until

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
PROMISED, BOUND = 2.0, 5.0  # seconds an act may take with a dead broker: what we promise, what fails here
ROUNDS, EACH = 5, 20


def act(payer, finance) -> float:
    """Ask somebody for an amount: an act that writes a letter. Return the seconds it took."""
    began = time.monotonic()
    charges.create(
        payer=payer, what_for=ChargeFor.DESK, label_fr="Poste", amount=5000, by=finance, at=clock.now()
    )
    return time.monotonic() - began


def waiting() -> int:
    return Message.objects.filter(state=MessageState.QUEUED).count()


def identities() -> set[str]:
    return set(Message.objects.values_list("public_id", flat=True))


def test_each_letter_leaves_once_and_a_secret_is_emptied(worker, mailbox, centre, finance, founder):
    worker.run()
    for _ in range(EACH):
        act(founder, finance)
    door = Door("email", founder.email)
    codes.send(door, language="fr", source=Source("127.0.0.1"), at=clock.now())

    took = until(lambda: waiting() == 0, "Letters still wait")

    print(f"\n{EACH + 1} letters left in {took:.1f} s (the worker's start included)")
    assert mailbox.times() == dict.fromkeys(identities(), 1)
    secret = Message.objects.get(is_secret=True)
    assert (secret.state, secret.secret_sealed, secret.text) == ("sent", "", "")
    (code,) = [one for one in mailbox.letters if secret.public_id in one["Message-ID"]]
    assert "Votre code pour entrer" in code["Subject"]
    assert not re.search(r"\b\d{6}\b", code["Subject"])
    assert len(re.findall(r"\b\d{6}\b", code.get_body(("plain",)).get_content())) == 1


def test_broker_stopped_acts_go_on_and_each_letter_leaves_once_after_its_return(
    worker, broker, mailbox, centre, finance, founder
):
    worker.run()
    act(founder, finance)
    until(lambda: waiting() == 0, "The first letter still waits")
    broker.kill()

    took = sorted(act(founder, finance) for _ in range(EACH))

    print(
        f"\nacts without a broker: median {took[EACH // 2]:.3f} s, longest {took[-1]:.3f} s (promised {PROMISED})"
    )
    assert took[-1] < BOUND
    assert waiting() == EACH
    broker.run()
    tasks.sweep.apply_async()
    back = until(lambda: waiting() == 0, "Letters still wait after the broker's return", patience=120)
    print(f"{EACH} letters left {back:.1f} s after its return")
    assert mailbox.times() == dict.fromkeys(identities(), 1)


def test_a_silent_broker_holds_one_act_for_a_moment_and_no_other(
    silent_broker, own_database, centre, finance, founder
):
    first, *others = [act(founder, finance) for _ in range(EACH)]

    print(f"\nacts with a silent broker: first {first:.2f} s, longest of the others {max(others):.2f} s")
    assert first < PROMISED
    assert max(others) < PROMISED / 4
    assert waiting() == EACH


def test_worker_killed_again_and_again_loses_nothing(worker, mailbox, centre, finance, founder, settings):
    for _ in range(ROUNDS):
        before = len(mailbox.letters)
        worker.run()
        for _ in range(EACH):
            act(founder, finance)
        until(lambda before=before: len(mailbox.letters) >= before + EACH // 4, "The worker sends nothing")
        worker.kill()
    left_over = waiting()
    worker.run()
    tasks.sweep.apply_async()
    held = Message.objects.filter(state=MessageState.QUEUED, claimed_at=None)
    until(lambda: not held.exists(), "Letters nobody holds still wait")
    # What the dead workers held is taken over by the sweeper once their claim is old.
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mailbox.port
    taken_over = delivery.sweep(at=clock.now() + STALE + STALE)

    times = mailbox.times()
    repeated = sum(n - 1 for n in times.values())
    print(
        f"\n{ROUNDS} kills, {ROUNDS * EACH} letters, {left_over} waiting after the last kill, "
        f"{taken_over} taken over from the dead: {len(identities() - set(times))} lost, {repeated} repeated"
    )
    assert waiting() == 0
    assert set(times) == identities()
    assert len(times) == ROUNDS * EACH
    assert repeated <= ROUNDS
