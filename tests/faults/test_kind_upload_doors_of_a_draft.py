"""The doors of a draft, with every file of the corpora: an answer in words, never a page of error."""

import pytest
from django.urls import reverse

from incubator.applications.filling.definitions import definition_of
from tests.access.cells import GO
from tests.faults.test_kind_upload_doors import DOORS, OPEN, files, send
from tests.faults.test_row_05_several_files import draft
from tests.incubator.files.conftest import private

__all__ = ["draft", "files", "private"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", [key for key, door in DOORS.items() if door.about == OPEN])
def test_every_file_has_an_answer_in_a_draft(draft, client_for, founder, files, key):
    door = DOORS[key]
    step = (
        {"step": definition_of(draft.form_version).steps[2].key} if door.name == "applications:step" else {}
    )
    url, browser = reverse(door.name, kwargs={"ref": draft.ref, **step}), client_for(founder)

    answers = {
        (name, len(data)): send(None, door, url, name, data, sent_as, browser).cell
        for name, data, sent_as in files
    }

    assert {file: cell for file, cell in answers.items() if cell not in door.answers} == {}
    assert (GO in answers.values()) == door.takes
