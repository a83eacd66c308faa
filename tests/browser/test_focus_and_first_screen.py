"""faults.md §1 row 13: on a phone nothing covers the field one types in, and the first button is on the first screen."""

import pytest
from playwright.sync_api import Page

from cms import publishing
from cms.setup import ensure_site
from incubator.people.models import SYSTEM
from tests.world import applications as world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COVERED = """() => {
  const said = [], names = document.querySelectorAll("main input:not([type=hidden]), main textarea, main select, main button");
  for (const one of names) {
    if (!one.checkVisibility() || one.disabled || one.matches(".quiet")) continue;
    window.scrollTo(0, 0); one.focus();
    if (document.activeElement !== one) continue;
    const box = one.getBoundingClientRect();
    const x = box.left + Math.min(box.width / 2, 30), y = box.top + Math.min(box.height / 2, 20);
    const above = document.elementFromPoint(x, y);
    const label = one.closest("label");
    if (!above || !(above === one || one.contains(above) || above.contains(one) || (label && label.contains(above))))
      said.push((one.name || one.textContent.trim()) + " under " + (above ? above.outerHTML.slice(0, 80) : "nothing"));
  }
  return said}"""
BAR = """() => {const stuck = [...document.querySelectorAll("main *")].filter(e => getComputedStyle(e).position === "sticky");
  return stuck.map(e => Math.round(e.getBoundingClientRect().height))}"""
FIRST = """() => {const one = document.querySelector("main .button, main button:not(.quiet)");
  return Math.round(one.getBoundingClientRect().bottom)}"""


def settled(page: Page, address: str) -> Page:
    page.goto(address)
    page.evaluate("document.activeElement && document.activeElement.blur()")
    return page


@pytest.fixture
def steps(call, founder):
    file = world.draft(call, founder)
    return [
        f"/portal/applications/{file.ref}/form/{step['key']}/"
        for step in call.form_version.definition["steps"]
    ]


def test_nothing_covers_the_field_in_focus_and_the_bar_is_low(phone, founder, steps):
    page = phone(founder)
    for address in (*steps, "/account/", "/account/profile/"):
        settled(page, address)
        assert all(height <= 72 for height in page.evaluate(BAR)), address
        assert page.evaluate(COVERED) == [], address


def test_the_first_button_of_home_and_call_is_on_the_first_screen(phone, call, centre):
    ensure_site(centre)
    publishing.publish_call_pages(call, by=SYSTEM, at=world.DRAFTED)
    page = phone()
    for address in ("/", f"/appels/{call.slug}/"):
        answer = page.goto(address)
        assert answer.status == 200, address
        assert page.evaluate(FIRST) <= 740, address
