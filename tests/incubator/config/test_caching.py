"""The cache may be away: pages go on without it."""

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as InTheDatabase

from incubator.accounts.sessions import SessionStore
from incubator.config.caching import ForgivingRedis
from incubator.ops.supervisor import free_port


@pytest.fixture
def away() -> ForgivingRedis:
    """A cache whose server does not run."""
    return ForgivingRedis(f"redis://127.0.0.1:{free_port()}/0", {"OPTIONS": {"socket_connect_timeout": 1}})


def test_a_cache_that_is_away_reads_as_empty(away):
    away.set("key", "value")
    assert away.get("key", "nothing") == "nothing"
    assert away.get_many(["key"]) == {}
    assert away.has_key("key") is False
    assert away.delete("key") is False
    assert away.add("key", "value") is True


def test_after_a_failure_the_server_is_left_alone_for_a_while(away, monkeypatch):
    away.get("key")
    asked = []
    monkeypatch.setattr("django.core.cache.backends.redis.RedisCache.get", lambda *args: asked.append(args))
    assert away.get("key", "nothing") == "nothing"
    assert asked == []


def test_sessions_do_not_depend_on_the_cache():
    assert settings.SESSION_ENGINE == "incubator.accounts.sessions"
    assert issubclass(SessionStore, InTheDatabase)
