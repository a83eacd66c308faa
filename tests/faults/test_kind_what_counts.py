"""Kind: a reader of a sent file read the working rows: answers to questions that are no longer asked were shown."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from incubator.applications.casework import dossier, screening
from incubator.applications.filling import copying, correcting, drafting, prefill, profile_offers, saving
from incubator.applications.filling.answer_set import Contents
from incubator.applications.filling.answers import last_revision
from incubator.applications.filling.definitions import definition_of
from incubator.applications.models import Application
from incubator.applications.submission import sending
from incubator.reviews import reading
from tests.world import applications as world
from tests.world import reviews as jury

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
# Shown when there is one founder; the answer that is no longer asked would be read as "Oui".
ASKED_OF_ONE, MANY = "second_person", {"founders_count": 3}


@pytest.fixture
def drafted(call, founder, now):
    """A complete draft that answered a question before another answer took it away."""
    file = world.complete(call, founder)
    drafting.save_answers(file, {"founders_count": 1}, by=founder, at=world.DRAFTED)
    drafting.save_answers(file, {ASKED_OF_ONE: True}, by=founder, at=world.DRAFTED)
    drafting.save_answers(file, MANY, by=founder, at=world.DRAFTED)
    assert file.answers.get(key=ASKED_OF_ONE).value is True
    return file


@pytest.fixture
def sent(drafted, founder):
    return sending.submit(drafted, by=founder, at=world.SENT)


def label_of(file):
    return definition_of(file.form_version).fields_by_key[ASKED_OF_ONE].label["fr"]


def copied(client, file):
    answer = client.post(f"/portal/applications/{file.ref}/copy.zip")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    return archive.read("réponses.txt").decode(), json.loads(archive.read("réponses.json"))


@pytest.mark.parametrize("state", ["drafted", "sent"])
def test_the_own_copy_holds_only_what_is_asked(state, request, founder, client_for):
    file = request.getfixturevalue(state)

    text, told = copied(client_for(founder), file)

    assert label_of(file) not in text
    keys = {one["key"] for one in told["answers"]}
    assert (ASKED_OF_ONE in keys, "founders_count" in keys) == (False, True)


@pytest.mark.parametrize("state", ["drafted", "sent"])
def test_the_api_gives_only_what_is_asked(state, request, founder, client_for):
    file = request.getfixturevalue(state)

    told = client_for(founder).get(f"/api/v1/applications/{file.ref}").json()

    assert (ASKED_OF_ONE in told["answers"], told["answers"]["founders_count"]) == (False, 3)


def test_a_sent_file_is_read_as_it_was_sent_whatever_its_rows_say_since(sent, founder, client_for):
    """Rows that moved on without a sending (a correction that was never sent) count for nobody."""
    sent.answers.filter(key="project_name").update(value="Jamais envoyé")

    text, told = copied(client_for(founder), sent)
    api = client_for(founder).get(f"/api/v1/applications/{sent.ref}").json()

    whole = text + json.dumps(told) + json.dumps(api)
    assert "Jamais envoyé" not in whole
    assert (
        copying.copied_answers(sent, definition_of(sent.form_version))["project_name"][0] != "Jamais envoyé"
    )
    known = prefill.known_answers(sent.call, definition_of(sent.form_version), founder, sent.startup)
    assert known["project_name"][0] != "Jamais envoyé"
    page = client_for(founder).get(f"/portal/applications/{sent.ref}/").content.decode()
    assert "Jamais envoyé" not in page


def test_what_is_not_asked_is_in_no_reading_of_a_sent_file(sent, officer, juror, call, client_for, now):
    """The review page, the desk, the jury, the PDF, the search and the exports: all from what was frozen."""
    revision = last_revision(sent)
    assert ASKED_OF_ONE not in revision.answers
    assert ASKED_OF_ONE not in correcting.what_counts(sent).answers
    lines = {line.key: line.text for part in dossier.parts(sent, revision) for line in part.lines}
    assert lines[ASKED_OF_ONE] == ""
    hand = jury.given(jury.open_round(call, officer), jury.eligible(sent, officer), juror, officer)
    read = reading.read(hand.round, sent)
    shown = [each for asked in read.grid for each in asked.shown] + read.rest
    assert [each.text for each in shown if each.key == ASKED_OF_ONE and each.text] == []


def test_a_returned_file_is_what_would_be_sent_now(sent, officer, founder, client_for, now):
    items = [{"key": "project_name", "reason": "Le nom est trop long."}]
    screening.return_for_correction(sent, items=items, due_at=jury.JURY_OPENS, by=officer, at=jury.SCREENED)
    file = Application.objects.get(pk=sent.pk)
    now(jury.SCREENED)
    saving.save_answers(file, {"project_name": "Nom court"}, by=founder, at=jury.SCREENED)

    told = client_for(founder).get(f"/api/v1/applications/{file.ref}").json()

    assert told["answers"]["project_name"] == "Nom court"
    assert ASKED_OF_ONE not in told["answers"]


def test_the_profile_is_not_offered_what_is_no_longer_asked(drafted, founder):
    contents = Contents.read(drafted)

    assert ASKED_OF_ONE in contents.answers
    offered = {one.label for one in profile_offers.differences(contents, founder)}
    assert label_of(drafted) not in offered


def test_the_document_of_a_question_that_is_hidden_is_not_sent(drafted, monkeypatch):
    contents = Contents.read(drafted)
    slug, many = next(iter(contents.files.items()))
    contents.files = {**contents.files, ASKED_OF_ONE: many}

    assert (ASKED_OF_ONE in contents.counted_files(), slug in contents.counted_files()) == (False, True)


# Who may read the working rows: what writes in a draft, and what decides what counts.
MAY_READ_ROWS = {
    "incubator/applications/filling/answers.py",
    "incubator/applications/filling/answer_set.py",
    "incubator/applications/filling/correcting.py",
    "incubator/applications/filling/drafting.py",
    "incubator/applications/submission/sending.py",
    "incubator/applications/views.py",
    "incubator/applications/assistance/assisting.py",
    "incubator/applications/assistance/views/assisting.py",
    "incubator/applications/filling/views/documents.py",
    "incubator/applications/submission/views.py",
    "incubator/applications/filling/views/steps.py",
    "incubator/demo/filing.py",
}


def test_nobody_else_reads_the_working_rows():
    found = set()
    for path in (ROOT / "incubator").rglob("*.py"):
        text = path.read_text()
        if "Contents.read(" in text or "answers.read(" in text or "answering.read(" in text:
            found.add(str(path.relative_to(ROOT)))

    assert found - MAY_READ_ROWS == set()
