"""The words of a file: due once it is sent, kept by the worker or the sweep as it was sent last, never what is sensitive."""

from datetime import UTC, datetime
from unittest.mock import Mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incubator.applications import tasks
from incubator.applications.casework import screening
from incubator.applications.decisions import withdrawal
from incubator.applications.filling import drafting
from incubator.applications.models import Application, SearchText
from incubator.applications.submission import search_words, sending
from incubator.config.celery import app
from incubator.notifications import dispatch
from incubator.notifications.tasks import deliver
from tests.world import applications as world
from tests.world import imports

ASKED, DUE = datetime(2027, 3, 3, 9, 0, tzinfo=UTC), datetime(2027, 3, 17, 17, 0, tzinfo=UTC)
SMALL_WORDS = (
    "ac 2027 02 0001 atelier kpalime 3 reparer les pompes a main avec des pieces faites sur place fer souder"
)


@pytest.fixture
def typed(small, founder):
    draft = drafting.start(small, by=founder, at=world.DRAFTED, answers=world.small_answers())
    world.add_documents(draft, founder)
    return draft


@pytest.fixture
def returned(call, founder, officer):
    """A file whose words are kept, back with its team for one answer."""
    file = world.submitted(call, founder)
    assert search_words.catch_up() == 1
    items = [{"key": "problem", "reason": "Combien de personnes ?"}]
    screening.return_for_correction(file, items=items, due_at=DUE, by=officer, at=ASKED)
    return Application.objects.for_the_team(founder).get(pk=file.pk)


@pytest.fixture
def told(monkeypatch):
    """What the broker was told of, from a process that told nothing yet."""
    told = Mock()
    monkeypatch.setattr(dispatch, "_scheduled_until", {})
    monkeypatch.setattr(dispatch, "_rests_until", 0.0)
    monkeypatch.setattr(type(search_words.KEEP_WORDS), "apply_async", told)
    return told


def due() -> list[int]:
    return list(Application.objects.filter(words_due=True).values_list("pk", flat=True))


def test_a_sending_marks_the_file_and_the_words_are_kept_after_it(typed, founder):
    assert due() == []
    sending.submit(typed, by=founder, at=world.SENT)

    assert due() == [typed.pk]
    assert not SearchText.objects.exists()
    assert tasks.keep_words() == 1

    kept = SearchText.objects.get()
    assert (kept.application_id, due()) == (typed.pk, [])
    assert kept.open_words == kept.words == "".join(f" {word}" for word in SMALL_WORDS.split())


def test_nothing_due_writes_nothing(typed, founder):
    sending.submit(typed, by=founder, at=world.SENT)
    search_words.catch_up()

    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert search_words.catch_up() == 0

    assert not [q for q in asked if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_what_is_sensitive_is_never_kept_nor_opened(call, founder, monkeypatch):
    draft = world.complete(call, founder, "su-02")
    answers = {"lead_accommodation": "Rampe zanzibar", "lead_last_name": "Wawatokpo"}
    drafting.save_answers(draft, answers, by=founder, at=world.DRAFTED)
    sending.submit(draft, by=founder, at=world.SENT)
    last = draft.revisions.get()
    assert "zanzibar" in last.sensitive
    assert last.answers["lead_last_name"] == "Wawatokpo"

    search_words.catch_up()

    kept = SearchText.objects.get()
    assert ("zanzibar" in kept.words, "zanzibar" in kept.open_words) == (False, False)
    assert ("wawatokpo" in kept.words, "wawatokpo" in kept.open_words) == (True, False)


def test_a_returned_file_keeps_the_words_it_was_sent_with(returned, founder):
    before = SearchText.objects.get()
    drafting.save_answers(returned, {"problem": "Xylophage."}, by=founder, at=ASKED)
    Application.objects.filter(pk=returned.pk).update(words_due=True)

    assert search_words.catch_up() == 1

    assert SearchText.objects.get().words == before.words
    assert "xylophage" not in before.words


def test_a_file_sent_again_gets_its_newest_words(returned, founder):
    drafting.save_answers(returned, {"problem": "Xylophage."}, by=founder, at=ASKED)
    sending.resubmit(returned, by=founder, at=ASKED)
    assert due() == [returned.pk]
    assert "xylophage" not in SearchText.objects.get().words

    assert search_words.catch_up() == 1

    assert " xylophage" in SearchText.objects.get().words
    assert due() == []


def test_a_file_withdrawn_before_its_turn_is_kept_as_it_was_sent(typed, founder):
    sending.submit(typed, by=founder, at=world.SENT)
    withdrawal.withdraw(typed, by=founder, at=world.SENT)

    assert search_words.catch_up() == 1
    assert SearchText.objects.get().application_id == typed.pk


def test_a_refused_sending_marks_nothing(small, founder, told, django_capture_on_commit_callbacks):
    draft = world.draft(small, founder)

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(sending.Incomplete):
        sending.submit(draft, by=founder, at=world.SENT)

    assert (due(), told.call_count) == ([], 0)


def test_the_worker_is_told_once_for_those_who_send_together(
    call, person, told, django_capture_on_commit_callbacks, monkeypatch
):
    monkeypatch.setattr(deliver, "apply_async", Mock())
    drafts = [(world.complete(call, lead), lead) for lead in (person("one"), person("two"))]

    for draft, lead in drafts:
        with django_capture_on_commit_callbacks(execute=True):
            sending.submit(draft, by=lead, at=world.SENT)

    assert [call.kwargs for call in told.call_args_list] == [
        {"args": [], "countdown": dispatch.SOON, "retry": False, "ignore_result": True}
    ]
    assert search_words.KEEP_WORDS.task == tasks.keep_words.name


def test_whoever_sends_after_the_task_began_tells_the_worker_again(told, monkeypatch):
    for second in (100.0, 100.4, 100.5, 100.9):
        monkeypatch.setattr(dispatch.time, "monotonic", lambda now=second: now)
        dispatch.send_soon(search_words.KEEP_WORDS)

    assert told.call_count == 2


def test_without_a_broker_a_file_is_sent_and_the_sweep_keeps_its_words(
    typed, founder, told, django_capture_on_commit_callbacks, monkeypatch
):
    monkeypatch.setattr(deliver, "apply_async", Mock())
    told.side_effect = dispatch.OperationalError("nobody")

    with django_capture_on_commit_callbacks(execute=True):
        sending.submit(typed, by=founder, at=world.SENT)

    assert (typed.state, told.call_count) == ("submitted", 1)
    assert {"task": tasks.keep_words.name, "schedule": 30.0} in app.conf.beat_schedule.values()
    assert tasks.keep_words() == 1
    assert SearchText.objects.get().application_id == typed.pk


def test_few_statements_for_many_files_and_a_rest_for_the_next_turn(call, person, monkeypatch):
    for number in range(5):
        world.submitted(call, person(f"f{number}"))
    monkeypatch.setattr(search_words, "AT_ONCE", 2)

    with CaptureQueriesContext(connection) as asked:
        assert search_words.catch_up(most=4) == 4

    written = [
        q["sql"].split()[0] for q in asked if not q["sql"].startswith(("BEGIN", "SAVEPOINT", "RELEASE"))
    ]
    assert [word for word in written if word != "SELECT"] == ["INSERT", "UPDATE"] * 2
    assert len(due()) == 1
    assert search_words.catch_up() == 1
    assert SearchText.objects.count() == 5


def test_a_rest_is_asked_for_again(typed, founder, told, monkeypatch):
    again = Mock()
    monkeypatch.setattr(dispatch, "send_soon", again)
    monkeypatch.setattr(search_words, "MOST", 1)
    sending.submit(typed, by=founder, at=world.SENT)

    assert tasks.keep_words() == 1
    again.assert_called_once_with(tasks.keep_words)
    assert tasks.keep_words() == 0
    assert again.call_count == 1


def test_a_file_that_cannot_be_read_stays_due_and_stops_no_other(call, person, monkeypatch, caplog):
    bad, good = (world.submitted(call, person(name)) for name in ("bad", "good"))
    words = search_words.words_in

    def breaks(revision):
        if revision.application_id == bad.pk:
            raise ValueError("broken")
        return words(revision)

    monkeypatch.setattr(search_words, "words_in", breaks)

    assert search_words.catch_up() == 1
    assert list(SearchText.objects.values_list("application", flat=True)) == [good.pk]
    assert due() == [bad.pk]
    assert f"The words of {bad.pk} cannot be kept: ValueError" in caplog.text


def test_an_import_ends_with_the_words_of_its_files(small, officer):
    imports.imported(small, officer, imports.row(1), imports.row(2))

    assert due() == []
    kept = list(SearchText.objects.order_by("application_id").values_list("words", flat=True))
    assert kept == [
        " ac 2027 02 0001 atelier 1 3 reparer fer a souder", " ac 2027 02 0002 atelier 2 3 reparer fer a souder"
    ]  # fmt: skip
