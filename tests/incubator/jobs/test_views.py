"""The page of exports."""

import pytest

from incubator.core import clock
from incubator.jobs import requests, runner
from tests.incubator.jobs.test_jobs import AT, TEN

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def job(numbers, officer):
    return requests.ask("numbers", title="Nombres", params={}, keys=list(range(10)), by=officer, at=AT)


def test_a_page_makes_the_file_without_any_worker(job, client_for, officer):
    clerk = client_for(officer)
    assert "Préparer maintenant" in clerk.get("/desk/exports/").content.decode()

    assert clerk.post(f"/desk/exports/{job.public_id}/make/").status_code == 302

    page = clerk.get("/desk/exports/").content.decode()
    assert "nombres.txt" in page and "10 lignes" in page
    answer = clerk.get(f"/desk/exports/{job.public_id}/download/")
    assert b"".join(answer) == TEN
    assert "attachment" in answer["Content-Disposition"]


def test_the_page_looks_again_by_itself_only_when_asked_and_needed(job, client_for, officer):
    clerk = client_for(officer)

    assert "Refresh" not in clerk.get("/desk/exports/")
    assert clerk.get("/desk/exports/?follow=1")["Refresh"] == "4"
    runner.make(job.pk, at=AT)
    assert "Refresh" not in clerk.get("/desk/exports/?follow=1")


def test_an_administrator_sees_that_it_exists_and_not_what_it_is(job, client_for, admin, officer2):
    runner.make(job.pk, at=AT)
    page = client_for(admin).get("/desk/exports/").content.decode()

    assert "Un export demandé par Officer" in page
    assert "Nombres" not in page and "nombres.txt" not in page
    assert "Officer" not in client_for(officer2).get("/desk/exports/").content.decode().split("<main")[
        1
    ].replace("Officer2", "")
    for act in ("download", "make", "retry", "delete"):
        address = f"/desk/exports/{job.public_id}/{act}/"
        answer = client_for(admin).get(address) if act == "download" else client_for(admin).post(address)
        assert answer.status_code == 404


def test_the_file_has_no_other_door(job, client_for, officer):
    runner.make(job.pk, at=AT)
    job.refresh_from_db()

    assert client_for(officer).get(f"/files/{job.file.public_id}/").status_code == 404
