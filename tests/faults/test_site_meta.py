"""The public site says what it is to search engines and to those who share it; an error page leads on.

Every page built on the public frame has a description and what telephones show of a shared address; every error page
has the menu and the contact, and that of our own faults asks the database nothing.
"""

import re
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation
from time_machine import travel
from wagtail.models import Page

from cms import publishing
from incubator.programmes.models import Call
from incubator.territory.models import Centre
from tests.cms.conftest import opened
from tests.world import programmes
from tests.world.programmes import BEFORE

OPEN = "2027-02-10T09:00:00+00:00"
ERRORS = ("400", "403", "403_csrf", "404", "409", "413", "429", "refused")
XML = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def site(centre: Centre) -> Centre:
    centre.phone = "+228 90 00 00 00"
    centre.save()
    opened(centre)
    return centre


@pytest.fixture
def call(site, officer, director) -> Call:
    made = programmes.published_call(officer, director)
    if not made.pages.exists():
        publishing.publish(made, by=officer, at=BEFORE)
    return made


def meta(html: str) -> dict[str, str]:
    """Return what the head of a page tells, by name."""
    pairs = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', html)
    assert len({name for name, _text in pairs}) == len(pairs), "told twice"
    return {name: unescape(text) for name, text in pairs}


def shown(client: Client, path: str) -> str:
    with travel(OPEN, tick=False):
        page = client.get(path)
    assert page.status_code == 200, path
    assert len(page.content) <= 100_000
    return page.content.decode()


PAGES = (
    "/", "/en/", "/appels/", "/en/calls/", "/actualites/", "/centre/", "/aide/", "/contact/", "/reclamation/",
    "/vos-donnees/", "/startups/", "/en/startups/", "/resultats/", "/en/results/", "/login/",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_described_and_can_be_shared(site, client, path):
    told = meta(shown(client, path))

    picture = told["og:image"].removeprefix("http://testserver")
    assert told["og:url"] == f"http://testserver{path}"
    assert told["og:title"] and told["og:description"] == told["description"]
    assert 20 <= len(told["description"]) <= 200
    assert told["og:locale"] == ("en_GB" if path.startswith("/en/") else "fr_TG")
    assert (ROOT / "incubator/ui" / picture.lstrip("/")).read_bytes()[:4] == b"\x89PNG"


def test_the_page_of_a_call_tells_the_call_in_each_language(call, client):
    french, english = (shown(client, path) for path in (f"/appels/{call.slug}/", f"/en/calls/{call.slug}/"))

    assert meta(french)["og:title"] == call.title_fr
    assert meta(english)["og:title"] == call.title_en
    assert meta(french)["description"][:60] == call.summary_fr[:60]
    for html in (french, english):
        assert re.findall(r'hreflang="(..)" href="(http[^"]+)"', html) == [
            ("fr", f"http://testserver/appels/{call.slug}/"),
            ("en", f"http://testserver/en/calls/{call.slug}/"),
        ]


def test_robots_may_read_the_site_and_nothing_inside(client, db):
    answer = client.get("/robots.txt")

    lines = answer.content.decode().splitlines()
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert {f"Disallow: {path}" for path in settings.PATHS_INSIDE} < set(lines)
    assert lines[-1] == "Sitemap: http://testserver/sitemap.xml"


def listed(client: Client) -> dict[str, dict[str, str]]:
    """Return the addresses of the map, each with its languages."""
    answer = client.get("/sitemap.xml")
    assert answer.headers["Content-Type"] == "application/xml"
    return {
        url.find("s:loc", XML).text.removeprefix("http://testserver"): {
            link.get("hreflang"): link.get("href").removeprefix("http://testserver")
            for link in url.findall("x:link", XML)
        }
        for url in ElementTree.fromstring(answer.content)
    }


def test_the_map_of_the_site_names_every_page_in_both_languages(call, client):
    found = listed(client)

    assert {path for path in PAGES if path != "/login/"} < set(found)
    both = {"fr": f"/appels/{call.slug}/", "en": f"/en/calls/{call.slug}/"}
    assert (found[both["fr"]], found[both["en"]]) == (both, both)
    assert {path: client.get(path).status_code for path in found} == dict.fromkeys(found, 200)


def test_the_map_hides_drafts_and_calls_for_invited_people(call, client):
    Page.objects.get(url_path="/en/help/").unpublish()
    Call.objects.filter(pk=call.pk).update(by_invitation=True)

    found = listed(client)

    assert found["/aide/"] == {"fr": "/aide/"}
    assert not [path for path in found if call.slug in path or path == "/en/help/"]


def test_the_map_asks_no_more_for_more_pages(call, client, django_assert_num_queries):
    before = len(listed(client))
    with django_assert_num_queries(3):
        client.get("/sitemap.xml")
    home = Page.objects.get(url_path="/fr/aide/")
    for number in range(3):
        home.copy(recursive=False, update_attrs={"slug": f"aide-{number}"}, keep_live=True)
    with django_assert_num_queries(3):
        assert len(listed(client)) == before + 3


def test_the_icon_is_where_browsers_look_for_it(client, db):
    answer = client.get("/favicon.ico")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/static/ui/favicon.ico")
    assert (ROOT / "incubator/ui/static/ui/favicon.ico").read_bytes()[:4] == b"\x00\x00\x01\x00"


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", [*ERRORS, "500"])
def test_an_error_page_has_the_menu_and_the_contact_without_database_or_request(name, language):
    with translation.override(language):
        html = render_to_string(f"{name}.html", {"refusal": {"sentence": "Non."}})

    contact, calls = {"fr": ("/contact/", "/appels/"), "en": ("/en/contact/", "/en/calls/")}[language]
    assert f'<a href="{contact}">' in html and f'<a href="{calls}">' in html
    assert 'href="/portal/"' in html


def test_a_page_that_is_missing_gives_the_telephone_of_the_centre(site, client, founder, client_for):
    for who in (client, client_for(founder)):
        answer = who.get("/rien/")

        html = answer.content.decode()
        assert answer.status_code == 404
        assert 'href="tel:+22890000000"' in html and '<a href="/aide/">' in html


def test_our_own_fault_asks_the_database_nothing(monkeypatch, client, django_assert_num_queries, db):
    def broken(_request):
        raise RuntimeError

    monkeypatch.setattr("incubator.portal.results.gather", broken)
    client.raise_request_exception = False
    with django_assert_num_queries(0):
        answer = client.get("/resultats/")

    assert (answer.status_code, '<a href="/contact/">' in answer.content.decode()) == (500, True)
