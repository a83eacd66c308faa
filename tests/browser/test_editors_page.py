"""A page of the public site with a picture, a day to go live and an English twin, made by an officer in the CMS."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from time_machine import travel
from wagtail.models import Collection

from cms import tasks
from cms.models import StoryIndexPage, StoryPage
from cms.setup import ensure_site
from incubator.core import clock
from incubator.people.models import User
from tests.faults.test_row_07_editors_day import picture

pytestmark = pytest.mark.browser
TITLE, ENGLISH = "Une journée à l’atelier", "A day at the workshop"


@pytest.fixture
def desk(_served, centre, officer: User, phone, tmp_path, settings) -> Page:
    """An officer at a desk, the site open; pictures of the test stay with the test."""
    backend = "django.core.files.storage.FileSystemStorage"
    default = {"BACKEND": backend, "OPTIONS": {"location": str(tmp_path / "media")}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    ensure_site(centre)
    page: Page = phone(officer)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.set_default_timeout(60_000)
    return page


def chooses_a_new_picture(page: Page, file: str) -> None:
    """Add a picture to the page's text from the page itself."""
    page.locator(".c-sf-add-button").first.click()
    page.locator(".w-combobox__option", has_text="Image").click()
    page.locator("[data-chooser-action-choose]").first.click()
    dialog = page.locator(".modal-dialog")
    dialog.locator("a[href='#tab-upload']").first.click()
    dialog.locator("[name=image-chooser-upload-file]").set_input_files(file)
    dialog.locator("[name=image-chooser-upload-title]").fill("L’atelier")
    dialog.locator("#tab-upload [type=submit]").click()
    expect(page.locator(".modal-dialog")).to_have_count(0)
    page.locator("[name=body-0-value-alt_text]").fill("Deux personnes devant une presse")


def schedules(page: Page, moment: str) -> None:
    """Type the minute at which the page goes live, as people write it."""
    page.get_by_role("button", name="Afficher/masquer le statut").click()
    page.locator("[data-a11y-dialog-show=schedule-publishing-dialog]").first.click()
    page.locator("[name=go_live_at]").fill(moment)
    page.locator("[name=go_live_at]").press("Tab")
    with page.expect_navigation():
        page.get_by_role("button", name="Enregistrer la programmation").click()


def publishes(page: Page) -> None:
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    with page.expect_navigation():
        page.locator("button[name=action-publish]").click()


# Wagtail leaves the temporary file of a picture it resizes to the collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_scheduled_translated_page_with_a_picture(desk, phone, tmp_path, monkeypatch):
    photo = tmp_path / "atelier.png"
    photo.write_bytes(picture().getvalue())
    index = StoryIndexPage.objects.get(locale__language_code="fr")
    due = timezone.now() + timedelta(days=2)

    desk.goto(f"/cms/pages/add/cms/storypage/{index.pk}/")
    desk.locator("[name=title]").fill(TITLE)
    desk.locator("[name=day]").fill("5 décembre 2026")
    desk.locator("[name=lead]").fill("L’atelier est ouvert à tout le monde.")
    chooses_a_new_picture(desk, str(photo))
    schedules(desk, due.strftime("%d/%m/%Y %H:%M"))
    publishes(desk)

    story = StoryPage.objects.get()
    assert (story.live, story.day.isoformat()) == (False, "2026-12-05")
    desk.goto(f"/cms/translation/submit/page/{story.pk}/")
    desk.locator("[name=locales]").check()
    with desk.expect_navigation():
        desk.get_by_role("button", name="Envoyer").click()
    twin = StoryPage.objects.get(locale__language_code="en")
    desk.goto(f"/cms/pages/{twin.pk}/edit/")
    desk.locator("[name=title]").fill(ENGLISH)
    publishes(desk)

    visitor = phone()
    assert [visitor.goto(page.address).status for page in (story, twin)] == [404, 404]
    after = due + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: after)
    with travel(after):
        assert tasks.publish_scheduled() == 2, "the English page keeps the minute of the French one"
    twin.refresh_from_db()  # its address follows its title until it is live
    for page, language, title in ((story, "fr", TITLE), (twin, "en", ENGLISH)):
        assert visitor.goto(page.address).status == 200
        assert visitor.locator("html").get_attribute("lang") == language
        expect(visitor.get_by_role("heading", name=title)).to_be_visible()
        shown = visitor.get_by_alt_text("Deux personnes devant une presse")
        shown.scroll_into_view_if_needed()
        expect(shown).to_be_visible()
        assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
