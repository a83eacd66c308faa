"""What a blind jury reads: cleared documents and links, answers without names."""

import pytest

from incubator.applications.blind import masking
from incubator.applications.filling import answers, documents, drafting
from incubator.applications.models import Clearance, Redaction
from incubator.applications.submission import sending
from incubator.conflicts import declaring
from incubator.conflicts.states import InterestKind
from incubator.core import clock
from incubator.reviews import reading
from incubator.workflow.models import Event
from incubator.workflow.refusals import NotAllowed
from tests.world import reviews as world
from tests.world.applications import SENT, complete, pdf

AT = world.SCREENED
TOLD = "Kossiwa Zarnikou (kossiwa@exemple.tg, 90 12 34 56) a commencé à Kara."


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: world.SCORED)


@pytest.fixture
def file(call, founder, officer):
    """A file with the jury, whose problem names its lead."""
    draft = complete(call, founder)
    given = {"lead_last_name": "Zarnikou", "lead_first_names": "Kossiwa", "problem": TOLD}
    drafting.save_answers(draft, given, by=founder, at=draft.created_at)
    documents.attach(draft, "presentation", [pdf("Zarnikou.pdf")], by=founder, at=draft.created_at)
    sent = sending.submit(draft, by=founder, at=SENT)
    return world.in_review(sent, officer)


@pytest.fixture
def round_(file, officer):
    return world.open_round(file.call, officer)


def problem(round_, file):
    shown = reading.read(round_, file)
    everything = [each for asked in shown.grid for each in asked.shown] + shown.rest
    return next(each.text for each in everything if each.key == "problem")


def revision(file):
    return answers.last_revision(file)


def test_names_are_masked_before_anybody_looked(file, round_):
    assert problem(round_, file) == "[masqué] [masqué] ([masqué], [masqué]) a commencé à Kara."
    assert revision(file).answers["problem"] == TOLD


def test_an_officer_leaves_what_the_jury_may_read(file, round_, officer):
    (found,) = [each for each in masking.named(file, revision(file)) if each.key == "problem"]
    assert [line["text"] for line in found.passages] == [
        "Kossiwa", "Zarnikou", "kossiwa@exemple.tg", "90 12 34 56",
    ]  # fmt: skip

    masking.prepare(file, cleared=(), shown=[found.passages[0]["mark"]], by=officer, at=AT)

    assert problem(round_, file) == "Kossiwa [masqué] ([masqué], [masqué]) a commencé à Kara."
    assert set(Redaction.objects.filter(key="problem").values_list("text", "is_masked")) == {
        ("Kossiwa", False), ("Zarnikou", True), ("kossiwa@exemple.tg", True), ("90 12 34 56", True),
    }  # fmt: skip
    assert revision(file).answers["problem"] == TOLD


def test_an_officer_masks_other_words(file, round_, officer):
    masking.prepare(file, cleared=(), shown=(), extra=("problem", "à Kara"), by=officer, at=AT)

    assert problem(round_, file).endswith("a commencé [masqué].")
    with pytest.raises(masking.NotInTheAnswer):
        masking.prepare(file, cleared=(), shown=(), extra=("problem", "à Lomé"), by=officer, at=AT)
    with pytest.raises(masking.NotInTheAnswer):
        masking.prepare(file, cleared=(), shown=(), extra=("lead_phone", "90"), by=officer, at=AT)


def test_a_document_is_read_once_it_is_cleared(file, round_, officer):
    assert reading.document(round_, file, "presentation") is None

    world.cleared(file, officer)

    assert reading.document(round_, file, "presentation").name == "Document A.pdf"
    masking.prepare(file, cleared=(), shown=(), by=officer, at=AT)
    assert reading.document(round_, file, "presentation") is None
    assert not Clearance.objects.exists()


def test_a_document_the_form_hides_is_never_cleared(file, round_, officer):
    hidden = [public_id for slug in ("identite",) for public_id in revision(file).files.get(slug, [])]

    masking.prepare(file, cleared=hidden, shown=(), by=officer, at=AT)

    assert not Clearance.objects.exists()


def test_a_round_that_is_not_blind_reads_everything(file, round_):
    round_.is_blind = False

    assert problem(round_, file) == TOLD
    assert reading.document(round_, file, "presentation") is not None


def test_a_link_closes_the_preparation(file, officer):
    declaring.declare(officer, file.startup, kind=InterestKind.PERSONAL, by=officer, at=AT)

    with pytest.raises(NotAllowed):
        masking.prepare(file, cleared=(), shown=(), by=officer, at=AT)
    assert not Redaction.objects.exists()


def test_the_name_never_reaches_a_blind_juror(file, round_, officer, juror, client_for):
    hand = world.given(round_, file, juror, officer)
    page = f"/portal/jury/{round_.public_id}/files/{hand.number}/"
    client = client_for(juror)
    before, locked = client.get(page).content.decode(), client.get(f"{page}documents/presentation/")
    desk, url = client_for(officer), f"/desk/applications/{file.public_id}/blind/"
    shown = desk.get(url).content.decode()
    done = desk.post(url, {"clear": revision(file).files["presentation"]})

    after, paper = client.get(page).content.decode(), client.get(f"{page}documents/presentation/")
    read = paper.content

    assert read.startswith(b"%PDF-")
    assert (locked.status_code, paper.status_code, done.status_code) == (404, 200, 302)
    assert "Non montré dans une lecture à l’aveugle." in before
    assert "<mark>" in shown
    for text in (before, after, paper["Content-Disposition"]):
        assert not [word for word in ("Zarnikou", "Kossiwa", "90 12 34 56", "exemple.tg") if word in text]
    assert Event.objects.get(verb="application.clear").data["cleared"] == 1


def test_words_that_are_not_there_come_back_with_the_page(file, officer, client_for):
    url = f"/desk/applications/{file.public_id}/blind/"

    answer = client_for(officer).post(url, {"extra-key": "problem", "extra-text": "introuvable"})

    assert answer.status_code == 422
    assert 'value="introuvable"' in answer.content.decode()
    assert not Redaction.objects.exists()


def test_the_documents_of_a_file_are_cleared_together_from_its_page(file, client_for, officer):
    papers = masking.to_clear(file, revision(file))
    assert len(papers) > 1
    client, page = client_for(officer), f"/desk/applications/{file.public_id}/"
    assert client.get(page).content.decode().count('name="clear"') == len(papers)

    answer = client.post(f"{page}clear/", {"clear": [paper.what for paper in papers[:-1]] + ["unknown"]})

    assert answer["Location"] == f"{page}#documents"
    assert [paper.cleared for paper in masking.to_clear(file, revision(file))] == [
        *[True] * (len(papers) - 1), False,
    ]  # fmt: skip
    assert Event.objects.of(file).get(verb="application.clear").data == {"cleared": len(papers) - 1}
    ticks = client.get(page).content.decode().split('name="clear"')[1:]
    assert ["checked" in tick.split(">")[0] for tick in ticks] == [*[True] * (len(papers) - 1), False]


def test_clearing_documents_leaves_the_masks_alone(file, round_, officer):
    masking.prepare(file, cleared=(), shown=(), extra=("problem", "à Kara"), by=officer, at=AT)

    masking.clear(file, cleared=(), by=officer, at=AT)

    assert problem(round_, file).endswith("a commencé [masqué].")


def test_an_administrator_clears_nothing(file, client_for, admin):
    what = [paper.what for paper in masking.to_clear(file, revision(file))]
    client, page = client_for(admin), f"/desk/applications/{file.public_id}/"

    assert client.post(f"{page}clear/", {"clear": what}).status_code == 403
    assert not Clearance.objects.exists()
    assert 'name="clear"' not in client.get(page).content.decode()
