"""The worker is killed and the broker stopped while letters are due: nothing is lost, each leaves once."""

import signal
import time
from collections import Counter

from tests.journeys import steps_founder, steps_office
from tests.journeys.way import Team, Way


def sends_without_worker_and_broker(way: Way, team: Team) -> None:
    """A founder sends while nothing works behind: the receipt is on the screen at once, the letter leaves later."""
    _stops(way)
    began = time.monotonic()
    steps_founder.sends(way, team)
    assert time.monotonic() - began < 10, "Sending waits for a dead broker."
    assert _results(way, team.founder) == Counter()
    _returns(way)
    way.stack.mail.letter(f"{team.founder}@journey.test", "Candidature reçue")


def publishes_without_worker_and_broker(way: Way) -> None:
    """Three letters are due when the worker dies; all three leave, once, when it is back."""
    _stops(way)
    steps_office.publishes_the_decisions(way)
    _returns(way)
    steps_office.every_result_is_read(way)
    time.sleep(5)  # two more rounds of the sweeper: time to be wrong
    for team in way.teams[:3]:
        found = _results(way, team.founder)
        assert set(found.values()) == {1}, found


def _stops(way: Way) -> None:
    way.stack.end("worker", signal.SIGKILL)
    way.stack.end("redis")


def _returns(way: Way) -> None:
    way.stack.start_broker()
    way.stack.start_worker()


def _results(way: Way, founder: str) -> Counter[str]:
    """How often each letter came, by its subject (the letters of a person have different subjects)."""
    return Counter(way.stack.mail.subjects(f"{founder}@journey.test"))
