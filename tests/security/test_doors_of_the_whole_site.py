"""Who writes which kind of page: what speaks for the whole centre is written by nobody who answers for one programme."""

import pytest
from django.test import Client
from wagtail.models import Page, PagePermissionTester, get_page_models
from wagtail.permissions import policy_registry

from cms.models import CallIndexPage, CallPage, HomePage, StandardPage, StoryIndexPage, StoryPage
from cms.permissions import rights
from cms.permissions.rights import NoRights, OnlyUnder
from incubator.people.models import User
from incubator.programmes.models import Programme
from tests.conftest import make_person
from tests.faults.posting import sent
from tests.security.test_doors_of_pages import draft_page, foreign, places_of, site

__all__ = ["draft_page", "foreign", "site"]
pytestmark = pytest.mark.usefixtures("site")
ALL = {"editor", "director", "admin", "officer of all", "officer of the call", "officer of another"}
WHOLE = ALL - {"officer of the call", "officer of another"}
# kind of page → who writes it; a new kind needs its line
WRITERS = {
    HomePage: WHOLE,
    CallIndexPage: WHOLE,
    StoryIndexPage: WHOLE,
    StandardPage: WHOLE,
    StoryPage: ALL,
    CallPage: ALL - {"officer of another"},
}
KEPT = ("title", "slug", "path", "live", "locked", "url_path", "latest_revision", "expire_at")


@pytest.fixture
def people(foreign, officer, editor, director, admin, centre) -> dict[str, User]:
    """One person for each group of the CMS, and for each share of programmes."""
    everywhere = make_person("partout", "officer")
    return {
        "editor": editor, "director": director, "admin": admin, "officer of all": everywhere,
        "officer of the call": officer, "officer of another": foreign,
    }  # fmt: skip


@pytest.fixture
def pages(draft_page) -> dict[type[Page], Page]:
    """One page of each kind."""
    index = StoryIndexPage.objects.get(locale__language_code="fr")
    story = index.add_child(
        instance=StoryPage(
            title="Atelier", slug="atelier", day="2026-12-05", lead="Ouvert.", locale=index.locale
        )
    )
    made = {
        model: model.objects.filter(locale__language_code="fr").first()
        for model in get_page_models()
        if model is not Page
    }
    return made | {StoryPage: story, CallPage: draft_page}


def test_each_kind_of_page_is_written_by_whom_it_speaks_for(people, pages, client_for):
    assert set(WRITERS) == set(pages)
    found = {
        kind: {who for who, person in people.items()
               if client_for(person).get(f"/cms/pages/{page.pk}/edit/").status_code == 200}
        for kind, page in pages.items()
    }  # fmt: skip

    assert found == WRITERS


def test_lists_of_what_may_be_written_say_the_same(people, pages, client_for):
    """Reports, searches and the API ask the policy, not the page."""
    policy, found = policy_registry.get_by_type(Page), {kind: set() for kind in pages}
    for who, person in people.items():
        client_for(person).get("/cms/")  # brings the groups to the roles
        person = User.objects.get(pk=person.pk)
        own = policy.instances_user_has_any_permission_for(person, {"change", "publish"})
        for kind in [kind for kind, page in pages.items() if own.filter(pk=page.pk).exists()]:
            found[kind].add(who)

    assert found == WRITERS


def whole_site_pages(pages) -> list[Page]:
    return [page for kind, page in pages.items() if WRITERS[kind] == WHOLE]


def state_of(pages) -> list[dict]:
    keys = [page.pk for page in pages]
    return list(Page.objects.filter(pk__in=keys).order_by("pk").values(*KEPT, "pk"))


def test_no_address_of_the_cms_changes_them_or_opens_their_history(people, pages, client_for):
    browser, kept = client_for(people["officer of the call"]), whole_site_pages(pages)
    browser.raise_request_exception = False
    places = {page.pk: places_of("wagtailadmin_pages", page.pk, page) for page in kept}
    before, count = state_of(kept), Page.objects.count()

    opened = [place for found in places.values() for place in found if browser.get(place).status_code == 200]
    for page in kept:
        bulk = [
            f"/cms/bulk/wagtailcore/page/{act}/?id={page.pk}&next=/cms/pages/"
            for act in ("publish", "unpublish", "delete", "move")
        ]
        api = [
            f"/cms/api/main/pages/{page.pk}/action/{act}/"
            for act in ("publish", "unpublish", "delete", "move", "copy", "create_alias")
        ]
        for place in [*places[page.pk], *bulk, *api, f"/cms/translation/submit/page/{page.pk}/"]:
            browser.post(
                place, {"title": "Pris", "slug": "pris", "restriction_type": "login", "chooser": "2"}
            )

    # They go through a page to those under it, and write news under its index.
    through = {f"/cms/pages/{page.pk}/add_subpage/" for page in kept}
    assert set(opened) <= through and sum(len(found) for found in places.values()) > 80
    assert (state_of(kept), Page.objects.count()) == (before, count)
    assert not any(page.view_restrictions.exists() for page in kept)


def submitted(editor: Client, page: Page) -> Page:
    """Have a page wait for its reading, as its editor does."""
    place = f"/cms/pages/{page.pk}/edit/"
    answer = editor.post(place, sent(editor.get(place).context["form"]) | {"action-submit": "1"})
    assert answer.status_code == 302
    page.refresh_from_db()
    return page


def test_what_an_editor_submits_is_approved_by_whom_it_speaks_for(people, pages, client_for):
    writer, index, call = client_for(people["editor"]), pages[CallIndexPage], pages[CallPage]
    for page in (index, call):
        submitted(writer, page)
        task = page.current_workflow_task_state
        for who in ("officer of another", "officer of the call"):
            browser = client_for(people[who])
            may = who.removeprefix("officer of ") == "the call" and page is call
            named = browser.get("/cms/").content.decode()
            answer = browser.get(f"/cms/pages/workflow/action/{page.pk}/approve/{task.pk}/")
            assert (f"/cms/pages/{page.pk}/edit/" in named, answer.status_code != 404) == (may, may), (
                who,
                page,
            )
    task = index.current_workflow_task_state
    approve = f"/cms/pages/workflow/action/{index.pk}/approve/{task.pk}/"
    assert client_for(people["officer of the call"]).post(approve).status_code == 404
    assert client_for(people["officer of all"]).post(approve).status_code in (200, 302)
    index.refresh_from_db()
    assert index.current_workflow_task_state is None


def test_news_are_written_by_all_and_the_explorer_leads_there(people, pages, client_for):
    for who in ("officer of the call", "officer of another"):
        browser, home, index = client_for(people[who]), pages[HomePage], pages[StoryIndexPage]
        assert f"/cms/pages/{index.pk}/" in browser.get(f"/cms/pages/{home.pk}/").content.decode()
        assert f"/cms/pages/{home.pk}/edit/" not in browser.get(f"/cms/pages/{home.pk}/").content.decode()
        assert browser.get(f"/cms/pages/add/cms/storypage/{index.pk}/").status_code == 200
        assert browser.get(f"/cms/pages/add/cms/standardpage/{home.pk}/").status_code in (302, 403)


def test_an_officer_whom_every_programme_names_writes_for_all(people, officer, pages, client_for):
    for programme in Programme.objects.exclude(staff__person=officer):
        programme.staff.create(person=officer)

    assert client_for(officer).get(f"/cms/pages/{pages[HomePage].pk}/edit/").status_code == 200


def test_without_the_question_an_officer_of_one_programme_writes_all_of_them(
    people, pages, client_for, monkeypatch
):
    """The control: the tests above can fail."""
    monkeypatch.setattr(rights, "_speaks_for_all", lambda _user: True)

    browser = client_for(people["officer of another"])

    assert {browser.get(f"/cms/pages/{page.pk}/edit/").status_code for page in whole_site_pages(pages)} == {
        200
    }


def test_no_rights_answers_every_question_that_wagtail_asks(pages, officer):
    asked = {name for name in dir(PagePermissionTester) if name.startswith("can_")}

    assert asked == {name for name in vars(NoRights) if name.startswith("can_")}
    assert {getattr(NoRights(officer, pages[HomePage]), name)() for name in asked} == {False}
    assert set(vars(OnlyUnder)) & asked == {"can_add_subpage", "can_publish_subpage"}
