"""The rules of a call read alone, and with many calls."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incubator.programmes import rules
from incubator.programmes.models import Call
from tests.world.programmes import published_call

pytestmark = pytest.mark.django_db


def test_rules_read_with_many_calls_are_those_read_with_one(centre, officer, director):
    alone = published_call(officer, director)
    (among,) = Call.objects.prefetch_related("eligibility_rules")

    with CaptureQueriesContext(connection) as asked:
        read = rules.rules_of(among)

    assert not asked
    assert read == rules.rules_of(alone) == [rule.as_rule() for rule in alone.eligibility_rules.all()]
    assert len(read) == alone.eligibility_rules.count() > 5
