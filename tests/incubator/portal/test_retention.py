"""What has passed its period goes in the night, once; a dry run counts the same and erases nothing."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from incubator.applications.models import Answer, Application
from incubator.applications.states import DecisionResult
from incubator.jobs.models import Job
from incubator.notifications import outbox
from incubator.notifications.models import Message
from incubator.people.models import User
from incubator.people.states import PersonState
from incubator.portal.personal import erasing, retention
from incubator.startups.models import Startup
from incubator.workflow.models import Event
from tests.world import applications, programmes, reviews

pytestmark = pytest.mark.django_db
# The sample call keeps for twelve months after its results, of 4 May 2027, what was not selected.


@pytest.fixture
def file(centre, founder, officer, director) -> Application:
    """A file that was not selected."""
    file = applications.submitted(programmes.published_call(officer, director), founder, "su-01")
    reviews.decided(file, officer, DecisionResult.DECLINE)
    reviews.published(file.call, director)
    return Application.objects.get(pk=file.pk)


@pytest.fixture
def over() -> datetime:
    """An instant a day after the file's period."""
    return reviews.PUBLISHED.replace(year=2028) + timedelta(days=1)


def answers(file: Application) -> int:
    return Answer.objects.filter(application=file).count()


def test_a_file_goes_the_day_after_its_period_and_not_the_day_before(file, over):
    before = answers(file)
    assert before
    retention.run(at=over - timedelta(days=2))
    assert (answers(file), Application.objects.get(pk=file.pk).erased_at) == (before, None)
    report = retention.run(at=over)

    assert +report.subjects == {"file": 1}
    assert (answers(file), Application.objects.get(pk=file.pk).erased_at) == (0, over)


def test_a_second_night_does_nothing_more(file, over):
    retention.run(at=over)
    runs = Event.objects.filter(verb=retention.RUN).count()
    again = retention.run(at=over)

    assert not again
    assert Event.objects.filter(verb=retention.RUN).count() == runs == 1


def test_a_dry_run_counts_the_same_and_erases_nothing(file, over):
    before = answers(file)
    foreseen = retention.foresee(at=over).as_data()
    assert answers(file) == before
    done = retention.run(at=over).as_data()

    assert foreseen["subjects"] == done["subjects"]
    assert foreseen["rows"] == done["rows"]


def test_the_file_of_an_incubated_start_up_stays_with_its_record(place, founder):
    in_ten_years = datetime(2037, 1, 1, tzinfo=UTC)
    file = applications.draft(place.cohort.call, founder, startup=place.startup)
    assert not retention.files_over(in_ten_years).filter(pk=file.pk).exists()
    assert not retention.startups_over(in_ten_years).exists()  # it has not left
    place.state, place.ended_on = "left", datetime(2027, 12, 31).date()
    place.save()
    years = place.cohort.call.retention.get("selected_years", 5)

    assert not retention.startups_over(datetime(2027 + years, 12, 31, tzinfo=UTC)).exists()
    assert retention.startups_over(datetime(2028 + years, 1, 2, tzinfo=UTC)).get() == place.startup
    retention.run(at=datetime(2028 + years, 1, 2, tzinfo=UTC))
    assert Startup.objects.get(pk=place.startup_id).name == "[…]"
    assert Application.objects.get(pk=file.pk).erased_at


def test_nobody_loses_an_account_without_a_word_a_month_before(outsider, at):
    three_years = at + timedelta(days=365 * 3 + 2)
    User.objects.filter(pk=outsider.pk).update(created_at=at)
    assert retention.run(at=three_years - timedelta(days=40)).warned == 0
    assert retention.run(at=three_years).warned == 1
    (letter,) = Message.objects.filter(kind="accounts/account_ends")
    assert letter.subject.startswith("Votre compte sera effacé le ")
    assert retention.run(at=three_years + timedelta(days=29)).subjects["person"] == 0
    assert retention.run(at=three_years + timedelta(days=31)).subjects["person"] == 1

    assert User.objects.get(pk=outsider.pk).state == PersonState.ANONYMISED


def test_who_came_back_or_works_here_keeps_the_account(outsider, juror, at):
    three_years = at + timedelta(days=365 * 3 + 2)
    User.objects.update(created_at=at)
    retention.run(at=three_years)
    User.objects.filter(pk=outsider.pk).update(last_login=three_years + timedelta(days=3))
    report = retention.run(at=three_years + timedelta(days=31))

    assert report.subjects["person"] == 0
    assert set(User.objects.values_list("state", flat=True)) == {PersonState.ACTIVE}


def test_old_rows_go_and_young_ones_stay(outsider, officer, at):
    old, young = (
        outbox.post("accounts/password_changed", to=outsider, at=when)[0]
        for when in (at, at + timedelta(days=900))
    )
    Job.objects.create(kind="applications.table", asked_by=officer, title="Vieux", created_at=at)
    User.objects.update(last_login=at + timedelta(days=1100))
    report = retention.run(at=at + timedelta(days=1100))

    assert report.rows["notifications.Message"] == 1
    assert report.rows["exports.Job"] == 1
    assert Message.objects.get(pk=old.pk).address == "[…]"
    assert Message.objects.get(pk=young.pk).address == "outsider@example.test"
    assert not Job.objects.exists()


def test_the_command_says_what_it_would_do_then_does_it(file, over, monkeypatch):
    monkeypatch.setattr("incubator.core.clock.now", lambda: over)
    said, done = StringIO(), StringIO()
    call_command("retention", "--dry-run", stdout=said)
    assert answers(file)
    call_command("retention", stdout=done)

    assert said.getvalue() == done.getvalue() != ""
    assert answers(file) == 0


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("fr", "Ce que disait ce dossier a été effacé"), ("en", "What this file said was erased")],
)
def test_the_office_still_opens_an_erased_file_and_its_team_no_more(
    file, over, officer, founder, inside, language, sentence
):
    retention.run(at=over)
    desk = inside(officer, language).get(f"/desk/applications/{file.public_id}/")
    assert desk.status_code == 410
    assert sentence in desk.content.decode()
    assert "Agbl" not in desk.content.decode()
    assert inside(founder).get(f"/portal/applications/{file.public_id}/").status_code == 404
    assert inside(founder).get("/portal/").status_code == 200
    assert inside(officer).get("/desk/applications/?view=all").status_code == 200


def test_who_was_erased_is_erased_again_after_a_restore(outsider, founder, at, tmp_path):
    """The list is made after an erasure; then the rows are put back as they were."""
    before = User.objects.filter(pk=outsider.pk).values().get()
    erasing.erase(outsider, by=outsider, at=at)
    said = StringIO()
    call_command("retention", "--erased", stdout=said)
    assert said.getvalue() == f"{outsider.public_id}\n"
    kept = tmp_path / "erased"
    kept.write_text(said.getvalue())
    User.objects.filter(pk=outsider.pk).update(**before)

    done = StringIO()
    call_command("retention", "--again", str(kept), stdout=done)
    assert done.getvalue() == f"{outsider.public_id}: erased\n"
    assert User.objects.get(pk=outsider.pk).email is None
    assert User.objects.get(pk=founder.pk).email == "founder@example.test"
