"""The divisions of the country are read from the tables once, then remembered for a minute by each process."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incubator.programmes import facts

pytestmark = pytest.mark.django_db


def questions(ask) -> int:
    with CaptureQueriesContext(connection) as asked:
        ask()
    return len(asked)


def test_the_tables_are_asked_once(territory):
    assert questions(facts.divisions) == 2
    cache.clear()
    assert questions(facts.divisions) == 0


def test_after_a_minute_the_cache_is_asked_again(territory, monkeypatch):
    before = facts.divisions()
    cache.set("programmes.divisions", {"ailleurs": {"name": "Ailleurs"}})
    monkeypatch.setattr(facts.HERE, "seconds", 0.0)

    assert "ailleurs" not in before
    assert facts.divisions() == {"ailleurs": {"name": "Ailleurs"}}


def test_an_empty_country_is_not_remembered():
    assert (facts.divisions(), facts.commune_groups()) == ({}, [])
    assert questions(facts.commune_groups) == 1
