"""Packs of whole files: complete, with an index, and for the office alone."""

import io
import zipfile

import pytest

from incubator.conflicts import declaring
from incubator.conflicts.states import InterestKind
from incubator.core import clock
from incubator.exports import running
from incubator.exports.models import Job
from incubator.files.models import StoredFile
from incubator.files.states import Scan
from tests.world import reviews as world
from tests.world.applications import PDF, submitted

ADDRESS = "/desk/applications/export/?view=all"


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: world.SCREENED)


@pytest.fixture
def files(call, person):
    return [submitted(call, person(f"f{n}"), s) for n, s in enumerate(("su-01", "su-05"))]


def packed(client, what: str) -> zipfile.ZipFile:
    assert client.post(ADDRESS, {"form": what})["Location"] == "/desk/exports/?follow=1"
    job = Job.objects.latest("pk")
    running.make(job.pk, at=world.SCREENED)
    job.refresh_from_db()
    assert job.state == "done", job.error
    content = b"".join(client.get(f"/desk/exports/{job.public_id}/download/").streaming_content)
    return zipfile.ZipFile(io.BytesIO(content))


def test_every_document_stands_in_the_pack_and_in_its_index(client_for, officer, files):
    archive = packed(client_for(officer), "documents")

    names = [name for name in archive.namelist() if not name.startswith("index.")]
    assert len(names) == StoredFile.objects.filter(record="application").count() > 0
    assert all(archive.read(name) == PDF for name in names)
    index = archive.read("index.csv").decode("utf-8-sig")
    assert all(f'"{name}"' in index for name in names)
    assert all(f'<a href="{name}">' in archive.read("index.html").decode() for name in names)


def test_one_pdf_for_each_file(client_for, officer, files):
    archive = packed(client_for(officer), "dossiers")

    names = [name for name in archive.namelist() if name.endswith(".pdf")]
    assert names == [f"{file.reference}.pdf" for file in files]
    assert all(archive.read(name).startswith(b"%PDF-1.7") for name in names)


def test_an_administrator_packs_nothing(client_for, admin, files):
    assert client_for(admin).post(ADDRESS, {"form": "documents"}).status_code == 422
    assert not Job.objects.exists()


def test_a_link_keeps_the_file_out_of_the_pack(client_for, officer, files, at):
    declaring.declare(officer, files[0].startup, kind=InterestKind.PERSONAL, by=officer, at=at)

    archive = packed(client_for(officer), "dossiers")

    assert f"{files[0].reference}.pdf" not in archive.namelist()


def test_what_a_virus_was_found_in_stays_out_and_the_index_says_so(client_for, officer, files):
    bad = StoredFile.objects.filter(record="application").first()
    StoredFile.objects.filter(pk=bad.pk).update(scan=Scan.FOUND)

    archive = packed(client_for(officer), "documents")

    names = [name for name in archive.namelist() if not name.startswith("index.")]
    assert len(names) == StoredFile.objects.filter(record="application").count() - 1
    index = archive.read("index.csv").decode("utf-8-sig")
    assert index.count("retenu\u00a0: notre contrôle y a trouvé un virus") == 1
    assert archive.read("index.html").decode().count("<a href=") == len(names)
