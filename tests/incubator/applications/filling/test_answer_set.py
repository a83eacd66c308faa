"""What a file holds, read in two questions: values, versions, and when the last answer was saved."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incubator.applications.filling import saving
from incubator.applications.filling.answer_set import Contents
from incubator.applications.models import Answer
from tests.world import applications as world

AT = world.DRAFTED


@pytest.fixture
def draft(call, founder):
    return world.draft(call, founder)


def test_the_answers_and_the_documents_are_read_in_two_questions(draft, founder):
    saving.save_answers(draft, {"lead_last_name": "Kodjo", "founders_count": "2"}, by=founder, at=AT)

    with CaptureQueriesContext(connection) as asked:
        contents = Contents.read(draft)

    assert len(asked) == 2
    assert (contents.answers["lead_last_name"], contents.answers["founders_count"]) == ("Kodjo", 2)
    assert contents.versions()["lead_last_name"] == 1


@pytest.mark.parametrize("later", [timedelta(seconds=1), timedelta(microseconds=1500), timedelta(days=4)])
def test_the_instant_of_the_last_answer_is_told_to_the_microsecond(draft, founder, later):
    saving.save_answers(draft, {"lead_last_name": "Kodjo"}, by=founder, at=AT + later)
    saving.save_answers(draft, {"founders_count": "2"}, by=founder, at=AT)

    assert Contents.read(draft).last_saved() == AT + later


def test_a_question_nobody_answered_was_saved_at_no_instant(draft):
    Answer.objects.filter(application=draft).update(version=0)

    assert Contents.read(draft).last_saved() is None


def test_a_sealed_answer_is_opened(draft, founder):
    row = Answer.objects.filter(application=draft).first() or Answer(application=draft, key="x", saved_at=AT)
    row.value, row.version, row.sealed = None, 1, '"confié"'
    row.save()

    assert Contents.read(draft).answers[row.key] == "confié"
