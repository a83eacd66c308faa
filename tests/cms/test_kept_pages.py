"""Public pages kept for a minute: fast for visitors, never wrong about a call, never for somebody signed in."""

import gzip
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from time_machine import travel
from wagtail.models import Page

from cms import publishing, routing
from incubator.core import public_version
from incubator.programmes.models import Call
from incubator.programmes.preparation import approval
from tests.world.programmes import BEFORE, load_sample_call

CALL = "/appels/communes-et-territoires-2027/"
OPEN = datetime.fromisoformat("2027-03-02T09:00:00+00:00")
SECOND = timedelta(seconds=1)


@pytest.fixture
def call(site, officer, director):
    loaded = load_sample_call(officer)
    approval.propose(loaded, by=officer, at=BEFORE)
    approval.approve(loaded, by=director, at=BEFORE)
    publishing.publish(loaded, by=officer, at=BEFORE)
    cache.clear()  # what the acts announced is announced when their transaction ends: here never
    return Call.objects.get(pk=loaded.pk)


def asked(client, path, moment, **headers):
    """Return the answer and how many questions it put to the database."""
    with travel(moment, tick=False), CaptureQueriesContext(connection) as questions:
        response = client.get(path, headers=headers)
    assert response.status_code == 200
    return response, len(questions)


def test_the_second_visitor_costs_no_question(call, visitor):
    first, cold = asked(visitor, CALL, OPEN)
    second, warm = asked(visitor, CALL, OPEN + SECOND)
    assert 0 < cold <= 12
    assert warm == 0
    assert second.content == first.content
    assert second.headers["Content-Language"] == "fr"
    assert second.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "Set-Cookie" not in second.headers
    assert second.headers["Cache-Control"] == "public, max-age=59"


def test_languages_and_hosts_are_kept_apart(call, visitor):
    french, _cold = asked(visitor, "/", OPEN)
    english, cold = asked(visitor, "/en/", OPEN)
    assert cold > 0
    assert english.content != french.content
    with travel(OPEN, tick=False):
        assert visitor.get("/", headers={"Host": "localhost"}).wsgi_request.get_host() == "localhost"
    elsewhere, warm = asked(visitor, "/", OPEN, Host="127.0.0.1")
    assert warm > 0
    assert elsewhere.status_code == 200


def test_a_page_is_kept_for_one_minute(call, visitor):
    asked(visitor, CALL, OPEN)
    assert asked(visitor, CALL, OPEN + timedelta(seconds=59))[1] == 0
    assert asked(visitor, CALL, OPEN + timedelta(seconds=60))[1] > 0


@pytest.mark.parametrize("instant", ["opens_at", "closes_at"])
def test_a_kept_page_never_outlives_opening_or_closing(call, visitor, instant):
    moment = getattr(call, instant)
    before, _cold = asked(visitor, CALL, moment - timedelta(seconds=20))
    assert before.headers["Cache-Control"] == "public, max-age=20"
    assert asked(visitor, CALL, moment - timedelta(microseconds=1))[1] == 0
    after, questions = asked(visitor, CALL, moment)
    assert questions > 0
    assert after.content != before.content


def test_a_change_of_the_call_or_of_a_page_drops_what_was_kept(
    call, visitor, director, django_capture_on_commit_callbacks
):
    asked(visitor, CALL, OPEN)
    with django_capture_on_commit_callbacks(execute=True):
        approval.cancel(call, reason_fr="Budget revu", by=director, at=OPEN)
    cancelled, questions = asked(visitor, CALL, OPEN + SECOND)
    assert questions > 0
    assert "annulé" in cancelled.content.decode()


def test_an_act_in_the_cms_drops_what_was_kept_and_reading_there_does_not(
    call, visitor, officer, client_for, django_capture_on_commit_callbacks
):
    asked(visitor, CALL, OPEN)
    version, desk = cache.get(public_version.KEY), client_for(officer)
    page = f"/cms/pages/{Page.objects.get(url_path='/fr/aide/').pk}/unpublish/"
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.get(page).status_code == 200
    assert cache.get(public_version.KEY) == version
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.post(page).status_code == 302
    assert cache.get(public_version.KEY) != version


def test_whoever_carries_a_session_gets_a_page_of_their_own(call, visitor, client_for, founder):
    signed_in = client_for(founder)
    asked(visitor, CALL, OPEN)
    assert asked(signed_in, CALL, OPEN)[1] > 0
    cache.clear()
    asked(signed_in, CALL, OPEN)
    assert asked(visitor, CALL, OPEN)[1] > 0


def test_an_address_with_a_query_is_never_kept(call, visitor):
    asked(visitor, f"{CALL}?a=1", OPEN)
    assert asked(visitor, f"{CALL}?a=1", OPEN)[1] > 0
    assert [key for key in cache._cache if "page:" in key] == []


def test_inside_nothing_is_kept(call, visitor):
    asked(visitor, "/login/", OPEN)
    assert [key for key in cache._cache if "page:" in key] == []


def test_a_missing_page_is_not_kept(call, visitor):
    with travel(OPEN, tick=False):
        assert visitor.get("/rien/").status_code == 404
    assert [key for key in cache._cache if "page:" in key] == []


def test_a_browser_that_has_the_page_is_told_so(call, visitor):
    first, _cold = asked(visitor, CALL, OPEN)
    with travel(OPEN + SECOND, tick=False):
        again = visitor.get(CALL, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_compressed_it_is_the_same_page(call, visitor):
    plain, _cold = asked(visitor, CALL, OPEN)
    with travel(OPEN + SECOND, tick=False):
        packed = visitor.get(CALL, headers={"Accept-Encoding": "gzip"})
        told = visitor.get(CALL, headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert gzip.decompress(packed.content) == plain.content
    assert told.status_code == 304


def test_a_change_while_the_page_is_made_leaves_nothing_old(call, visitor, monkeypatch):
    dress = routing.dress

    def changed_meanwhile(request, found):
        public_version.renew()
        return dress(request, found)

    monkeypatch.setattr(routing, "dress", changed_meanwhile)
    asked(visitor, CALL, OPEN)
    assert asked(visitor, CALL, OPEN)[1] > 0
