"""When a call takes applications: one window, several, none that closes; the printed grace."""

from datetime import UTC, datetime, timedelta

import pytest

from incubator.programmes.deadline import closed_sentence, describe
from incubator.programmes.models import Call
from tests.world.programmes import published_call

pytestmark = pytest.mark.usefixtures("centre")
OPENS = datetime(2027, 1, 18, 9, 0, tzinfo=UTC)
CLOSES = datetime(2027, 3, 5, 17, 0, tzinfo=UTC)
PAUSE = datetime(2027, 2, 1, 17, 0, tzinfo=UTC)
AGAIN = datetime(2027, 2, 15, 8, 0, tzinfo=UTC)
TICK = timedelta(microseconds=1)


@pytest.fixture
def call(officer, director):
    return published_call(officer, director)


@pytest.fixture
def two_windows(call):
    call.windows.create(opens_at=OPENS, closes_at=PAUSE)
    call.windows.create(opens_at=AGAIN, closes_at=CLOSES)
    Call.objects.filter(pk=call.pk).update(several_windows=True)
    return Call.objects.get(pk=call.pk)


@pytest.mark.parametrize(
    ("at", "phase"),
    [
        (OPENS - TICK, "planned"),
        (OPENS, "open"),
        (CLOSES - TICK, "open"),
        (CLOSES, "closed"),
    ],
)
def test_one_window_to_the_instant(call, at, phase):
    assert call.phase(at) == phase
    assert call.is_open(at) is (phase == "open")
    assert list(Call.objects.open(at)) == ([call] if phase == "open" else [])
    assert list(Call.objects.planned(at)) == ([call] if phase == "planned" else [])
    assert list(Call.objects.closed(at)) == ([call] if phase == "closed" else [])


@pytest.mark.parametrize(
    ("at", "phase", "closing", "opening"),
    [
        (OPENS - TICK, "planned", PAUSE, OPENS),
        (OPENS, "open", PAUSE, AGAIN),
        (PAUSE - TICK, "open", PAUSE, AGAIN),
        (PAUSE, "between", PAUSE, AGAIN),
        (AGAIN - TICK, "between", PAUSE, AGAIN),
        (AGAIN, "open", CLOSES, None),
        (CLOSES, "closed", CLOSES, None),
    ],
)
def test_two_windows(two_windows, at, phase, closing, opening):
    call = two_windows

    assert (call.phase(at), call.closing(at), call.next_opening(at)) == (phase, closing, opening)
    assert list(Call.objects.open(at)) == ([call] if phase == "open" else [])
    assert list(Call.objects.planned(at)) == ([call] if phase in ("planned", "between") else [])
    assert list(Call.objects.closed(at)) == ([call] if phase == "closed" else [])


def test_between_two_windows_the_sentence_says_when_it_opens_again(two_windows):
    assert closed_sentence(two_windows, PAUSE) == (
        "L’envoi est arrêté et reprendra le lundi 15 février 2027 à 8\u00a0h\u00a000, heure de Lomé (UTC+0). "
        "Votre brouillon reste lisible."
    )


def test_the_grace_belongs_to_the_window_in_which_the_sending_began(two_windows):
    Call.objects.filter(pk=two_windows.pk).update(grace_minutes=10)
    call = Call.objects.get(pk=two_windows.pk)

    assert call.takes(PAUSE, PAUSE - TICK)
    assert not call.takes(PAUSE, PAUSE)
    assert not call.takes(PAUSE + timedelta(minutes=10), PAUSE - TICK)
    assert not call.takes(CLOSES, PAUSE - TICK)
    assert call.takes(CLOSES, CLOSES - TICK)


def test_a_rolling_call_has_no_closing(call):
    Call.objects.filter(pk=call.pk).update(is_rolling=True)
    call = Call.objects.get(pk=call.pk)
    later = CLOSES + timedelta(days=200)

    assert (call.phase(later), call.closing(later)) == ("open", None)
    assert list(Call.objects.open(later)) == [call]
    assert list(Call.objects.closed(later)) == []
    assert describe(call, later).grace == ""


def test_calls_of_one_window_ask_the_database_nothing(call, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert call.is_open(OPENS)
        assert describe(call, OPENS).closes_at == CLOSES


def test_what_is_not_for_everybody_is_not_listed(call):
    for mark in ("is_practice", "by_invitation"):
        Call.objects.update(is_practice=False, by_invitation=False)
        Call.objects.filter(pk=call.pk).update(**{mark: True})
        assert not Call.objects.listed().exists()
        assert not Call.objects.open(OPENS).exists()
        assert Call.objects.public().exists()
