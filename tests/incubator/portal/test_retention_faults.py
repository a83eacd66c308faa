"""One fault stops no night, and what changed while it ran is looked at again."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incubator.accounts import forgetting as accounts
from incubator.applications.models import Application
from incubator.applications.states import State
from incubator.core import forgetting
from incubator.notifications import outbox
from incubator.notifications.models import Message
from incubator.people.models import User
from incubator.people.states import PersonState
from incubator.portal import departures
from incubator.portal.personal import erasing, retention
from incubator.workflow.models import Event
from tests.conftest import make_person
from tests.world import applications, programmes

pytestmark = pytest.mark.django_db
NIGHT = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.fixture
def drafts(centre, officer, director, founder, founder2, outsider) -> list[Application]:
    call = programmes.small_call(officer, director)
    return [applications.draft(call, person) for person in (founder, founder2, outsider)]


@pytest.fixture
def unused(centre, founder, outsider, at) -> tuple[list[User], datetime]:
    """Two people who were warned, and the night that erases them."""
    User.objects.update(created_at=at, last_login=None)
    warned_at = at + timedelta(days=365 * 3 + 40)
    assert retention.run(at=warned_at).warned == 2
    return sorted((founder, outsider), key=lambda one: one.pk), warned_at + timedelta(days=31)


def states(people: list[User]) -> list[str]:
    return [User.objects.get(pk=one.pk).state for one in people]


def broken_for(monkeypatch, module, name: str, is_hit) -> None:
    real = getattr(module, name)

    def act(*args, **named):
        if is_hit(args):
            raise RuntimeError("broken")
        return real(*args, **named)

    monkeypatch.setattr(module, name, act)


def test_one_person_who_cannot_be_erased_keeps_nobody_else(unused, monkeypatch, caplog):
    people, night = unused
    broken_for(monkeypatch, erasing.letters, "account_erased", lambda args: args[0].pk == people[0].pk)
    report = retention.run(at=night)

    assert states(people) == [PersonState.ACTIVE, PersonState.ANONYMISED]
    assert (report.subjects["person"], report.failed) == (1, 1)
    (line,) = [one for one in caplog.records if one.name == retention.__name__]
    assert line.getMessage() == f"Left for the next night: person {people[0].public_id}"
    assert line.exc_info
    assert Event.objects.filter(verb=retention.RUN).latest("pk").data["failed"] == 1


def test_one_file_that_cannot_be_erased_keeps_no_other(drafts, monkeypatch):
    broken_for(monkeypatch, erasing, "erase_files", lambda args: drafts[1] in args[0])
    report = retention.run(at=NIGHT)

    assert (report.subjects["file"], report.failed) == (2, 1)
    kept = Application.objects.filter(erased_at=None, call=drafts[0].call)
    assert list(kept.values_list("pk", flat=True)) == [drafts[1].pk]
    assert ("Non effacés à cause d’un défaut\xa0: repris la nuit suivante", 1) in retention.in_words(
        report.as_data()
    )


def test_rows_that_cannot_be_erased_stop_no_other_table(drafts, monkeypatch):
    broken_for(monkeypatch, forgetting, "erase_rows", lambda args: args[0] == "notifications.Message")
    outbox.post("accounts/password_changed", to=make_person("somebody"), at=NIGHT - timedelta(days=3000))
    report = retention.run(at=NIGHT)

    assert (report.subjects["file"], report.failed) == (2 + 1, 1)
    assert Message.objects.exclude(address="[…]").exists()


def test_a_warning_that_cannot_be_written_keeps_no_other(centre, founder, outsider, at, monkeypatch):
    User.objects.update(created_at=at, last_login=None)
    broken_for(monkeypatch, accounts.letters, "account_ends", lambda args: args[0].pk == founder.pk)
    report = retention.run(at=at + timedelta(days=365 * 3 + 40))

    assert (report.warned, report.failed) == (1, 1)


def test_who_signs_in_while_the_night_runs_keeps_the_account(unused, monkeypatch):
    people, night = unused
    real = erasing.letters.account_erased

    def comes_back(person, **named):
        User.objects.filter(pk=people[1].pk).update(last_login=night)
        return real(person, **named)

    monkeypatch.setattr(erasing.letters, "account_erased", comes_back)
    assert retention.run(at=night).subjects["person"] == 1
    assert states(people) == [PersonState.ANONYMISED, PersonState.ACTIVE]


def test_a_file_that_changed_while_the_night_runs_stays(drafts, monkeypatch):
    monkeypatch.setattr(retention, "AT_ONCE", 1)
    real = erasing.erase_files

    def sent_meanwhile(files, **named):
        Application.objects.filter(pk=drafts[2].pk).update(state=State.SUBMITTED, submitted_at=NIGHT)
        return real(files, **named)

    monkeypatch.setattr(erasing, "erase_files", sent_meanwhile)
    assert retention.run(at=NIGHT).subjects["file"] == 2
    assert Application.objects.get(pk=drafts[2].pk).erased_at is None


def test_a_suspension_is_not_washed_off(centre, outsider, admin, at):
    departures.suspend(outsider, reason="Insultes.", by=admin, at=at)
    User.objects.filter(pk=outsider.pk).update(created_at=at - timedelta(days=365 * 4))

    assert retention.run(at=at).warned == 0
    assert retention.run(at=at + timedelta(days=31)).subjects["person"] == 0
    assert states([outsider]) == [PersonState.SUSPENDED]


def test_old_rows_go_in_batches(outsider, at, monkeypatch):
    for hours in range(5):
        outbox.post("accounts/password_changed", to=outsider, at=at + timedelta(hours=hours))
    User.objects.update(last_login=at + timedelta(days=1100))
    monkeypatch.setattr(forgetting, "AT_ONCE", 2)
    taken: list[int] = []
    real = forgetting.erase_rows
    monkeypatch.setattr(
        forgetting,
        "erase_rows",
        lambda label, keys: taken.append(len(keys)) or real(label, keys),
    )
    report = retention.run(at=at + timedelta(days=1100))

    assert report.rows["notifications.Message"] == 5
    assert taken[-3:] == [2, 2, 1]


def test_the_night_asks_as_much_of_many_files_as_of_few(centre, officer, director):
    call = programmes.small_call(officer, director)
    asked = []
    for number in (2, 10):
        for place in range(number):
            applications.draft(call, make_person(f"many {number} {place}"))
        User.objects.update(last_login=NIGHT)
        with CaptureQueriesContext(connection) as queries:
            assert retention.run(at=NIGHT).subjects["file"] == number
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_a_backup_from_before_the_withdrawal_keeps_nobody(centre, founder, officer, director, tmp_path):
    """On Monday's backup the file is examined; withdrawn and erased on Tuesday; put back on Wednesday."""
    file = applications.submitted(programmes.published_call(officer, director), founder, "su-01")
    listed, said = tmp_path / "erased", StringIO()
    listed.write_text(f"{founder.public_id}\n{officer.public_id}\n")
    call_command("retention", "--again", str(listed), stdout=said)

    assert said.getvalue() == f"{officer.public_id}: erased\n{founder.public_id}: erased\n" or (
        said.getvalue() == f"{founder.public_id}: erased\n{officer.public_id}: erased\n"
    )
    assert states([founder, officer]) == [PersonState.ANONYMISED] * 2
    assert Application.objects.get(pk=file.pk).erased_at is not None
    assert not officer.grants.filter(until_at=None).exists()
    for event in Event.objects.filter(verb="user.erase"):
        assert event.data == {"asked": "Déjà effacée\xa0; une sauvegarde remise en place l’avait ramenée."}
