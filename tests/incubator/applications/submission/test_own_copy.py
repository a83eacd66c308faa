"""What a person may take away: everything of theirs, nothing of anybody else's, and nothing of the office's."""

import io
import json
import zipfile
from datetime import timedelta

import pytest

from incubator.applications.casework import screening
from incubator.documents.zip_stream import zip_pieces
from incubator.notifications import outbox
from incubator.workflow.models import Event
from tests.world import applications as world

AT = world.DRAFTED


def opened(answer) -> zipfile.ZipFile:
    assert answer.status_code == 200
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert archive.testzip() is None
    return archive


@pytest.fixture
def sent(call, founder, now):
    with outbox.history():
        return world.submitted(call, founder, "su-01", at=AT)


def test_the_copy_of_a_file_holds_answers_documents_letters_and_own_acts(sent, founder, client_for):
    archive = opened(client_for(founder).post(f"/portal/applications/{sent.ref}/copy.zip"))

    names = archive.namelist()
    told = json.loads(archive.read("réponses.json"))
    given = {one["key"]: one["answer"] for one in told["answers"] if one["answer"] is not None}
    assert {row.key for row in sent.answers.exclude(version=0)} >= set(given)
    assert len(given) > 30
    assert told["reference"] == sent.reference
    assert "envoi-1.json" in names
    assert archive.read("documents/identite.pdf") == world.PDF
    assert len([name for name in names if name.startswith("lettres/")]) == 1
    acts = [act["what"] for act in json.loads(archive.read("mes actes.json"))]
    assert acts[0] == "application.start"
    assert "application.submit" in acts
    assert Event.objects.of(sent).filter(verb="application.download").count() == 1


def test_nothing_of_the_office_is_in_the_copy(sent, founder, officer, client_for):
    screening.confirm(
        sent, eligible=True, by=officer, at=AT + timedelta(days=1), reasons_fr="Avis interne du bureau"
    )

    archive = opened(client_for(founder).post(f"/portal/applications/{sent.ref}/copy.zip"))

    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Avis interne" not in everything
    assert officer.email.encode() not in everything


def test_the_copy_of_a_person_holds_theirs_and_nobody_elses(sent, founder, founder2, small, client_for, now):
    world.draft(small, founder2, {"idea": "L’idée secrète de l’autre"})
    world.draft(small, founder, {"idea": "Mon idée à moi"})

    archive = opened(client_for(founder).post("/account/data/"))

    names = archive.namelist()
    everything = b"".join(archive.read(name) for name in names).decode(errors="replace")
    assert {"mon compte.json", "mes consentements.json", "mes start-up.json", "mes actes.json"} <= set(names)
    assert f"candidatures/{sent.reference}/réponses.json" in names
    assert founder.email in archive.read("mon compte.json").decode()
    assert len(json.loads(archive.read("mes consentements.json"))) >= 1
    assert "Mon idée à moi" in everything
    assert "L’idée secrète" not in everything
    assert founder2.email not in everything
    assert Event.objects.filter(verb="user.download").count() == 1


def test_somebody_elses_file_is_not_to_be_taken(sent, founder2, client_for):
    assert client_for(founder2).post(f"/portal/applications/{sent.ref}/copy.zip").status_code == 404
    assert Event.objects.filter(verb="application.download").count() == 0


def test_an_archive_streams_and_no_name_leads_out_of_it():
    entries = [("../../etc/passwd", [b"a"]), ("x/y.txt", [b"1", b"2"]), ("x/y.txt", [b"3"])]
    pieces = list(zip_pieces(entries))

    archive = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))

    assert archive.namelist()[1:] == ["x/y.txt", "x/y (2).txt"]
    assert ".." not in archive.namelist()[0].split("/")
    assert archive.read("x/y.txt") == b"12"
    assert len(pieces) > 3
