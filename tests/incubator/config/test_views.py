import re
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.test import Client

from incubator.core import clock
from incubator.notifications.models import Message
from incubator.ops import readiness

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    monkeypatch.setattr(readiness, "_nothing_to_migrate", False)


def test_healthz_answers(client):
    assert client.get("/healthz").content == b"ok\n"


def test_readyz_reports(client):
    now = clock.now()
    Message.objects.create(kind="x", address="a@example.com", leaves_at=now - timedelta(seconds=90))

    answer = client.get("/readyz")

    report = answer.json()
    age = report.pop("outbox_oldest_seconds")
    assert (answer.status_code, report) == (
        200,
        {"ready": True, "database": True, "migrations": True, "broker": True},
    )
    assert 90 <= age < 100


def test_readyz_is_ready_without_the_broker(client, settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["broker"]) == (200, False)


def test_readyz_waits_for_migrations(client, monkeypatch):
    monkeypatch.setattr(readiness, "unapplied_migrations", lambda: True)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["migrations"]) == (503, False)


def test_readyz_without_the_database(client, monkeypatch):
    def broken() -> bool:
        raise DatabaseError

    monkeypatch.setattr(readiness, "unapplied_migrations", broken)

    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "database": False})


def test_too_large_a_form_is_413(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10

    answer = client.post("/login/", {"contact": "a" * 200})

    assert answer.status_code == 413
    assert answer.templates[0].name == "413.html"


def test_missing_page_token_is_said():
    answer = Client(enforce_csrf_checks=True).post("/login/", {"contact": "a@example.com"})

    assert answer.status_code == 403
    assert answer.templates[0].name == "403_csrf.html"


def test_failure_shows_the_code_of_the_request(client, monkeypatch):
    def broken(*args, **options):
        raise ValueError("broken")

    monkeypatch.setattr("incubator.accounts.sign_in.steps.begin", broken)
    client.raise_request_exception = False

    answer = client.post("/login/", {"contact": "a@example.com", "device": "mine"})

    code = answer["X-Request-Id"]
    assert answer.status_code == 500
    assert re.fullmatch(r"[2-9B-Z]{2}-[2-9B-Z]{3}", code)
    assert f"donnez-nous ce code\u00a0: {code}." in answer.content.decode()


@pytest.mark.parametrize("address", ["/desk/nothing/", "/account/nothing/", "/nothing/"])
def test_missing_page_is_said_in_french(client_for, officer, address):
    answer = client_for(officer).get(address)

    assert (answer.status_code, answer.templates[0].name) == (404, "404.html")
