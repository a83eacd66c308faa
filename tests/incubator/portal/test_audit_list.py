"""The log of what was done, as an administrator reads it."""

from datetime import UTC, datetime

import pytest

from incubator.workflow import audit
from tests.world.programmes import published_call

LOG = "/desk/audit/"
MORNING = datetime(2027, 3, 8, 9, 0, tzinfo=UTC)
NIGHT = datetime(2027, 3, 8, 23, 59, tzinfo=UTC)
NEXT = datetime(2027, 3, 9, 0, 0, tzinfo=UTC)


@pytest.fixture
def call(centre, officer, director):
    return published_call(officer, director)


@pytest.fixture
def done(call, officer, director):
    """Three acts: two on a day, one at the first minute of the next."""
    audit.record("call.invite", call, by=officer, at=MORNING)
    audit.record("import.begin", call, by=director, at=NIGHT)
    audit.record("call.invite", call, by=None, at=NEXT)


@pytest.fixture
def log(client_for, admin):
    client = client_for(admin)

    def read(query=""):
        return [
            (row.verb, row.at)
            for row in client.get(f"{LOG}?{query}").context["page"].rows
            if row.at >= MORNING
        ]

    return read


def test_the_last_act_stands_first(done, log):
    assert log() == [("call.invite", NEXT), ("import.begin", NIGHT), ("call.invite", MORNING)]
    assert log("sort=at")[0] == ("call.invite", MORNING)


def test_a_day_is_whole_from_its_first_to_its_last_instant(done, log):
    assert log("since=08/03/2027&until=08/03/2027") == [("import.begin", NIGHT), ("call.invite", MORNING)]
    assert log("since=09/03/2027") == [("call.invite", NEXT)]
    assert log("until=31/12/9999") == log()


def test_acts_are_told_in_words_and_the_system_by_its_name(done, client_for, admin, director):
    page = client_for(admin).get(f"{LOG}?since=08/03/2027").content.decode()

    assert "Personne invitée à l’appel" in page
    assert 'data-label="Par">Le système' in page
    assert str(director) in page
    assert "call.invite<" not in page


def test_an_act_and_a_person_are_filters(done, log, director, call):
    assert log("act=import.begin") == [("import.begin", NIGHT)]
    assert log(f"q={director.full_name}") == [("import.begin", NIGHT)]
    assert len(log(f"q={call.reference}")) == 3


@pytest.mark.parametrize("role", ["officer", "director", "finance", "donor"])
def test_nobody_else_reads_it(role, request, client_for):
    assert client_for(request.getfixturevalue(role)).get(LOG).status_code == 404
