import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from incubator.files import storing
from incubator.workflow import deciding
from incubator.workflow.deciding import ALLOWED, Rule, denied
from tests.incubator.files import samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(private, founder, at):
    return storing.store(
        SimpleUploadedFile("pièce.pdf", samples.PDF), record="thing", record_id=1, purpose="", formats=["pdf"],
        max_bytes=2_000_000, by=founder, at=at,
    )  # fmt: skip


@pytest.fixture
def _uploader_only(monkeypatch):
    def policy(actor, file, at):
        return ALLOWED if file.uploaded_by == actor else denied("Non.")

    monkeypatch.setitem(deciding.REGISTRY, "thing.read_file", Rule("thing.read_file", "", policy))


@pytest.mark.usefixtures("_uploader_only")
def test_download_is_an_attachment_that_nothing_runs(file, founder, client_for):
    answer = client_for(founder).get(f"/files/{file.public_id}/")

    assert (answer.status_code, answer.getvalue()) == (200, samples.PDF)
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''pi%C3%A8ce.pdf"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.usefixtures("_uploader_only")
def test_download_behind_a_proxy_names_the_file_to_send(file, founder, client_for, settings):
    settings.PRIVATE_ACCEL_PREFIX = "/protected/"

    answer = client_for(founder).get(f"/files/{file.public_id}/")

    assert (answer.content, answer["X-Accel-Redirect"]) == (b"", f"/protected/{file.key}")


@pytest.mark.usefixtures("_uploader_only")
def test_download_by_somebody_else_is_404(file, outsider, client_for):
    assert client_for(outsider).get(f"/files/{file.public_id}/").status_code == 404


def test_download_without_a_policy_is_404(file, founder, client_for):
    assert client_for(founder).get(f"/files/{file.public_id}/").status_code == 404


@pytest.mark.usefixtures("_uploader_only")
def test_download_of_a_lost_file_is_404(file, private, founder, client_for):
    (private / file.key).unlink()

    assert client_for(founder).get(f"/files/{file.public_id}/").status_code == 404


def test_download_asks_for_a_sign_in(file):
    assert Client().get(f"/files/{file.public_id}/").status_code == 302
