"""A prepared question gives what its queryset gives, with the values of each time, and composes its SQL once."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from incubator.core.prepared import INSTANT, TEXT, Given, Prepared
from incubator.people.models import Contact, User

pytestmark = pytest.mark.django_db
AT = datetime(2027, 1, 10, 9, tzinfo=UTC)


def known_by(value):
    person = User.objects.create(email=value, created_at=AT)
    return Contact.objects.create(person=person, kind="email", value=value, created_at=AT)


@pytest.fixture
def asked():
    """Contacts by their value, written until an instant; how often the question was composed."""
    composed = []

    def compose():
        composed.append(1)
        until = Contact.objects.filter(value=Given("value", TEXT), created_at__lte=Given("at", INSTANT))
        return until.select_related("person").defer("verified_at").annotate(twice=F("pk") * 2).order_by("pk")

    return Prepared(compose), composed


def test_the_same_rows_with_the_values_of_each_time(asked):
    question, composed = asked
    one, two = known_by("un@example.tg"), known_by("deux@example.tg")
    assert question.rows(value="un@example.tg", at=AT) == [one]
    assert question.rows(value="deux@example.tg", at=AT) == [two]
    assert question.rows(value="un@example.tg", at=AT - timedelta(seconds=1)) == []
    assert question.first(value="trois@example.tg", at=AT) is None
    assert composed == [1]


def test_what_is_joined_counted_and_left_out_comes_as_from_the_queryset(asked):
    one = known_by("un@example.tg")
    with CaptureQueriesContext(connection) as told:
        found = asked[0].first(value="un@example.tg", at=AT)
        assert (found.person.email, found.created_at, found.twice) == ("un@example.tg", AT, 2 * one.pk)
    assert (len(told), found.get_deferred_fields()) == (1, {"verified_at"})


def test_values_alone_and_rows_under_lock():
    one = known_by("un@example.tg")
    names = Prepared(lambda: Contact.objects.filter(person=Given("person")).values_list("value", flat=True))
    assert names.rows(person=one.person_id) == ["un@example.tg"]
    locked = Prepared(lambda: Contact.objects.select_for_update(of=("self",)).filter(pk=Given("pk")))
    with transaction.atomic():
        assert locked.first(pk=one.pk) == one


def test_a_value_that_is_not_given_is_a_fault(asked):
    with pytest.raises(KeyError):
        asked[0].rows(value="un@example.tg")


def test_each_thread_keeps_what_belongs_to_its_own_connection(asked):
    question, composed = asked
    question.rows(value="un@example.tg", at=AT)
    kept = []

    def look():
        kept.append(question in connections["default"].__dict__.get("prepared", {}))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    look()
    assert (composed, kept) == ([1], [False, True])
