"""The first page of the CMS: what waits for the person, exactly, and nothing of another programme."""

import html
import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from time_machine import travel
from wagtail.documents import get_document_model
from wagtail.models import Page

from cms import publishing
from cms.dashboard import links, panels
from cms.fields import BodyField
from cms.models import BasePage, CallPage, StandardPage, StoryIndexPage, StoryPage
from incubator.people.models import User
from incubator.programmes.models import Call, Programme
from incubator.programmes.preparation import approval
from tests.conftest import make_person
from tests.faults.posting import sent
from tests.world.programmes import BEFORE, load_sample_call

pytestmark = pytest.mark.usefixtures("site")
DAY = timedelta(days=1)
NOW = datetime(2027, 2, 10, 9, 0, tzinfo=UTC)
NAMES = [panel.name for panel in panels.PANELS]


@pytest.fixture(autouse=True)
def _now(site):
    """Open the site before the tests, which happen in February."""
    Page.objects.filter(depth__gt=1).update(first_published_at=BEFORE, last_published_at=BEFORE)
    with travel(NOW, tick=False):
        yield


@pytest.fixture
def call(officer, director) -> Call:
    """The sample call with its two pages live; it closes on 5 March."""
    call = load_sample_call(officer)
    approval.propose(call, by=officer, at=BEFORE)
    approval.approve(call, by=director, at=BEFORE)
    publishing.publish(call, by=officer, at=BEFORE)
    return Call.objects.get(pk=call.pk)


@pytest.fixture
def foreign(call) -> User:
    """An officer who works on another programme."""
    person = make_person("ailleurs", "officer")
    other = Programme.objects.create(slug="ailleurs", title_fr="Ailleurs", centre=call.programme.centre)
    other.staff.create(person=person)
    call.programme.staff.create(person=make_person("ici", "officer"))
    return person


def shown(client, language: str = "fr") -> dict[str, list[tuple[str, str, str]]]:
    """Return the rows of each panel as they stand on the page: name, address, note."""
    text = client.get("/cms/", {"lang": language}).content.decode()
    found = {}
    for name, inside in re.findall(
        r'<section class="desk-panel" id="([^"]+)"(.*?)</section>', text, re.DOTALL
    ):
        rows = re.findall(r'<li><a href="([^"]*)"[^>]*>(.*?)</a> <span>(.*?)</span></li>', inside)
        found[name] = [tuple(map(said, (title, address, note))) for address, title, note in rows]
    return found


def said(text: str) -> str:
    return html.unescape(text).replace("\xa0", " ").replace("\u202f", " ")


def edit(page: Page) -> str:
    return f"/cms/pages/{page.pk}/edit/"


def story(title: str = "Atelier ouvert", language: str = "fr", body: str = "", **more) -> StoryPage:
    index = StoryIndexPage.objects.get(locale__language_code=language)
    stream = [{"type": "text", "value": body}] if body else []
    page = index.add_child(
        instance=StoryPage(
            title=title,
            day="2027-02-01",
            lead="Ouvert.",
            body=json.dumps(stream),
            locale=index.locale,
            **more,
        )
    )
    page.save_revision().publish()
    return page


def published(page: Page, at: datetime) -> None:
    """Publish a page again at an instant."""
    with travel(at, tick=False):
        page.refresh_from_db()
        page.save_revision().publish()


def test_the_panels_stand_in_their_order_and_say_calmly_that_nothing_waits(editor, client_for):
    for language, sentence in (
        ("fr", "Aucun appel ne se clôture dans les 30 jours."),
        ("en", "No call closes in the next 30 days."),
    ):
        page = client_for(editor).get("/cms/", {"lang": language}).content.decode()
        assert re.findall(r'<section class="desk-panel" id="([^"]+)"', page) == NAMES
        assert sentence in said(page)
        assert 'id="awaiting-review' not in page and 'id="objects-in-workflow' not in page
    assert shown(client_for(editor)) == {name: [] for name in NAMES}


def test_a_call_that_closes_soon_stands_with_the_state_of_its_pages(call, editor, client_for):
    fr, en = (CallPage.objects.get(call=call, locale__language_code=code) for code in ("fr", "en"))
    (row,) = shown(client_for(editor))["calls-closing"]
    assert row[2] == "clôture le vendredi 5 mars 2027, en ligne dans les deux langues"
    en.unpublish()
    rows = shown(client_for(editor))["calls-closing"]

    title = said(call.title_fr)
    note = "clôture le vendredi 5 mars 2027, en ligne en français, brouillon en anglais"
    assert rows == [(title, edit(fr), note)]
    (row,) = shown(client_for(editor), "en")["calls-closing"]
    assert row[1:] == (edit(en), "closes on Friday 5 March 2027, live in French, draft in English")
    index = fr.get_parent()
    assert (
        f'<a href="/cms/pages/{index.pk}/">Tout voir</a>'
        in client_for(editor).get("/cms/", {"lang": "fr"}).content.decode()
    )


@pytest.mark.parametrize(
    "away",
    [
        {"closes_at": NOW + 31 * DAY}, {"closes_at": NOW - DAY}, {"is_rolling": True}, {"is_practice": True},
        {"state": "approved"}, {"state": "cancelled"},
    ],
)  # fmt: skip
def test_a_call_that_does_not_close_soon_is_not_named(away, call, editor, client_for):
    Call.objects.filter(pk=call.pk).update(**away)

    assert shown(client_for(editor))["calls-closing"] == []


def test_a_window_that_closes_soon_counts_by_its_own_closing(call, editor, client_for):
    Call.objects.filter(pk=call.pk).update(several_windows=True, closes_at=NOW + 300 * DAY)
    for first in (-20, 40):
        call.windows.create(opens_at=NOW + first * DAY, closes_at=NOW + (first + 30) * DAY)

    (row,) = shown(client_for(editor))["calls-closing"]
    assert row[2].startswith("clôture le samedi 20 février 2027,")


def test_pages_wait_for_their_review_then_those_with_changes(editor, officer, client_for):
    changed, waits, due = story("Changée"), story("À relire"), story("Programmée")
    changed.lead = "Autre."
    changed.save_revision()
    due.go_live_at = NOW + DAY
    due.save_revision().publish()
    browser = client_for(editor)
    form = browser.get(edit(waits)).context["form"]
    assert browser.post(edit(waits), sent(form) | {"action-submit": "1"}).status_code == 302
    draft = StoryIndexPage.objects.get(locale__language_code="en").add_child(
        instance=StoryPage(title="Never out", day="2027-02-01", lead="Open.", live=False)
    )
    with travel(NOW - DAY, tick=False):
        draft.save_revision()

    day = "modifiée le 10 février 2027"
    assert shown(client_for(officer))["pages-waiting"] == [
        ("À relire", edit(waits), f"attend sa relecture, {day}"),
        ("Changée", edit(changed), f"modifications pas encore publiées, {day}"),
        ("Never out", edit(draft), "brouillon, pas encore publié, modifiée le 9 février 2027"),
    ]
    assert f'<a href="{edit(draft)}" lang="en">' in browser.get("/cms/", {"lang": "fr"}).content.decode()


def test_the_french_is_newer_then_translated_and_the_english_newer_once_it_changes_again(editor, client_for):
    fr, en = _twins()
    browser = client_for(editor)
    assert shown(browser)["twins-apart"] == []

    published(fr, BEFORE + 3 * DAY)
    note = "le français est plus récent : français du 7 janvier 2027, anglais du 4 janvier 2027"
    assert shown(browser)["twins-apart"] == [(en.title, edit(en), note)]

    published(en, BEFORE + 5 * DAY)
    assert shown(browser)["twins-apart"] == [], "a translation that follows says the same"

    published(en, BEFORE + 8 * DAY)
    note = "l’anglais est plus récent : anglais du 12 janvier 2027, français du 7 janvier 2027"
    assert shown(browser)["twins-apart"] == [(fr.title, edit(fr), note)]

    fr.unpublish()
    assert shown(browser)["twins-apart"] == [], "what is not live is not behind"


def _twins() -> tuple[Page, Page]:
    """The page about the centre in both languages, the French one a moment older, as the site is opened."""
    fr = StandardPage.objects.get(slug="centre", locale__language_code="fr")
    en = StandardPage.objects.get(translation_key=fr.translation_key, locale__language_code="en")
    Page.objects.filter(locale__language_code="en").update(
        first_published_at=BEFORE + timedelta(seconds=1), last_published_at=BEFORE + timedelta(seconds=1)
    )
    return fr, en


def test_the_pages_of_a_call_published_in_one_act_say_the_same(call, editor, client_for):
    assert shown(client_for(editor))["twins-apart"] == []


def test_links_to_what_is_gone_or_not_live_are_named(editor, client_for):
    there, hidden, gone = story("Là"), story("Retirée"), story("Effacée")
    document = get_document_model().objects.create(title="Guide", file="guide.pdf")
    lost = get_document_model().objects.create(title="Perdu", file="perdu.pdf")
    words = "".join(
        f'<p><a linktype="{kind}" id="{row.pk}">x</a></p>'
        for kind, row in (
            ("page", there),
            ("page", hidden),
            ("page", gone),
            ("document", document),
            ("document", lost),
        )
    )
    page = story("Avec des liens", body=f'{words}<p><a href="https://example.test/">dehors</a></p>')
    draft = story("Brouillon", body=words)
    draft.unpublish()
    hidden.unpublish()
    gone.delete()
    lost.delete()

    notes = {
        note for title, address, note in shown(client_for(editor))["broken-links"] if address == edit(page)
    }
    assert notes == {
        "un lien mène à « Retirée », qui n’est pas en ligne",
        "un lien mène à une page qui n’existe plus",
        "un lien mène à un document qui n’existe plus",
    }
    assert len(shown(client_for(editor))["broken-links"]) == 3, "a draft leads nobody anywhere"


def test_every_kind_of_page_that_holds_rich_text_is_read():
    with_a_body = [
        model
        for model in BasePage.__subclasses__()
        if any(isinstance(field, BodyField) for field in model._meta.get_fields())
    ]
    assert set(links.models_with_a_body()) == set(with_a_body) and len(with_a_body) == 4


def test_an_officer_sees_nothing_of_another_programme(call, foreign, officer, editor, client_for):
    fr = CallPage.objects.get(call=call, locale__language_code="fr")
    secret = fr.title
    published(fr, NOW + timedelta(hours=1))
    fr.refresh_from_db()
    fr.has_unpublished_changes = True
    fr.body = json.dumps([{"type": "text", "value": '<a linktype="page" id="987654">x</a>'}])
    fr.save()
    news = story("Actualité", body=f'<a linktype="page" id="{fr.pk}">x</a>')

    seen = shown(client_for(editor))
    assert [len(seen[name]) for name in NAMES] == [1, 1, 1, 1]
    page = client_for(foreign).get("/cms/", {"lang": "fr"}).content.decode()
    assert said(secret) not in said(page) and said(call.title_fr) not in said(page)
    assert shown(client_for(foreign)) == {name: [] for name in NAMES}

    # A link of a page of theirs to a page that is closed to them: said, without its title.
    Page.objects.filter(pk=fr.pk).update(live=False)
    rows = shown(client_for(foreign))["broken-links"]
    assert rows == [("Actualité", edit(news), "un lien mène à une page qui n’est pas en ligne")]


def test_at_most_five_rows_stand_in_a_panel_and_the_others_are_counted(editor, client_for):
    for number in range(8):
        story(f"Page {number}").save_revision()
    StoryPage.objects.update(has_unpublished_changes=True)

    page = client_for(editor).get("/cms/", {"lang": "fr"}).content.decode()
    assert len(shown(client_for(editor))["pages-waiting"]) == 5
    assert "3 autres" in said(page)


def test_more_rows_cost_no_more_questions(call, editor, client_for):
    browser = client_for(editor)
    browser.get("/cms/")

    def asked() -> int:
        with CaptureQueriesContext(connection) as questions:
            assert browser.get("/cms/").status_code == 200
        return len(questions)

    def more(number: int) -> None:
        twin = story(f"A {number}", body=f'<a linktype="page" id="{900 + number}">x</a>')
        other = story(f"B {number}", "en", translation_key=twin.translation_key)
        published(twin, NOW + timedelta(hours=number))
        StoryPage.objects.filter(pk=other.pk).update(has_unpublished_changes=True)

    more(1)
    few = asked()
    for number in range(2, 9):
        more(number)
    rows = shown(browser)

    assert [len(rows[name]) for name in NAMES] == [1, 5, 5, 5]
    assert asked() == few
