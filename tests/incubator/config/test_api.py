import json

import pytest
from django.test import RequestFactory

from incubator.accounts.sign_in.throttling import TooManyAttempts
from incubator.config import api
from incubator.core import clock

pytestmark = pytest.mark.django_db


def test_description_is_openapi_3_1(client):
    answer = client.get("/api/v1/openapi.json")

    assert (answer.status_code, answer.json()["openapi"]) == (200, "3.1.0")


def test_description_for_people_is_our_own_page(client):
    page = client.get("/api/v1/docs").content.decode()

    assert "<h2>Opérations</h2>" in page
    assert "cdn" not in page
    assert "<script" not in page


def test_unknown_address_answers_in_the_shape_of_the_api(client):
    answer = client.get("/api/v1/nothing/here")

    assert answer.status_code == 404
    assert answer.json() == {"code": "not_found", "detail": "Cette adresse n’existe pas dans l’API."}


def test_sentence_follows_the_language_asked(client):
    answer = client.get("/api/v1/nothing", headers={"Accept-Language": "en"})

    assert answer.json()["detail"] == "There is no such address in the API."


def test_missing_record_is_not_found(client):
    answer = client.get("/api/v1/calls/nothing")

    assert (answer.status_code, answer.json()) == (
        404,
        {"code": "not_found", "detail": "Rien à cette adresse, ou rien qui vous soit ouvert."},
    )


def test_wrong_shape_says_where_and_why_but_not_the_value(client):
    answer = client.get("/api/v1/calls", {"limit": "personal"})

    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid"
    assert "personal" not in answer.content.decode()


def test_too_many_says_when():
    request = RequestFactory().get("/api/v1/x")
    now = clock.now()

    answer = api.api.on_exception(request, TooManyAttempts(now, now))

    assert (answer.status_code, answer["Retry-After"]) == (429, "1")


def test_failure_on_our_side_hides_the_cause(caplog):
    answer = api.api.on_exception(RequestFactory().get("/api/v1/x"), ValueError("secret"))

    assert answer.status_code == 500
    assert b"secret" not in answer.content
    assert sorted(json.loads(answer.content)) == ["code", "detail", "request"]
