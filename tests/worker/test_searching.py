"""A file is found by its words soon after it was sent: the worker is told, or the sweep finds it."""

import pytest

from incubator.applications import tasks
from incubator.applications.filling import drafting
from incubator.applications.models import Application, SearchText
from incubator.applications.submission import sending
from incubator.notifications import dispatch
from tests.conftest import AT
from tests.worker.processes import until
from tests.world import applications as world
from tests.world.programmes import small_call

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]


SOON = 10.0  # seconds that fail here; what we promise is one


@pytest.fixture
def call(centre, officer, director):
    return small_call(officer, director)


@pytest.fixture
def typed(call, founder):
    return filled(call, founder)


def filled(call, lead):
    draft = drafting.start(call, by=lead, at=AT, answers=world.small_answers())
    world.add_documents(draft, lead, at=AT)
    return draft


def found() -> int:
    return SearchText.objects.filter(words__french="kpalimé").count()


def test_the_worker_keeps_the_words_of_a_file_just_sent(worker, call, typed, founder, founder2):
    second = filled(call, founder2)
    worker.run()
    sending.submit(typed, by=founder, at=AT)
    until(lambda: found() == 1, "The worker does not keep the words")

    sending.submit(second, by=founder2, at=AT)
    took = until(lambda: found() == 2, "The words are not kept", patience=SOON)

    print(f"\nfound {took:.1f} s after its sending")


def test_with_a_dead_broker_a_file_is_sent_and_found_after_the_sweep(broker, own_database, typed, founder):
    broker.end()

    assert sending.submit(typed, by=founder, at=AT).state == "submitted"

    assert dispatch._rests_until > 0
    assert Application.objects.filter(words_due=True).count() == 1
    assert (tasks.keep_words(), found()) == (1, 1)
