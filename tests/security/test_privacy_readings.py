"""A person reads who read their records: when, which, how, in which role; no name, and nothing of others."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incubator.files.models import StoredFile
from incubator.people.states import Role
from incubator.portal.personal import readings
from incubator.workflow import audit, checks, sensitivity
from incubator.workflow.models import Event
from incubator.workflow.querysets import OF_PEOPLE
from tests.access.asking import address, text
from tests.access.cells import ROLES
from tests.access.table import TABLE
from tests.access.test_table import name_of

pytestmark = pytest.mark.django_db


def stored(person, name: str) -> StoredFile:
    return StoredFile.objects.create(
        record="application", record_id=1, name=name, key=name, content_type="application/pdf", size=1,
        sha256="0" * 64, uploaded_by=person,
    )  # fmt: skip


def test_each_reading_by_somebody_else_is_told_by_role(
    centre, founder, founder2, officer, juror, client_for, at
):
    mine, other = stored(founder, "plan.pdf"), stored(founder2, "budget.pdf")
    for reader, file in ((officer, mine), (juror, mine), (founder, mine), (officer, other)):
        audit.record("file.read", file, by=reader, at=at)

    roles = [one.by.partition(" – ")[0] for one in readings.of(founder)]
    assert [one.record for one in readings.of(founder)] == ["plan.pdf", "plan.pdf"]
    assert roles == [str(one.grants.get().get_role_display()) for one in (juror, officer)]
    page = client_for(founder).get(reverse("portal:who_read")).content.decode()
    assert page.count('<td data-label="Par qui">') == 2
    assert "budget.pdf" not in page
    assert str(officer) not in page
    assert str(juror) not in page


def test_every_record_of_people_that_is_noted_is_told():
    assert set(readings.KINDS) == OF_PEOPLE | {"storedfile"}


def test_nobody_yet_says_so(centre, founder, client_for):
    assert "Personne d’autre" in client_for(founder).get(reverse("portal:who_read")).content.decode()


def test_one_record_alone(centre, founder, officer, client_for, at):
    mine, second = stored(founder, "plan.pdf"), stored(founder, "budget.pdf")
    for file in (mine, second):
        audit.record("file.read", file, by=officer, at=at)
    client, address = client_for(founder), reverse("portal:who_read")

    shown = client.get(address, {"record": f"storedfile-{mine.public_id}"}).content.decode()
    assert ">plan.pdf</td>" in shown
    assert ">budget.pdf</td>" not in shown
    assert client.get(address, {"record": "storedfile-zzzzzzzzzz"}).status_code == 404
    assert client.get(address, {"record": f"user-{officer.public_id}"}).status_code == 404


def test_the_number_of_questions_does_not_grow(centre, founder, officer, juror, at, client_for):
    client, address, asked = client_for(founder), reverse("portal:who_read"), []
    for number in (1, 2):
        file = stored(founder, f"plan-{number}.pdf")
        for reader in (officer, juror, officer):
            audit.record("file.read", file, by=reader, at=at)
        client.get(address)
        with CaptureQueriesContext(connection) as questions:
            client.get(address)
        asked.append(len(questions))

    assert asked[0] == asked[1]


# --- every address that names a record says whose it is -------------------------------------------------------------


def named() -> list[str]:
    """The rows of the access table whose reading is written down as read of a record."""
    return [key for key in TABLE if name_of(key) in sensitivity.SHOWN or name_of(key) in sensitivity.TRACED]


def row_of(world, key: str):
    """The row of the audit that a reading leaves, by the first role that it lets in; None where nobody reads it."""
    row = TABLE[key]
    for method, column in (("GET", row.get), ("POST", row.post)):
        for role in [one for one in ROLES if one not in ("anonymous", "suspended") and column[one] == 200]:
            with transaction.atomic():
                client, url = world.browser(role), address(world, name_of(key), row.about)
                before = Event.objects.count()
                text(client.post(url) if method == "POST" else client.get(url))
                made = Event.objects.order_by("-id")[: Event.objects.count() - before]
                found = next((one for one in made if one.actor_id == world.people[role].pk), None)
                transaction.set_rollback(True)
            return role, found
    return "", None


def test_each_of_them_leaves_a_row_that_names_the_record(world):
    wrong = {}
    for key in named():
        role, event = row_of(world, key)
        if role and (event is None or (event.subject_type == "user" and name_of(key) != "accounts:person")):
            wrong[key] = role, event
    assert wrong == {}
    assert {"applications:desk_file", "portal:desk_startup", "mentorship:desk_session", "reviews:file"} <= {
        name_of(key) for key in named()
    }


def test_without_the_declaration_the_row_names_nobody(world, monkeypatch):
    monkeypatch.delitem(sensitivity.SHOWN, "mentorship:desk_session")

    _role, event = row_of(world, "mentorship:desk_session")

    assert event.subject_type == "user"


def test_a_private_address_that_does_not_say_whose_record_it_shows_is_refused_at_the_start(monkeypatch):
    assert checks.every_private_address_says_whose_record_it_shows() == []
    monkeypatch.delitem(sensitivity.SHOWN, "mentorship:desk_session")

    (found,) = checks.every_private_address_says_whose_record_it_shows()

    assert (found.id, "mentorship:desk_session" in found.msg) == ("workflow.E010", True)


@pytest.mark.parametrize("role", ["officer", "director", "admin"])
def test_whoever_reads_the_answers_of_a_file_stands_in_the_log_of_its_team(world, role):
    url = address(world, "applications:desk_file", TABLE["applications:desk_file"].about)
    with transaction.atomic():
        before = len(list(readings.of(world.people["owner"])))
        for _time in (1, 2):
            world.browser(role).get(url)
        found = list(readings.of(world.people["owner"]))[: -before or None]
        again = world.browser(role).get(url).content.decode()
        transaction.set_rollback(True)

    assert len(found) == 1
    assert str(Role(role).label) in found[0].by
    assert "Page privée lue" not in again  # no act on the file: its history does not tell it
