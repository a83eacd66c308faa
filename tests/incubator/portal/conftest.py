from datetime import UTC, datetime

import pytest

from incubator.accounts.sign_in import steps
from incubator.startups import founding, profile
from tests.world.incubation import active_place

NOW = datetime(2027, 9, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def now(monkeypatch):
    """Every page is asked on Monday 20 September 2027, 09:00 in Lomé."""
    monkeypatch.setattr("incubator.core.clock.now", lambda: NOW)
    return NOW


@pytest.fixture
def inside(client_for):
    """A signed-in browser whose second factor was given, reading French unless another language is asked."""

    def enter(user, language="fr"):
        client = client_for(user)
        session = client.session
        session[steps.FACTOR] = NOW.timestamp()
        session["language"] = language
        session.save()
        client.cookies["django_language"] = language
        return client

    return enter


@pytest.fixture
def place(centre, founder, officer, director):
    """A start-up in incubation since June."""
    return active_place(founder, officer, director)


@pytest.fixture
def published(centre, founder2, at):
    """A start-up that agreed to be in the directory."""
    startup = founding.found("Savane Cadastre", lead=founder2, by=founder2, at=at)
    profile.update(startup, pitch_fr="Des plans de parcelles.", stage="mvp", by=founder2, at=at)
    profile.consent_to_directory(startup, wording="oui", given=True, by=founder2, at=at)
    return profile.publish(startup, by=founder2, at=at)
