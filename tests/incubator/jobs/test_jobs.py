"""Background work: made once, resumed where it stopped, expiring, open to its asker alone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.storage import storages

from incubator.core import clock
from incubator.files.models import StoredFile
from incubator.jobs import requests, runner
from incubator.jobs.models import Job
from incubator.workflow.models import Event
from incubator.workflow.refusals import IllegalMove, NotAllowed

pytestmark = pytest.mark.django_db
AT = datetime(2027, 3, 8, 9, 0, tzinfo=UTC)
TEN = "".join(f"{n}\n" for n in range(10)).encode()


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def ask(numbers, officer):
    return lambda count=10: requests.ask(
        "numbers", title="Nombres", params={}, keys=list(range(count)), by=officer, at=AT
    )


def content(job):
    job.refresh_from_db()
    with storages["private"].open(job.file.key) as stream:
        return stream.read()


def left_in_storage(job):
    try:
        return storages["private"].listdir(f"jobs/{job.public_id}")[1]
    except FileNotFoundError:
        return []


def test_a_job_is_written_down_and_the_worker_told_after_the_commit(
    ask, numbers, officer, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        job = ask()

    assert numbers.told == [job.pk]
    assert (job.state, job.language, job.asked_by) == ("queued", "fr", officer)
    event = Event.objects.get(verb="job.ask")
    assert (event.actor, event.data) == (officer, {"kind": "numbers", "rows": 10})


def test_it_is_made_whole_by_chunks_and_leaves_no_part(ask):
    job = ask()

    assert runner.make(job.pk, at=AT) is False

    assert content(job) == TEN
    assert (job.state, job.total, job.done, job.parts) == ("done", 10, 10, 4)
    assert (job.finished_at, job.expires_at) == (AT, AT + timedelta(days=7))
    assert (job.file.name, job.file.size, job.file.record_id) == ("nombres.txt", len(TEN), job.pk)
    assert left_in_storage(job) == []


def test_two_processes_never_make_one_job_twice(ask, numbers):
    job = ask()
    assert runner.claim(job.pk, at=AT) is not None

    assert runner.claim(job.pk, at=AT) is None
    assert runner.make(job.pk, at=AT + timedelta(seconds=90)) is False
    assert numbers.written == []


def test_a_dead_process_is_replaced_where_it_stopped(ask, numbers, monkeypatch):
    job = ask()

    class Killed(BaseException):
        pass

    def kill(self, keys, out, at):
        raise Killed

    whole = numbers.write
    runner.make(job.pk, at=AT, lasts=timedelta(seconds=-1))  # one look, no chunk
    monkeypatch.setattr(
        numbers, "write", lambda self, keys, out, at: (kill if 6 in keys else whole)(self, keys, out, at)
    )
    with pytest.raises(Killed):
        runner.make(job.pk, at=AT)
    job.refresh_from_db()
    assert (job.state, job.done, job.parts) == ("running", 6, 2)

    monkeypatch.setattr(numbers, "write", whole)
    assert runner.sweep(at=AT + timedelta(minutes=1)) == 0
    assert runner.sweep(at=AT + timedelta(minutes=3)) == 1

    assert content(job) == TEN
    assert numbers.written == list(range(10))


def test_whoever_was_thought_dead_changes_nothing_any_more(ask, numbers, monkeypatch):
    job = ask()
    whole, later = numbers.write, AT + timedelta(minutes=5)

    def slow(self, keys, out, at):
        monkeypatch.setattr(numbers, "write", whole)
        runner.make(job.pk, at=later)
        whole(self, keys, out, at)

    monkeypatch.setattr(numbers, "write", slow)
    runner.make(job.pk, at=AT)

    assert content(job) == TEN
    assert StoredFile.objects.filter(record="job").count() == 1


def test_what_stops_is_kept_and_goes_on_from_there(ask, numbers, officer):
    job = ask()
    numbers.breaks_at = 7
    runner.make(job.pk, at=AT)
    job.refresh_from_db()
    assert (job.state, job.error, job.done) == ("failed", "error", 6)
    assert "essayez de nouveau" in job.error_words.lower()

    numbers.breaks_at = None
    requests.retry(job, by=officer, at=AT)
    runner.make(job.pk, at=AT)

    assert content(job) == TEN
    assert numbers.written == [*range(6), 6, *range(6, 10)]  # the chunk that broke is written again


def test_a_job_cut_off_again_and_again_is_given_up(ask):
    job = ask()
    for n in range(6):
        Job.objects.filter(pk=job.pk).update(state="queued")
        assert runner.claim(job.pk, at=AT + timedelta(minutes=n)) is not None

    runner.sweep(at=AT + timedelta(hours=1))
    job.refresh_from_db()

    assert (job.state, job.error) == ("failed", "stalled")


def test_a_turn_ends_and_the_rest_waits(ask):
    job = ask()
    assert runner.make(job.pk, at=AT, lasts=timedelta(seconds=-1)) is True
    job.refresh_from_db()

    assert (job.state, job.total, job.claimed_at) == ("queued", 10, None)


def test_parts_lost_by_the_storage_are_made_again(ask, numbers):
    job = ask()
    numbers.breaks_at = 7
    runner.make(job.pk, at=AT)
    storages["private"].delete(f"jobs/{job.public_id}/0")
    numbers.breaks_at = None
    Job.objects.filter(pk=job.pk).update(state="queued")

    assert runner.make(job.pk, at=AT) is True
    assert runner.make(job.pk, at=AT) is False

    assert content(job) == TEN


def test_the_file_expires_and_can_be_made_anew(ask, officer, django_capture_on_commit_callbacks):
    job = ask()
    runner.make(job.pk, at=AT)
    key = StoredFile.objects.get(record="job").key

    with django_capture_on_commit_callbacks(execute=True):
        runner.sweep(at=AT + timedelta(days=8))
    job.refresh_from_db()

    assert (job.state, job.file) == ("expired", None)
    assert not storages["private"].exists(key)
    assert StoredFile.objects.filter(record="job").count() == 0
    with pytest.raises(requests.NoFile):
        requests.take(job, by=officer, at=AT + timedelta(days=8))
    requests.retry(job, by=officer, at=AT + timedelta(days=8))
    runner.make(job.pk, at=AT + timedelta(days=8))
    assert content(job) == TEN


def test_each_download_is_audited_and_only_the_asker_makes_it(ask, officer, officer2, admin):
    job = ask()
    runner.make(job.pk, at=AT)
    job.refresh_from_db()

    requests.take(job, by=officer, at=AT)
    requests.take(job, by=officer, at=AT)
    for other in (officer2, admin):
        with pytest.raises(NotAllowed):
            requests.take(job, by=other, at=AT)
        with pytest.raises(NotAllowed):
            requests.discard(job, by=other, at=AT)

    assert list(Event.objects.filter(verb="job.download").values_list("actor", flat=True)) == [officer.pk] * 2
    assert list(Job.objects.visible_to(admin)) == []
    assert list(Job.objects.listed_for(admin)) == [job]
    assert list(Job.objects.listed_for(officer2)) == []


def test_deleting_leaves_the_row_and_no_file(ask, officer, django_capture_on_commit_callbacks):
    job = ask()
    runner.make(job.pk, at=AT)
    job.refresh_from_db()
    key = job.file.key

    with django_capture_on_commit_callbacks(execute=True):
        requests.discard(job, by=officer, at=AT)
        requests.discard(job, by=officer, at=AT)
        assert storages["private"].exists(key)  # until the act is kept

    job.refresh_from_db()
    assert (job.state, job.file) == ("deleted", None)
    assert not storages["private"].exists(key)
    assert list(Job.objects.listed_for(officer)) == []


def test_what_is_being_prepared_is_not_deleted(ask, officer):
    job = ask()
    runner.claim(job.pk, at=AT)
    job.refresh_from_db()

    with pytest.raises(IllegalMove):
        requests.discard(job, by=officer, at=AT)


def test_ten_at_a_time(ask):
    for n in range(10):
        ask(n + 1)
    with pytest.raises(requests.TooMany):
        ask(11)
    assert Job.objects.count() == 10
