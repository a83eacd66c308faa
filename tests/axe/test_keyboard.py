"""The three forms people fill in most: by keyboard alone on a phone's width, on a slow line, and without JavaScript."""

from collections.abc import Callable, Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from incubator.applications.models import Answer
from incubator.reviews.models import Score
from mentorship.models import Session
from tests.axe.browsing import NARROW, Visit, Visitor
from tests.axe.world import APPLYING, INCUBATING, JUDGING

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PAGES = ("step", "file", "log")
MOST = 400
# What the focused element is, whether its outline is seen, and whether something lies over its middle.
FOCUS = """() => {const one = document.activeElement, box = one.getBoundingClientRect();
    const shown = one.matches("input[type=radio], input[type=checkbox]") ? one.closest("label") || one : one;
    const lit = [one, shown].some(e => {const s = getComputedStyle(e);
        return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== "none"});
    const x = box.left + Math.min(box.width, innerWidth) / 2, y = box.top + Math.min(box.height, 40) / 2;
    const above = document.elementFromPoint(x, y);
    const covered = !!above && !one.contains(above) && !above.contains(one) && !!above.closest(".action-bar");
    return {name: one.name || one.textContent.trim().slice(0, 40), primary: one.matches(".action-bar > button:first-of-type"),
        lit, covered, inside: box.bottom > 0 && box.top < innerHeight,
        box: [box.top, box.bottom, innerHeight, document.querySelector(".action-bar")?.getBoundingClientRect().top].map(Math.round)}}"""


def address(made, name: str) -> Visit:
    """Return the visit of one of the three forms."""
    first = made.draft.form_version.definition["steps"][0]["key"]
    return {
        "step": Visit("writer", reverse("applications:step", args=[made.draft.ref, first]), at=APPLYING),
        "file": Visit(
            "juror", reverse("reviews:file", args=[made.round.public_id, made.open_hand.number]), at=JUDGING
        ),
        "log": Visit(
            "mentor", reverse("mentorship:new_session") + f"?startup={made.place.startup.slug}", at=INCUBATING
        ),
    }[name]


@pytest.mark.parametrize("name", PAGES)
def test_the_tab_key_reaches_the_primary_button_and_every_stop_is_seen(visitor, made, name):
    visitor.go(address(made, name), "fr")
    visitor.page.set_viewport_size(NARROW)
    stops = list(walk(visitor.page))

    assert stops[-1]["primary"], [stop["name"] for stop in stops[-5:]]
    assert [stop["name"] for stop in stops if not stop["lit"]] == []
    assert [(stop["name"], stop["box"]) for stop in stops if stop["covered"] or not stop["inside"]] == []


def walk(page: Page) -> Iterator[dict]:
    """Press Tab until the primary button has the focus."""
    for _press in range(MOST):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        yield stop
        if stop["primary"]:
            return


def test_a_step_posted_while_an_answer_is_on_its_way_does_not_meet_itself(visitor, made):
    """On a slow line the answer saved on leaving a field comes back after the button is pressed."""
    visitor.go(address(made, "step"), "fr")
    page, held = visitor.page, []
    area = page.locator("#step-form textarea, #step-form input[type=text]").first
    key = area.get_attribute("name")
    page.route("**/field/**", lambda route: held.append((route, route.fetch())))
    area.fill("Un premier mot")
    with page.expect_request("**/field/**"):
        area.blur()
    drawn_until(page, lambda: held)
    area.evaluate("(box, text) => { box.value = text }", "Un premier mot, puis la suite")
    page.locator(".action-bar button").first.click(no_wait_after=True)
    with page.expect_navigation():
        for route, answer in held:
            route.fulfill(response=answer)

    assert visitor.status == 200
    assert "Deux réponses" not in page.locator("main").inner_text()
    assert Answer.objects.get(application=made.draft, key=key).value == "Un premier mot, puis la suite"


def drawn_until(page: Page, told: Callable[[], object]) -> None:
    """Let the page be drawn again and again until something is told."""
    for _frame in range(MOST):
        if told():
            return
        page.evaluate("() => new Promise(drawn => requestAnimationFrame(drawn))")


@pytest.fixture
def bare(browser, _async_is_fine, server, made) -> Iterator[Visitor]:
    """A window without JavaScript."""
    with Visitor.opened(browser, server.url, made, java_script_enabled=False) as one:
        yield one


def test_without_javascript_a_step_is_saved(bare, made):
    bare.go(address(made, "step"), "fr")
    area = bare.page.locator("#step-form textarea, #step-form input[type=text]").first
    key = area.get_attribute("name")
    area.fill("Sans script")
    send(bare.page)

    assert bare.status == 200
    assert Answer.objects.get(application=made.draft, key=key).value == "Sans script"


def test_without_javascript_a_juror_saves_scores(bare, made):
    bare.go(address(made, "file"), "fr")
    bare.page.locator("textarea[name^=comment-]").first.fill("Sans script")
    with bare.page.expect_navigation():
        bare.page.locator(".action-bar button[name=do][value=save]").click()

    assert bare.status == 200
    assert Score.objects.filter(assignment=made.open_hand, comment="Sans script").count() == 1


def test_without_javascript_a_mentor_writes_a_report(bare, made):
    bare.go(address(made, "log"), "fr")
    bare.page.locator("[name=minutes]").first.check()
    bare.page.locator("[name=topics]").first.check()
    bare.page.locator("[name=summary]").fill("Sans script, les prix sont fixés.")
    send(bare.page)

    assert bare.status == 200
    assert Session.objects.filter(summary="Sans script, les prix sont fixés.").count() == 1


def send(page: Page) -> None:
    with page.expect_navigation():
        page.locator(".action-bar button").first.click()
