"""Pages of the public site: read by whom the CMS says, live only while their call is public, edited by their programme."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from time_machine import travel
from wagtail.models import Page, PageViewRestriction

from cms import publishing, tasks
from cms.models import CallForm, CallPage, StandardPage, StoryIndexPage, StoryPage
from cms.permissions import access
from cms.setup import PUBLISHERS, ensure_site
from incubator.people.models import User
from incubator.programmes.models import Call, Programme
from incubator.programmes.preparation import approval
from tests.conftest import LONG_AGO
from tests.faults.posting import sent
from tests.world.kept import kept
from tests.world.programmes import BEFORE, load_sample_call

pytestmark = pytest.mark.usefixtures("site")
NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
CANARY = "Canari des pages"
opened = kept(ensure_site)


@pytest.fixture
def site(centre):
    return opened(centre)


@pytest.fixture
def story(site) -> StoryPage:
    index = StoryIndexPage.objects.get(locale__language_code="fr")
    page = index.add_child(
        instance=StoryPage(title=CANARY, slug="canari", day="2026-12-05", lead="Ouvert.", locale=index.locale)
    )
    page.save_revision().publish()
    return page


def keep(page: Page, kind: str, browser: Client, **more) -> None:
    """Set the privacy of a page as its editor does."""
    answer = browser.post(f"/cms/pages/{page.pk}/privacy/", {"restriction_type": kind, **more})
    assert (answer.status_code, page.view_restrictions.count()) == (200, 1)


def test_a_page_kept_for_people_signed_in_is_shown_to_no_visitor(
    story, officer, outsider, client_for, client, django_capture_on_commit_callbacks
):
    address = story.address
    # A visitor gets the page, then the copy that is kept of it.
    assert [client.get(address).status_code for _time in range(2)] == [200, 200]

    with django_capture_on_commit_callbacks(execute=True):
        keep(story, PageViewRestriction.LOGIN, client_for(officer))

    asked, read, after = client.get(address), client_for(outsider).get(address), Client().get(address)
    to_the_door = [(one.status_code, one.get("Location", "").partition("?")[0]) for one in (asked, after)]
    assert to_the_door == [(302, "/login/")] * 2
    assert (read.status_code, CANARY in read.content.decode()) == (200, True)
    assert {"private", "no-store"} <= set(read.headers["Cache-Control"].replace(" ", "").split(","))


def test_a_page_kept_for_a_group_follows_the_roles_of_this_minute(story, officer, outsider, client_for):
    keep(
        story, PageViewRestriction.GROUPS, client_for(officer), groups=[Group.objects.get(name=PUBLISHERS).pk]
    )
    browser = client_for(officer)
    assert browser.get(story.address).status_code == 200
    assert client_for(outsider).get(story.address).status_code == 302

    officer.grants.update(until_at=LONG_AGO)

    assert browser.get(story.address).status_code == 302


def test_a_password_that_many_share_opens_nothing_and_is_offered_no_more(story, officer, client_for, client):
    page = client_for(officer).get(f"/cms/pages/{story.pk}/privacy/").content.decode()
    assert "none" in page and "password" not in page.lower().replace("csrf", "")

    PageViewRestriction.objects.create(page=story, restriction_type="password", password="x")

    assert client.get(story.address).status_code == 404


def test_no_list_map_or_link_names_a_private_page(
    story, officer, client_for, client, django_capture_on_commit_callbacks
):
    places = ["/", "/actualites/", "/sitemap.xml"]
    assert [place for place in places if "canari" in client.get(place).content.decode().lower()] == places

    section = StandardPage.objects.get(slug="aide")
    with django_capture_on_commit_callbacks(execute=True):
        keep(story, PageViewRestriction.LOGIN, client_for(officer))
        keep(section, PageViewRestriction.LOGIN, client_for(officer))

    shown = {place: client.get(place).content.decode().lower() for place in places}
    assert [place for place, text in shown.items() if "canari" in text] == []
    assert "/aide/" not in shown["/sitemap.xml"], "what is under a private page is private too"
    assert client.get("/aide/jury/").status_code == 302


def test_served_past_wagtail_the_private_page_is_read_by_all(story, officer, client_for, client, monkeypatch):
    """The control: without Wagtail's own serving the tests above fail."""
    keep(story, PageViewRestriction.LOGIN, client_for(officer))
    monkeypatch.setattr(access, "serve", lambda page, request: page.serve(request))

    assert CANARY in client.get(story.address).content.decode()


# --- a call page is live while its call is public -------------------------------------------------------------------


@pytest.fixture
def draft_page(site, officer, centre) -> CallPage:
    """The page of a call that nobody approved."""
    return publishing.ensure_pages(load_sample_call(officer))["fr"]


def address_of(page: CallPage) -> str:
    return f"/appels/{page.slug}/"


def by_the_button(browser: Client, page: CallPage) -> str:
    place = f"/cms/pages/{page.pk}/edit/"
    data = sent(browser.get(place).context["form"]) | {"action-publish": "1"}
    return browser.post(place, data).content.decode()


def in_bulk(browser: Client, page: CallPage) -> str:
    place = f"/cms/bulk/wagtailcore/page/publish/?id={page.pk}&next=/cms/pages/"
    return browser.post(place, {}, follow=True).content.decode()


def with_its_parent(browser: Client, page: CallPage) -> str:
    place = f"/cms/bulk/wagtailcore/page/publish/?id={page.get_parent().pk}&next=/cms/pages/"
    return browser.post(place, {"include_descendants": "on"}, follow=True).content.decode()


def by_the_api(browser: Client, page: CallPage) -> str:
    answer = browser.post(f"/cms/api/main/pages/{page.pk}/action/publish/", {}, "application/json")
    assert answer.status_code < 500
    return answer.content.decode()


@pytest.mark.parametrize("door", [by_the_button, in_bulk, with_its_parent, by_the_api])
def test_the_page_of_a_call_that_is_not_approved_is_published_by_no_door(
    draft_page, officer, client_for, client, door
):
    with travel(NOW, tick=False):
        page = door(client_for(officer), draft_page)

        draft_page.refresh_from_db()
        assert "goes live with its call" in page or "en ligne avec son appel" in page
        assert (draft_page.live, client.get(address_of(draft_page)).status_code) == (False, 404)


def test_a_planned_minute_does_not_publish_it_either_and_stops_no_other(draft_page, story, officer, client):
    with travel(NOW, tick=False):
        for page in (draft_page, story):
            page.go_live_at = NOW + timedelta(hours=1)
            page.save_revision(user=officer).publish(user=officer, skip_permission_checks=True)
    with travel(NOW + timedelta(hours=2), tick=False):
        tasks.publish_scheduled()

        draft_page.refresh_from_db(), story.refresh_from_db()
        assert (draft_page.live, story.live) == (False, True)
        assert client.get(address_of(draft_page)).status_code == 404


def test_a_page_that_was_made_live_by_force_is_not_answered(draft_page, client):
    Page.objects.filter(pk=draft_page.pk).update(live=True)

    with travel(NOW, tick=False):
        assert client.get(address_of(draft_page)).status_code == 404
        assert address_of(draft_page) not in client.get("/sitemap.xml").content.decode()


def test_its_page_goes_live_with_the_call(draft_page, officer, director, client):
    call = draft_page.call
    approval.propose(call, by=officer, at=BEFORE)
    approval.approve(call, by=director, at=BEFORE)
    publishing.publish(call, by=officer, at=BEFORE)

    with travel(NOW, tick=False):
        assert client.get(address_of(draft_page)).status_code == 200


# --- one's own programme ----------------------------------------------------------------------------------------------


@pytest.fixture
def foreign(draft_page, officer2) -> User:
    """An officer who works on another programme, as does nobody on this call's but its own officers."""
    call = draft_page.call
    call.programme.staff.create(
        person=call.programme.staff.model._meta.get_field("person").related_model.objects.get(
            email="officer@example.test"
        )
    )
    elsewhere = Programme.objects.create(centre=call.programme.centre, slug="ailleurs", title_fr="Ailleurs")
    elsewhere.staff.create(person=officer2)
    draft_page.title = CANARY
    draft_page.save()
    draft_page.save_revision(user=officer2)
    CallForm.objects.get_or_create(call=call)
    return officer2


def places_of(space: str, key: int, page: Page) -> list[str]:
    """Return every address of a part of the CMS that takes a key."""
    revision = page.save_revision()
    values = {"revision_id": revision.pk, "revision_id_a": "live", "revision_id_b": revision.pk}
    found = []
    for name in [one for one in get_resolver().namespace_dict[space][1].reverse_dict if isinstance(one, str)]:
        for wanted in (
            {"page_id": key}, {"page_id": key, **values}, {"page_to_move_id": key}, {"page_to_copy_id": key},
            {"page_id": key, "revision_id": revision.pk}, {"pk": key}, {"page_to_move_id": key, "destination_id": 2},
            {"page_id": key, "revision_id_a": "earliest", "revision_id_b": "latest"},
        ):  # fmt: skip
            try:
                found.append(reverse(f"{space}:{name}", kwargs=wanted))
            except NoReverseMatch:
                try:
                    found.append(reverse(f"{space}:{name}", args=list(wanted.values())))
                except NoReverseMatch:
                    continue
    return sorted(set(found))


def places_of_a_page(page: CallPage) -> list[str]:
    """Return every address of the CMS that takes the key of a page, or of its form."""
    form = CallForm.objects.get(call=page.call)
    spaces = {"wagtailadmin_pages": page.pk, "wagtailsnippets_cms_callform": form.pk, "call_forms": form.pk}
    return [place for space, key in spaces.items() for place in places_of(space, key, page)]


def test_an_officer_opens_no_page_and_no_form_of_another_programme(draft_page, foreign, officer, client_for):
    other, own = client_for(foreign), client_for(officer)
    own.raise_request_exception = other.raise_request_exception = False
    places = places_of_a_page(draft_page)

    answers = {place: other.get(place) for place in places}
    control = {place: own.get(place).status_code for place in places}

    assert len(places) > 20 and sum(code == 200 for code in control.values()) > 10
    told = {place for place, one in answers.items() if CANARY in one.content.decode()}
    opened = {place for place, one in answers.items() if one.status_code == 200}
    assert (told, opened) == (set(), set())


def test_what_an_officer_sends_changes_no_page_of_another_programme(draft_page, foreign, client_for):
    browser, before = client_for(foreign), Page.objects.filter(pk=draft_page.pk).values().get()
    browser.raise_request_exception = False
    bulk = [
        f"/cms/bulk/wagtailcore/page/{act}/?id={draft_page.pk}&next=/cms/pages/"
        for act in ("publish", "unpublish", "delete", "move")
    ]
    api = [
        f"/cms/api/main/pages/{draft_page.pk}/action/{act}/"
        for act in ("publish", "unpublish", "delete", "move", "copy", "create_alias")
    ]

    for place in [*places_of_a_page(draft_page), *bulk, *api]:
        browser.post(place, {"title": "Pris", "slug": "pris", "restriction_type": "login", "chooser": str(2)})

    after = Page.objects.filter(pk=draft_page.pk).values().get()
    same = ("title", "slug", "path", "live", "locked", "url_path")
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert not draft_page.view_restrictions.exists()
    assert CallPage.objects.filter(call=draft_page.call).count() == 2


@pytest.mark.parametrize(
    "place",
    [
        "/cms/", "/cms/pages/{parent}/", "/cms/pages/{parent}/results/", "/cms/pages/search/",
        "/cms/api/main/pages/", "/cms/api/main/pages/{page}/", "/cms/choose-page/{parent}/",
        "/cms/choose-page/search/", "/cms/reports/site-history/", "/cms/reports/aging-pages/",
        "/cms/reports/locked/", "/cms/reports/workflow/", "/cms/reports/workflow_tasks/", "/cms/call-forms/",
        "/cms/snippets/cms/callform/", "/cms/pages/usage/cms/callpage/",
    ],
)  # fmt: skip
def test_no_list_of_the_cms_names_them(draft_page, foreign, officer, client_for, place):
    address = place.format(parent=draft_page.get_parent().pk, page=draft_page.pk)
    reference = draft_page.call.reference
    draft_page.save_revision(user=User.objects.get(email="officer@example.test"))

    text = client_for(foreign).get(address, follow=True).content.decode()

    assert CANARY not in text
    assert reference not in text


def test_editors_and_the_director_see_all_of_them(draft_page, foreign, editor, director, client_for):
    for person in (editor, director):
        assert client_for(person).get(f"/cms/pages/{draft_page.pk}/edit/").status_code == 200
    assert Call.objects.visible_to(foreign).count() == 0
