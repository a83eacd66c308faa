"""Packs of whole files: complete, with an index, and for the office alone."""

import io
import zipfile
from datetime import timedelta

import pytest

from incubator.applications.exports import packing, views
from incubator.conflicts import declaring
from incubator.conflicts.states import InterestKind
from incubator.core import clock
from incubator.documents import typesetting
from incubator.files.models import StoredFile
from incubator.files.states import Scan
from incubator.jobs import runner
from incubator.jobs.models import Job
from incubator.portal.personal import readings
from incubator.workflow.models import Event
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
    return zipfile.ZipFile(io.BytesIO(made(client, what)))


def made(client, what: str) -> bytes:
    assert client.post(ADDRESS, {"form": what})["Location"] == "/desk/exports/?follow=1"
    job = Job.objects.latest("pk")
    runner.make(job.pk, at=world.SCREENED)
    job.refresh_from_db()
    assert job.state == "done", job.error
    return b"".join(client.get(f"/desk/exports/{job.public_id}/download/").streaming_content)


@pytest.mark.parametrize("what", ["documents", "dossiers", "csv"])
def test_each_file_that_left_is_noted_for_its_people_once(client_for, officer, files, monkeypatch, what):
    monkeypatch.setattr(views, "AT_ONCE", 1)
    made(client_for(officer), what)

    noted = Event.objects.filter(verb="row.export").values_list("subject_ref", "actor").order_by("pk")
    assert list(noted) == [(file.reference, officer.pk) for file in files]
    lead = files[0].team.get().person
    assert [(one.how, one.record) for one in readings.of(lead)] == [
        ("emporté dans un tableau ou une archive", f"{files[0].reference} · {files[0].startup.name}")
    ]
    # Neither the history of the file nor an undo of an import counts it as an act.
    assert not Event.objects.of(files[0]).filter(verb="row.export").exists()


def test_a_table_at_once_is_noted_for_the_files_it_holds(client_for, officer, files):
    b"".join(client_for(officer).post(ADDRESS, {"form": "csv"}).streaming_content)

    assert Event.objects.filter(verb="row.export").count() == 2


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


@pytest.fixture
def papers(monkeypatch):
    """What is handed to the template of each document, instead of its PDF."""
    told = []
    monkeypatch.setattr(
        typesetting, "pdf", lambda name, data: told.append({"template": name, **data}) or b"%PDF-x"
    )
    return told


def test_one_pdf_of_all_the_files(client_for, officer, files):
    content = made(client_for(officer), "pack")

    assert content.startswith(b"%PDF-1.7")
    assert b"/Outlines" in content
    job = Job.objects.latest("pk")
    assert job.file.name == "candidatures-pack.pdf"
    assert job.file.content_type == "application/pdf"


def test_the_one_pdf_lists_its_files_and_says_which_are_missing(client_for, officer, files, papers, at):
    declaring.declare(officer, files[0].startup, kind=InterestKind.PERSONAL, by=officer, at=at)
    client_for(officer).post(ADDRESS, {"form": "pack"})
    job = Job.objects.latest("pk")
    Job.objects.filter(pk=job.pk).update(keys=[file.pk for file in files], total=2)

    runner.make(job.pk, at=world.SCREENED)

    (told,) = papers
    assert (told["template"], told["reference"]) == ("pack", "1 candidature · Toutes")
    assert [file["reference"] for file in told["files"]] == [files[1].reference]
    assert told["lead"] == (
        "1 dossier, tel qu’il a été envoyé en dernier. "
        "1 dossier choisi n’est pas ici\u00a0: vous ne le lisez plus."
    )


def dies_after(papers):
    """Set one document, then end like a killed process."""
    whole = typesetting.pdf

    def pdf(name, data):
        if papers:
            raise SystemExit
        return whole(name, data)

    return pdf


def test_above_its_size_the_one_pdf_comes_in_volumes_that_survive_a_dead_process(
    client_for, officer, files, papers, monkeypatch
):
    monkeypatch.setattr(packing.OnePdf, "chunk", 1)
    client_for(officer).post(ADDRESS, {"form": "pack"})
    job = Job.objects.latest("pk")

    with monkeypatch.context() as dying:
        dying.setattr(typesetting, "pdf", dies_after(papers))
        with pytest.raises(SystemExit):
            runner.make(job.pk, at=world.SCREENED)
    job.refresh_from_db()
    assert (job.state, job.done, job.total, len(papers)) == ("running", 1, 2, 1)
    runner.make(job.pk, at=world.SCREENED + timedelta(minutes=3))

    job.refresh_from_db()
    assert (job.state, job.file.name, job.file.content_type) == (
        "done",
        "candidatures-pack.zip",
        "application/zip",
    )
    content = b"".join(client_for(officer).get(f"/desk/exports/{job.public_id}/download/").streaming_content)
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert names == ["candidatures-pack-1.pdf", "candidatures-pack-2.pdf"]
    assert len(papers) == 2
    assert papers[1]["lead"].endswith("Places 2 à 2 sur les 2 dossiers choisis.")
