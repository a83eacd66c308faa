"""Rows written with SQL composed once hold what `save` would have stored, and are refused as `save` would be."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from incubator.core import prepared_rows
from incubator.people.models import Contact, User
from incubator.workflow.models import Event
from tests.world.applications import draft
from tests.world.programmes import small_call

pytestmark = pytest.mark.django_db
AT = datetime(2027, 1, 10, 9, tzinfo=UTC)


def event(verb, **data):
    return Event(verb=verb, subject_type="user", subject_id=7, at=AT, recorded_at=AT, data=data)


def test_rows_are_stored_in_one_statement_and_get_their_keys_in_order():
    rows = [event("test.first", n=1), event("test.second", words=["é", None])]
    with CaptureQueriesContext(connection) as told:
        prepared_rows.insert(rows)
    stored = list(Event.objects.filter(subject_id=7).order_by("pk"))
    assert stored == rows and [row._state.adding for row in rows] == [False, False]
    assert [(row.verb, row.at, row.data, row.actor) for row in stored] == [
        ("test.first", AT, {"n": 1}, None), ("test.second", AT, {"words": ["é", None]}, None),
    ]  # fmt: skip
    assert len(told) == 1


def test_no_rows_ask_nothing():
    with CaptureQueriesContext(connection) as told:
        prepared_rows.insert([])
    assert len(told) == 0


def test_a_constraint_refuses_and_nothing_is_stored():
    person = User.objects.create(email="un@example.tg", created_at=AT)
    one = [Contact(person=person, kind="email", value=v, created_at=AT) for v in ("a@b.tg", "a@b.tg")]
    with pytest.raises(IntegrityError), transaction.atomic():
        prepared_rows.insert(one)
    assert not Contact.objects.exists()


def test_an_update_writes_every_column_as_save_does(centre, officer, director, founder):
    file = draft(small_call(officer, director), founder)
    twin = type(file).objects.get(pk=file.pk)
    for row in (file, twin):
        row.pitch, row.requested_amount, row.lead_birth_date = (
            "Séchage – solaire",
            2_500_000,
            date(1999, 2, 3),
        )
        row.submitted_at, row.eligibility = AT + timedelta(microseconds=7), {"failed": ["âge"]}
    prepared_rows.update(file)
    ours = type(file).objects.filter(pk=file.pk).values().get()
    twin.save()
    assert ours == type(file).objects.filter(pk=file.pk).values().get()
    assert (ours["requested_amount"], ours["eligibility"]) == (2_500_000, {"failed": ["âge"]})


def test_an_update_of_a_row_that_is_gone_says_so():
    person = User.objects.create(email="un@example.tg", created_at=AT)
    User.objects.filter(pk=person.pk).delete()
    with pytest.raises(ObjectDoesNotExist):
        prepared_rows.update(person)
    assert not User.objects.exists()


def test_together_nothing_is_written_before_the_end_and_all_of_it_then(officer):
    first, second = event("test.first"), event("test.second")
    officer.full_name = "Essi Lawson"
    with prepared_rows.together():
        prepared_rows.insert([first])
        prepared_rows.update(officer)
        prepared_rows.insert([second])
        assert (first.pk, Event.objects.filter(subject_id=7).count()) == (None, 0)
    assert list(Event.objects.filter(subject_id=7).order_by("pk")) == [first, second]
    assert User.objects.get(pk=officer.pk).full_name == "Essi Lawson"


def stored_together(*writes):
    with transaction.atomic(), prepared_rows.together():
        for write in writes:
            write()


def inserted(row):
    return lambda: prepared_rows.insert([row])


def test_together_one_refusal_leaves_nothing(officer):
    one = Contact(person=officer, kind="email", value="un@example.tg", created_at=AT)
    same = Contact(person=officer, kind="email", value="un@example.tg", created_at=AT)
    with pytest.raises(IntegrityError):
        stored_together(*map(inserted, (event("test.first"), one, same, event("test.second"))))
    assert not Event.objects.filter(subject_id=7).exists()
    assert not Contact.objects.filter(value="un@example.tg").exists()


def test_together_a_row_that_is_gone_is_told(officer):
    gone = User.objects.create(email="deux@example.tg", created_at=AT)
    User.objects.filter(pk=gone.pk).delete()
    with pytest.raises(ObjectDoesNotExist):
        stored_together(inserted(event("test.first")), lambda: prepared_rows.update(gone))
    assert not Event.objects.filter(subject_id=7).exists()


def test_together_a_block_that_fails_writes_nothing(officer):
    with pytest.raises(ZeroDivisionError):
        stored_together(inserted(event("test.first")), lambda: 1 / 0)
    assert not Event.objects.filter(subject_id=7).exists()
