"""What keeps the record of a start-up longer than its period: a live file, money under way, its public page."""

from datetime import UTC, date, datetime, timedelta

import pytest

from incubator.applications.models import Application
from incubator.cohorts.models import Place
from incubator.core import clock, forgetting
from incubator.core.forgetting import Obstacle, Subject
from incubator.portal.personal import retention
from incubator.programmes.models import Call
from incubator.startups import founding
from incubator.startups.models import Membership, Startup
from incubator.startups.states import StartupState
from tests.world import applications, programmes

pytestmark = pytest.mark.django_db
# The sample call keeps the record for ten years; the places below ended on 31 December 2027.
NIGHT = datetime(2038, 1, 2, tzinfo=UTC)


@pytest.fixture
def alumnus(place) -> Startup:
    Place.objects.filter(pk=place.pk).update(state="graduated", ended_on=date(2027, 12, 31))
    return place.startup


@pytest.fixture
def second(officer, director) -> Call:
    """A call that closes 25 days after the night."""
    call = programmes.small_call(officer, director)
    Call.objects.filter(pk=call.pk).update(closes_at=NIGHT + timedelta(days=25))
    return Call.objects.get(pk=call.pk)


def is_erased(startup: Startup) -> bool:
    return Startup.objects.get(pk=startup.pk).erased_at is not None


def test_an_alumnus_goes_when_the_record_is_over(alumnus):
    assert retention.foresee(at=NIGHT).subjects[Subject.STARTUP] == 1
    assert retention.run(at=NIGHT).subjects[Subject.STARTUP] == 1
    assert is_erased(alumnus)


@pytest.mark.parametrize("state", ["draft", "submitted", "offered", "accepted"])
def test_an_alumnus_who_applies_again_keeps_both(alumnus, second, founder, state):
    file = applications.draft(second, founder, startup=alumnus, at=NIGHT - timedelta(days=1))
    Application.objects.filter(pk=file.pk).update(state=state, submitted_at=NIGHT)
    retention.run(at=NIGHT)

    assert not is_erased(alumnus)
    assert Application.objects.get(pk=file.pk).erased_at is None


def test_the_file_that_led_to_the_place_goes_with_the_record(alumnus, place, founder):
    file = applications.draft(place.cohort.call, founder, startup=alumnus)
    Application.objects.filter(pk=file.pk).update(state="accepted", submitted_at=NIGHT)
    Place.objects.filter(pk=place.pk).update(application=file)
    retention.run(at=NIGHT)

    assert is_erased(alumnus)
    assert Application.objects.get(pk=file.pk).erased_at == NIGHT


def test_an_alumnus_in_the_public_directory_stays(alumnus):
    Startup.objects.filter(pk=alumnus.pk).update(
        state=StartupState.PUBLISHED, directory_consent_at=NIGHT - timedelta(days=4000)
    )
    retention.run(at=NIGHT)

    assert not is_erased(alumnus)


def test_what_must_be_settled_first_keeps_the_record_and_is_counted(alumnus, monkeypatch):
    ask = lambda startup, at: [Obstacle("Une tranche est à payer.")]  # noqa: E731
    monkeypatch.setitem(forgetting.OBSTACLES, Subject.STARTUP, [ask])
    foreseen, report = retention.foresee(at=NIGHT), retention.run(at=NIGHT)

    assert not is_erased(alumnus)
    assert foreseen.waiting == report.waiting == [alumnus.public_id]
    assert foreseen.subjects[Subject.STARTUP] == report.subjects[Subject.STARTUP] == 0


@pytest.mark.parametrize("junk", ["5", "x", -1, -100, 0, 31, 10**30, 0.5, [5], True])
def test_years_that_cannot_be_meant_are_the_usual_five(alumnus, place, junk):
    Call.objects.filter(pk=place.cohort.call_id).update(retention={"selected_years": junk})

    assert not retention.startups_over(datetime(2032, 12, 31, tzinfo=UTC)).exists()
    assert retention.startups_over(datetime(2033, 1, 1, tzinfo=UTC)).get() == alumnus


def test_nobodys_start_up_counts_from_the_last_departure(centre, founder, at):
    startup = founding.found("Savane Cadastre", lead=founder, by=founder, at=at)
    left = at + timedelta(days=800)
    Membership.objects.filter(startup=startup).update(until_on=left.date())
    year_after = clock.months_before(left, -12)

    assert not retention.startups_over(year_after).exists()
    assert retention.startups_over(year_after + timedelta(days=1)).get() == startup


def test_a_start_up_that_never_had_anybody_counts_from_its_recording(centre, founder, at):
    startup = founding.found("Savane Cadastre", lead=founder, by=founder, at=at)
    Membership.objects.filter(startup=startup).delete()
    Startup.objects.filter(pk=startup.pk).update(created_at=at)
    year_after = clock.months_before(at, -12)

    assert not retention.startups_over(year_after).exists()
    assert retention.startups_over(year_after + timedelta(minutes=1)).get() == startup
