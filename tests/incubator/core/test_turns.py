"""The threads of a process take turns at a name; outside a transaction only, and never for long."""

import threading

import pytest
from django.db import connection, transaction

from incubator.core.turns import turn


def other(of, done, patience=5.0):
    def act():
        with turn(of, patience):
            done.append(of)
        connection.close()

    thread = threading.Thread(target=act)
    thread.start()
    return thread


def test_the_next_waits_until_the_first_has_ended():
    done = []
    with turn("call 1"):
        waiting = other("call 1", done)
        waiting.join(0.05)
        assert (waiting.is_alive(), done) == (True, [])
    waiting.join(5)
    assert done == ["call 1"]


def test_another_name_does_not_wait():
    done = []
    with turn("call 2"):
        other("call 3", done).join(5)
        assert done == ["call 3"]


def test_who_has_no_patience_left_goes_on():
    done = []
    with turn("call 4"):
        other("call 4", done, patience=0.01).join(5)
        assert done == ["call 4"]
        # The turn it did not have is not given back in the name of the first.
        waiting = other("call 4", done)
        waiting.join(0.05)
        assert waiting.is_alive()
    waiting.join(5)
    assert done == ["call 4", "call 4"]


def test_a_block_that_fails_gives_its_turn_back():
    done = []
    with pytest.raises(ZeroDivisionError), turn("call 5"):
        raise ZeroDivisionError
    other("call 5", done).join(5)
    assert done == ["call 5"]


@pytest.mark.django_db(transaction=True)
def test_inside_a_transaction_nobody_waits():
    done = []

    def act():
        with transaction.atomic(), turn("call 6", 5.0):
            done.append("inside")
        connection.close()

    with turn("call 6"):
        thread = threading.Thread(target=act)
        thread.start()
        thread.join(5)
        assert done == ["inside"]
