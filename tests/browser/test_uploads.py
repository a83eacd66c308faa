"""Files over a line that is cut, and without scripts: the same octets are stored, and none leaves twice."""

import hashlib

import pytest
from playwright.sync_api import Page, Route, expect

from incubator.files.models import StoredFile, UploadSession
from incubator.files.uploading import CHUNK
from tests.incubator.files import samples
from tests.world import applications as world

pytestmark = pytest.mark.browser
DATA = samples.PDF[:-7] + bytes(range(256)) * 5_000 + samples.PDF[-7:]  # five pieces
FILE = {"name": "plan d’action.pdf", "mimeType": "application/pdf", "buffer": DATA}
SLUG = "presentation"


@pytest.fixture
def draft(call, founder):
    return world.draft(call, founder)


def choose(page: Page, draft, files=FILE) -> None:
    page.goto(f"/portal/applications/{draft.ref}/documents/")
    page.set_input_files(f"#file-{SLUG}", files)
    page.locator(f"#{SLUG} button").last.click()


def pieces(page: Page) -> list[int]:
    """The offsets of the pieces that left, as they leave."""
    sent: list[int] = []
    page.on(
        "request",
        lambda request: sent.append(int(request.url.rpartition("=")[2])) if request.method == "PUT" else None,
    )
    return sent


def cut_after(page: Page, offset: int) -> None:
    """The line lets pieces through up to that one, then nothing."""

    def pass_or_cut(route: Route) -> None:
        if route.request.method == "PUT" and int(route.request.url.rpartition("=")[2]) >= offset:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/files/arriving/**", pass_or_cut)


def is_stored(draft) -> None:
    stored = StoredFile.objects.of("application", draft.pk).get(purpose=SLUG)
    assert (stored.name, stored.size) == (FILE["name"], len(DATA))
    assert stored.sha256 == hashlib.sha256(DATA).hexdigest()
    assert UploadSession.objects.count() == 0


def test_a_cut_line_goes_on_by_itself_when_it_returns(draft, founder, phone):
    page = phone(founder)
    sent = pieces(page)
    cut_after(page, 2 * CHUNK)
    choose(page, draft)

    told = page.locator(f"#{SLUG} .on-its-way p").first
    expect(told).to_have_text(
        "Pas de réseau. 524\u00a0Ko sur 1,3\u00a0Mo sont arrivés\u00a0; le reste part tout seul au retour du réseau."
        " Laissez cette page ouverte."
    )
    page.unroute("**/files/arriving/**")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Document ajouté")).to_be_visible()

    is_stored(draft)
    assert sorted(set(sent)) == [n * CHUNK for n in range(5)]
    assert [sent.count(n * CHUNK) for n in (0, 1, 3, 4)] == [1, 1, 1, 1]


def test_after_a_reload_only_the_rest_is_sent(draft, founder, phone):
    first = phone(founder)
    cut_after(first, 3 * CHUNK)
    choose(first, draft)
    expect(first.locator(f"#{SLUG} .on-its-way p").first).to_contain_text("Pas de réseau")
    first.close()

    page = phone(founder)
    sent = pieces(page)
    page.goto(f"/portal/applications/{draft.ref}/documents/")
    expect(page.locator(f"#{SLUG}")).to_contain_text(
        "«\u00a0plan d’action.pdf\u00a0» s’est arrêté en route\u00a0: 786\u00a0Ko sur 1,3\u00a0Mo sont arrivés."
    )
    choose(page, draft)
    expect(page.get_by_text("Document ajouté")).to_be_visible()

    is_stored(draft)
    assert sent == [3 * CHUNK, 4 * CHUNK]


def test_sending_is_stopped_with_the_keyboard(draft, founder, phone):
    page = phone(founder)
    cut_after(page, CHUNK)
    choose(page, draft)
    stop = page.get_by_role("button", name="Arrêter l’envoi")
    stop.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("alert")).to_have_text("Envoi arrêté. Rien n’a été ajouté.")
    assert StoredFile.objects.of("application", draft.pk).count() == 0
    page.goto(f"/portal/applications/{draft.ref}/documents/")
    assert UploadSession.objects.count() == 0


def test_a_refusal_is_said_in_place_and_nothing_sideways(draft, founder, phone):
    page = phone(founder)
    page.set_viewport_size({"width": 320, "height": 640})
    long = {**FILE, "name": "a" * 100 + ".mp4", "buffer": samples.MP4 + bytes(400_000)}
    choose(page, draft, long)

    expect(page.get_by_role("alert")).to_contain_text("n’a pas été ajouté\u00a0: c’est une vidéo.")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_several_photos_in_pieces_become_one_document(draft, founder, phone):
    page = phone(founder)
    photos = [
        {
            "name": f"page{n}.jpg",
            "mimeType": "image/jpeg",
            "buffer": samples.image(size=(900, 700), noise=True),
        }
        for n in (1, 2)
    ]
    page.goto(f"/portal/applications/{draft.ref}/documents/")
    page.set_input_files("#file-identite", photos)
    page.locator("#identite button").last.click()

    expect(page.get_by_text("Document ajouté")).to_be_visible()
    stored = StoredFile.objects.of("application", draft.pk).get(purpose="identite")
    assert (stored.name, stored.content_type) == ("page1.pdf", "application/pdf")


def test_without_scripts_the_plain_form_sends_it_whole(draft, founder, phone):
    page = phone(founder, scripts=False)
    choose(page, draft)

    expect(page.get_by_text("Document ajouté")).to_be_visible()
    is_stored(draft)
