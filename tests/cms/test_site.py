"""The public site: both languages, live facts, no cookie."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import travel
from wagtail.models import Page

from cms import publishing
from cms.models import CallPage, StandardPage
from cms.setup import ensure_site
from incubator.programmes.preparation import approval
from incubator.workflow.refusals import IllegalMove
from tests.world.kept import kept
from tests.world.programmes import BEFORE, load_sample_call

OPEN = "2027-03-02T09:00:00+00:00"
CALL = "communes-et-territoires-2027"
PUBLIC = [
    "/",
    "/en/",
    "/appels/",
    "/en/calls/",
    f"/appels/{CALL}/",
    f"/en/calls/{CALL}/",
    "/aide/",
    "/en/help/jury/",
]


@pytest.fixture
def live_call(site, officer, director):
    return live(officer, director)


@kept
def live(officer, director):
    call = load_sample_call(officer)
    approval.propose(call, by=officer, at=BEFORE)
    approval.approve(call, by=director, at=BEFORE)
    return publishing.publish(call, by=officer, at=BEFORE)


def read(client, path, moment=OPEN):
    with travel(moment, tick=False):
        return client.get(path)


def test_ensure_site_again_changes_nothing(site, centre):
    pages = list(Page.objects.order_by("path").values_list("url_path", "latest_revision"))

    assert ensure_site(centre) == site
    assert list(Page.objects.order_by("path").values_list("url_path", "latest_revision")) == pages
    assert [path for path, _revision in pages if path.startswith("/en/")] == [
        "/en/",
        "/en/calls/",
        "/en/news/",
        "/en/centre/",
        "/en/help/",
        "/en/help/jury/",
        "/en/help/agent/",
        "/en/contact/",
        "/en/complaint/",
        "/en/your-data/",
    ]


def test_publishing_a_call_makes_both_pages_live(live_call, visitor):
    assert sorted(page.get_url() for page in CallPage.objects.live()) == [
        f"/appels/{CALL}/",
        f"/en/calls/{CALL}/",
    ]
    french, english = read(visitor, f"/appels/{CALL}/"), read(visitor, f"/en/calls/{CALL}/")
    assert (french.status_code, english.status_code) == (200, 200)
    assert '<html lang="fr"' in french.content.decode()
    assert '<html lang="en"' in english.content.decode()
    assert "Digital solutions for municipalities" in english.content.decode()


def test_publishing_a_call_that_is_not_approved_leaves_no_page(site, officer):
    call = load_sample_call(officer)

    with pytest.raises(IllegalMove):
        publishing.publish(call, by=officer, at=BEFORE)

    call.refresh_from_db()
    assert (call.state, CallPage.objects.count()) == ("draft", 0)


def test_home_lists_the_open_call_with_its_closing_instant(live_call, visitor):
    page = read(visitor, "/")

    text = page.content.decode()
    assert (
        'Clôture le <time datetime="2027-03-05T17:00:00+00:00">vendredi 5 mars 2027 à 17\xa0h\xa000, '
        "heure de Lomé (UTC+0)</time>. <strong>Il vous reste 3\xa0jours.</strong>"
    ) in text
    assert f'href="/portal/check/{CALL}/?lang=fr"' in text


@pytest.mark.parametrize(
    ("moment", "phase"),
    [
        ("2027-01-10T09:00:00+00:00", "planned"),
        (OPEN, "open"),
        ("2027-03-05T17:00:00+00:00", "closed"),
    ],
)
def test_the_call_page_follows_the_clock(live_call, visitor, moment, phase):
    page = read(visitor, f"/appels/{CALL}/", moment)

    assert page.context["phase"] == phase
    assert (f"/portal/check/{CALL}/" in page.content.decode()) is (phase == "open")


def test_the_next_date_is_marked(live_call, visitor):
    page = read(visitor, f"/appels/{CALL}/", "2027-03-25T09:00:00+00:00")

    assert page.context["next_entry"].slug == "evaluation"


def test_an_english_page_in_draft_falls_back_to_french_and_says_so(live_call, visitor):
    CallPage.objects.get(slug=CALL, locale__language_code="en").unpublish()

    page = read(visitor, f"/en/calls/{CALL}/")

    html = page.content.decode()
    assert page.status_code == 200
    assert '<html lang="fr"' in html
    assert "This page is not available in English yet. Here it is in French." in html
    assert page.headers["Content-Language"] == "fr"


def test_an_english_home_that_is_missing_falls_back_to_french(live_call, visitor):
    StandardPage.objects.filter(slug="help").first().unpublish()
    Page.objects.get(url_path="/en/").delete()

    page = read(visitor, "/en/")

    assert (page.status_code, '<html lang="fr"' in page.content.decode()) == (200, True)


def test_a_call_without_english_text_has_a_french_page_only(site, officer, director, visitor):
    call = load_sample_call(officer)
    call.title_en = ""
    call.save()
    for act, who in ((approval.propose, officer), (approval.approve, director)):
        act(call, by=who, at=BEFORE)

    publishing.publish(call, by=officer, at=BEFORE)

    assert [page.language for page in CallPage.objects.live()] == ["fr"]
    assert '<html lang="fr"' in read(visitor, f"/en/calls/{CALL}/").content.decode()


def test_unknown_addresses_are_not_found_in_both_languages(site, visitor):
    assert [visitor.get(path).status_code for path in ("/rien/", "/en/nothing/", "/appels/rien/")] == [
        404,
        404,
        404,
    ]


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_hold_no_cookie_and_no_token_and_are_light(live_call, visitor, path):
    page = read(visitor, path)

    assert page.status_code == 200
    assert dict(page.cookies) == {}
    assert "csrf" not in page.content.decode()
    assert page.headers["Cache-Control"] == "public, max-age=60"
    assert len(page.content) <= 60_000


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_ask_few_queries(live_call, visitor, path):
    read(visitor, path)

    with CaptureQueriesContext(connection) as queries:
        read(visitor, path)

    assert len(queries) <= 12, [query["sql"][:120] for query in queries]


def test_the_short_address_leads_to_the_page(live_call, visitor):
    assert visitor.get("/c/ac-2027-01").url == f"/appels/{CALL}/"
    assert visitor.get("/c/AC-9999-01").status_code == 404


def test_the_opening_goes_into_a_calendar(live_call, visitor):
    file = visitor.get(f"/appels/{CALL}/ouverture.ics")

    assert file.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "DTSTART:20270118T090000Z" in file.content.decode()


def test_the_publish_door_is_for_the_office(site, officer, director, editor, founder, client_for):
    call = load_sample_call(officer)
    approval.propose(call, by=officer, at=BEFORE)
    approval.approve(call, by=director, at=BEFORE)
    path = f"/desk/calls/{call.reference}/publish/"

    assert [client_for(user).post(path).status_code for user in (founder, editor)] == [404, 404]
    with travel(BEFORE, tick=False):
        assert client_for(officer).post(path).status_code == 302
    call.refresh_from_db()
    assert (call.state, CallPage.objects.live().count()) == ("published", 2)


def test_the_cms_opens_for_editors_and_closes_with_the_grant(site, editor, founder, client_for):
    assert client_for(editor).get("/cms/").status_code == 200
    assert client_for(founder).get("/cms/").status_code in (302, 403, 404)

    editor.grants.update(until_at=timezone.now())
    editor.forget_roles()

    assert client_for(editor).get("/cms/").status_code in (302, 403, 404)
    assert editor.groups.count() == 0
