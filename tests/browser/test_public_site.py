"""The public site and its editors in a browser: an error page leads on, a page is written, approved and seen."""

import pytest
from playwright.sync_api import expect
from wagtail.models import Page

from cms.models import StoryIndexPage, StoryPage
from cms.setup import ensure_site
from tests.axe.browsing import AXE, RUN, SPILLED, TAGS

pytestmark = pytest.mark.browser


def faults(page) -> list[str]:
    """Return what axe and the scroll bar have against the page."""
    found = page.evaluate(SPILLED)
    page.evaluate(f"() => {{if (!window.axe) {{{AXE}}}}}")
    return found + page.evaluate(RUN, TAGS)


@pytest.fixture
def site(centre) -> None:
    centre.phone = "+228 90 00 00 00"
    centre.save()
    ensure_site(centre)


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_a_page_that_is_missing_leads_on(site, phone, width):
    page = phone()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/rien/")
    if width < 1000:
        page.locator("details.menu summary").click()

    assert faults(page) == []
    page.get_by_role("link", name="Appels", exact=True).first.click()
    expect(page.get_by_role("heading", name="Appels", exact=True)).to_be_visible()


def test_an_editor_writes_an_officer_approves_and_visitors_read(site, editor, officer, phone):
    index = StoryIndexPage.objects.get(locale__language_code="fr")
    writer = phone(editor)
    writer.set_viewport_size({"width": 1280, "height": 900})
    writer.goto(f"/cms/pages/add/cms/storypage/{index.pk}/")
    writer.locator("[name=title]").fill("Une journée à l’atelier")
    writer.locator("[name=day]").fill("05/12/2026")
    writer.locator("[name=lead]").fill("L’atelier est ouvert à tout le monde.")
    writer.locator("footer [data-w-dropdown-target=toggle]").click()
    with writer.expect_navigation():
        writer.locator("button[name=action-submit]").click()
    story = StoryPage.objects.get()
    assert (story.live, story.day.isoformat(), story.slug) == (False, "2026-12-05", "une-journee-a-latelier")

    reader = phone()
    assert reader.goto(story.address).status == 404
    approver = phone(officer)
    approver.set_viewport_size({"width": 1280, "height": 900})
    approver.goto(f"/cms/pages/{story.pk}/edit/")
    approver.locator("footer [data-w-dropdown-target=toggle]").click()
    with approver.expect_navigation():
        approver.locator("footer button[data-workflow-action-name=approve]").first.click()

    assert Page.objects.get(pk=story.pk).live
    assert reader.goto(story.address).status == 200
    expect(reader.get_by_role("heading", name="Une journée à l’atelier")).to_be_visible()
