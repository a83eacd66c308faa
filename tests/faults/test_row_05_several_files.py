"""A question for files keeps as many as it allows: listed, in their order, removable; what is one too many is named."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from incubator.applications.casework import printing
from incubator.applications.filling import answers, documents, drafting
from incubator.applications.filling.answer_set import Contents
from incubator.applications.submission import sending
from incubator.core import clock
from incubator.files import storing
from incubator.files.models import StoredFile, UploadSession
from incubator.programmes.call_file.loading import load_call
from incubator.reviews import reading
from tests.corpora.test_uploads import text_of
from tests.incubator.files.conftest import private
from tests.world import applications as world
from tests.world.programmes import BEFORE, publish, sample_data

__all__ = ["private"]
pytestmark = pytest.mark.django_db
KEY = "receipts"


@pytest.fixture
def draft(centre, officer, director, founder, monkeypatch, private):
    """A draft whose third step asks for two or three files."""
    monkeypatch.setattr(clock, "now", lambda: world.DRAFTED)
    data = sample_data()
    asked = {
        "key": KEY, "type": "file", "label_fr": "Vos reçus", "label_en": "Your receipts", "formats": ["pdf", "jpg"],
        "max_mb": 2, "min_items": 2, "max_items": 3, "required": True, "reviewer_visible": True,
        "data_class": "internal",
    }  # fmt: skip
    data["call"]["form"][2]["fields"].append(asked)
    return world.draft(publish(load_call(data, by=officer, at=BEFORE), officer, director), founder)


def pdf(name):
    """A PDF of its own: one that was kept already is not kept twice."""
    return SimpleUploadedFile(name, world.PDF + b"% " + name.encode(), content_type="application/pdf")


def names(application):
    return [file.name for file in Contents.read(application).files.get(KEY, [])]


def attach(application, founder, *sent):
    return documents.attach(application, KEY, [pdf(each) for each in sent], by=founder, at=world.DRAFTED)


def test_the_second_stands_beside_the_first(draft, founder):
    attach(draft, founder, "un.pdf")
    attach(draft, founder, "deux.pdf", "trois.pdf")

    assert names(draft) == ["un.pdf", "deux.pdf", "trois.pdf"]


def test_one_too_many_is_named_and_the_others_are_kept(draft, founder):
    with pytest.raises(storing.FileRefused) as refusal:
        attach(draft, founder, "un.pdf", "deux.pdf", "trois.pdf", "quatre.pdf")

    assert names(draft) == ["un.pdf", "deux.pdf", "trois.pdf"]
    assert "quatre.pdf" in str(refusal.value)
    assert "un.pdf" not in str(refusal.value)


def test_the_same_file_is_not_kept_twice(draft, founder):
    attach(draft, founder, "un.pdf")
    attach(draft, founder, "un.pdf")

    assert names(draft) == ["un.pdf"]


def test_a_bad_one_stops_no_good_one(draft, founder):
    bad = SimpleUploadedFile("note.pdf", b"bonjour")

    with pytest.raises(storing.FileRefused, match=r"note\.pdf"):
        documents.attach(draft, KEY, [pdf("un.pdf"), bad, pdf("deux.pdf")], by=founder, at=world.DRAFTED)

    assert names(draft) == ["un.pdf", "deux.pdf"]


def test_fewer_than_asked_is_said(draft, founder):
    def said():
        return [item.sentence for item in Contents.read(draft).missing() if item.key == KEY]

    before = said()
    attach(draft, founder, "un.pdf")
    between = said()
    attach(draft, founder, "deux.pdf")

    assert (len(before), said()) == (1, [])
    assert between == ["«\u00a0Vos reçus\u00a0»\u00a0: ajoutez au moins 2 fichiers."] or "2" in between[0]


def test_the_step_takes_lists_and_removes_them_without_javascript(draft, founder, client_for):
    browser = client_for(founder)
    address = f"/portal/applications/{draft.ref}/form/3/"

    sent = browser.post(address, {KEY: [pdf("un.pdf"), pdf("deux.pdf")], "pitch": "Un pitch", "then": "stay"})
    page = unescape(browser.get(address).content.decode())
    first = StoredFile.objects.get(name="un.pdf")
    gone = browser.post(address, {"problem": "Le soja manque", "remove": first.public_id})

    assert (sent.status_code, gone.status_code) == (302, 302)
    assert page.index("un.pdf") < page.index("deux.pdf")
    assert "Fichiers gardés\u00a0: 2 sur 3." in page
    # Enter in a question presses the first button of the form: it is not the one that removes.
    buttons = re.findall(r"<button[^>]*>", page[page.index('id="step-form"') :])
    assert 'name="remove"' not in buttons[0]
    assert names(draft) == ["deux.pdf"]
    assert answers.read(draft)["problem"] == "Le soja manque"


def test_what_the_page_was_told_of_pieces_is_said_with_what_was_kept(draft, founder, client_for):
    answer = client_for(founder).post(
        f"/portal/applications/{draft.ref}/form/3/",
        {
            KEY: [pdf("un.pdf")],
            f"{KEY}:refused": "«\u00a0note.txt\u00a0» n’a pas été ajouté <b>",
            "pitch": "Un pitch",
        },
    )

    assert (answer.status_code, names(draft)) == (400, ["un.pdf"])
    assert "note.txt" in text_of(answer)
    assert "n’a pas été ajouté <b>" not in answer.content.decode()
    assert answers.read(draft)["pitch"] == "Un pitch"


def test_they_come_in_pieces_too(draft, founder, client_for):
    browser, refs = client_for(founder), []
    for name in ("un.pdf", "deux.pdf"):
        content = pdf(name).read()
        begun = browser.post(
            f"/portal/applications/{draft.ref}/documents/begin/",
            {"slug": KEY, "name": name, "size": len(content)},
        ).json()
        browser.put(f"{begun['address']}?offset=0", content, content_type="application/pdf")
        refs.append(begun["ref"])

    browser.post(f"/portal/applications/{draft.ref}/form/3/", {f"{KEY}:arrived": refs, "then": "stay"})

    assert names(draft) == ["un.pdf", "deux.pdf"]
    assert not UploadSession.objects.exists()


def test_the_file_sent_holds_them_everywhere(draft, founder, client_for):
    drafting.save_answers(draft, world.sample_answers(), by=founder, at=world.DRAFTED)
    world.add_documents(draft, founder)
    file = StoredFile.objects.of("application", draft.pk).get(purpose=KEY)
    documents.detach(draft, file, by=founder, at=world.DRAFTED)
    attach(draft, founder, "un.pdf", "deux.pdf")
    review = client_for(founder).get(f"/portal/applications/{draft.ref}/review/").content.decode()

    sent = sending.submit(draft, by=founder, at=world.SENT)

    revision = answers.last_revision(sent)
    kept = dict(StoredFile.objects.values_list("public_id", "name"))
    assert [kept[ref] for ref in revision.files[KEY]] == ["un.pdf", "deux.pdf"]
    assert review.index("un.pdf") < review.index("deux.pdf")
    printed = printing.content_of(revision)
    assert [name for label, name in printed["documents"] if "un.pdf" in str(name) or "deux.pdf" in str(name)]
    shown = reading._documents(sent, revision, blind=False)
    assert [shown[key].file is not None for key in (KEY, f"{KEY}.2")] == [True, True]
    assert all("un.pdf" not in each.file.name for each in shown.values() if each.file)
