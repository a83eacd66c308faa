"""Kind: an upload that stays "stopped on its way" for ever – wherever it is shown, it can be given up, or added when whole."""

import hashlib
from datetime import timedelta

import pytest
from django.urls import reverse

from incubator.applications.casework import screening
from incubator.applications.filling import documents, drafting, presenting
from incubator.applications.filling.definitions import definition_of
from incubator.applications.models import Application
from incubator.applications.submission import sending
from incubator.core import clock
from incubator.files import uploading
from incubator.files.models import StoredFile, UploadSession
from tests.faults.test_row_05_several_files import KEY, attach, draft
from tests.incubator.files.conftest import private
from tests.world import applications as world

__all__ = ["draft", "private"]
pytestmark = pytest.mark.django_db
AT = world.DRAFTED
# A PDF of two pieces.
DATA = world.PDF + b"%" + b"x" * uploading.CHUNK
PAPER = "identite"


@pytest.fixture
def returned(draft, founder, officer, monkeypatch) -> Application:
    """The same file, sent, and returned for its papers."""
    attach(draft, founder, "un.pdf", "deux.pdf")
    drafting.save_answers(draft, world.sample_answers(), by=founder, at=AT)
    world.add_documents(draft, founder)
    file = sending.submit(draft, by=founder, at=world.SENT)
    items = [{"key": key, "reason": "Illisible."} for key in (KEY, PAPER)]
    later = world.SENT + timedelta(days=1)
    screening.return_for_correction(file, items=items, due_at=later + timedelta(days=9), by=officer, at=later)
    monkeypatch.setattr(clock, "now", lambda: later)
    file.refresh_from_db()
    return file


def sent(file: Application, slug: str, founder, *, pieces: int) -> UploadSession:
    """A file of two pieces of which some arrived."""
    session = documents.begin(
        file, slug, name="recu.pdf", size=len(DATA), sha256=hashlib.sha256(DATA).hexdigest(), by=founder, at=clock.now()
    )  # fmt: skip
    for start in range(0, pieces * uploading.CHUNK, uploading.CHUNK):
        uploading.receive(session, start, DATA[start : start + uploading.CHUNK], at=clock.now())
    return session


def papers_of(file: Application, slug: str) -> list[str]:
    return list(
        StoredFile.objects.of("application", file.pk).filter(purpose=slug).values_list("name", flat=True)
    )


@pytest.fixture(params=["documents", "step", "corrections: paper", "corrections: question"])
def place(request):
    """Each page that asks for files: the file, its address, the document asked for."""
    door, _colon, what = request.param.partition(": ")
    file = request.getfixturevalue("returned" if door == "corrections" else "draft")
    slug = KEY if door == "step" or what == "question" else PAPER
    steps = {"documents": "documents", "step": definition_of(file.form_version).steps[2].key}
    if door == "corrections":
        return file, reverse("applications:corrections", kwargs={"ref": file.ref}), slug
    return file, presenting.step_address(file, steps[door]), slug


def test_it_can_be_given_up(place, founder, client_for):
    file, address, slug = place
    session, browser = sent(file, slug, founder, pieces=1), client_for(founder)
    assert f'name="forget" value="{session.public_id}"' in browser.get(address).content.decode()

    answer = browser.post(address, {"slug": slug, "forget": session.public_id})

    assert answer.status_code == 302
    assert not UploadSession.objects.exists()
    assert 'name="forget"' not in browser.get(address).content.decode()
    file.refresh_from_db()
    assert file.state in ("draft", "returned")


def test_it_is_added_once_it_is_whole(place, founder, client_for):
    file, address, slug = place
    session, browser = sent(file, slug, founder, pieces=2), client_for(founder)
    assert f'name="take" value="{session.public_id}"' in browser.get(address).content.decode()

    assert browser.post(address, {"slug": slug, "take": session.public_id}).status_code == 302
    assert "recu.pdf" in papers_of(file, slug)
    assert not UploadSession.objects.exists()


def test_what_is_not_whole_is_not_added(place, founder, client_for):
    file, address, slug = place
    session, browser = sent(file, slug, founder, pieces=1), client_for(founder)
    assert 'name="take"' not in browser.get(address).content.decode()

    assert browser.post(address, {"slug": slug, "take": session.public_id}).status_code == 410
    assert "recu.pdf" not in papers_of(file, slug)


def test_nobody_gives_up_what_somebody_else_sends(draft, founder, outsider, client_for):
    session = sent(draft, PAPER, founder, pieces=1)
    address = reverse("applications:documents", kwargs={"ref": draft.ref})

    client_for(outsider).post(address, {"slug": PAPER, "forget": session.public_id})
    assert UploadSession.objects.filter(pk=session.pk).exists()
