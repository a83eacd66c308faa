"""A session brings its person and the roles held in one question, and proves as much as Django's own."""

from datetime import timedelta

import pytest
from django.contrib.auth import HASH_SESSION_KEY
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from incubator.accounts.models import BrowserSession
from incubator.accounts.sessions import SessionStore, person_of
from incubator.core import clock
from incubator.people.models import Grant
from incubator.people.states import Role
from tests.conftest import LONG_AGO, make_person


@pytest.fixture
def opened(client_for):
    """Sign in; give a function that reads the request's person as a new request would."""

    def sign_in(person):
        key = client_for(person).cookies["session"].value

        def request():
            found = RequestFactory().get("/portal/")
            found.session = SessionStore(key)
            return found

        return request

    return sign_in


def test_person_and_roles_come_with_the_session(opened, db):
    person = make_person("deux", Role.JUROR, Role.MENTOR)
    request = opened(person)()
    with CaptureQueriesContext(connection) as questions:
        found = person_of(request)
        assert (found.pk, found.roles(clock.now())) == (person.pk, {Role.JUROR, Role.MENTOR})
    assert len(questions) == 1


def test_only_grants_in_force_count(opened, founder):
    now = clock.now()
    Grant.objects.create(person=founder, role=Role.OFFICER, from_at=now + timedelta(days=1))
    Grant.objects.create(person=founder, role=Role.FINANCE, from_at=LONG_AGO, until_at=now)
    assert person_of(opened(founder)()).roles(now) == frozenset()


def test_a_changed_password_ends_the_session(opened, founder):
    request = opened(founder)
    founder.set_password("une autre phrase assez longue")
    founder.save()
    assert person_of(request()).is_anonymous


def test_a_person_who_is_no_longer_active_is_nobody(opened, founder):
    request = opened(founder)
    type(founder).objects.filter(pk=founder.pk).update(is_active=False)
    assert person_of(request()).is_anonymous


def test_a_session_that_says_somebody_else_is_read_by_what_it_says(opened, founder, officer):
    request = opened(founder)()
    BrowserSession.objects.update(person=officer)
    assert person_of(request).pk == founder.pk


def test_a_session_without_its_proof_is_nobody(opened, founder):
    request = opened(founder)()
    request.session[HASH_SESSION_KEY] = "autre"
    assert person_of(request).is_anonymous


def test_a_session_that_ran_out_is_nobody(opened, founder):
    request = opened(founder)
    BrowserSession.objects.update(expire_date=clock.now())
    assert person_of(request()).is_anonymous
    assert dict(request().session.items()) == {}
