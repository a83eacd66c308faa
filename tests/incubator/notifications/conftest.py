"""Two letters of the tests' own, and nothing left in the broker's memory."""

from pathlib import Path

import pytest

from incubator.notifications import dispatch, outbox


@pytest.fixture(autouse=True)
def _own_letters(settings):
    own = str(Path(__file__).parent / "templates")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [own]}]


@pytest.fixture(autouse=True)
def _broker_speaks():
    dispatch._rests_until = 0.0


@pytest.fixture
def news(founder, at):
    (message,) = outbox.post("testing/news", to=founder, at=at, context={"name": "Tikpa & d’Ama"})
    return message


@pytest.fixture
def code(founder, at):
    (message,) = outbox.post("testing/code", to=founder, at=at, context={"code": "123456"}, secret=True)
    return message
