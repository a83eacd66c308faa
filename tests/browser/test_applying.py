"""Applying on a bad line, on two phones, on a shared one, after the session ran out, and without scripts."""

import pytest
from django.conf import settings
from django.utils.module_loading import import_string
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from incubator.applications.filling import saving
from incubator.applications.models import Answer, Application
from incubator.applications.team import inviting
from tests.conftest import PASSWORD
from tests.world import applications as world
from tests.world.programmes import small_call

pytestmark = pytest.mark.browser
TYPED = "Une idée tapée au bord de la route, sans réseau."
THEIRS = "Ce que l’autre membre a écrit."
# Everything a browser can keep of a page, as text.
LEFT = """async () => JSON.stringify([
    {...localStorage}, {...sessionStorage}, document.cookie,
    (await indexedDB.databases()).map(one => one.name), await caches.keys(),
    navigator.serviceWorker ? (await navigator.serviceWorker.getRegistrations()).length : 0])"""
SPILLED = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def draft(_served, centre, officer, director, founder) -> Application:
    return world.draft(small_call(officer, director), founder, {"shop": "Atelier"})


def step(draft: Application) -> str:
    return f"/portal/applications/{draft.ref}/form/a/"


def idea(draft: Application) -> str | None:
    return Answer.objects.get(application=draft, key="idea").value


def type_idea(page: Page, text: str = TYPED) -> None:
    page.fill("[name=idea]", text)
    page.locator("[name=idea]").blur()


def without_line(page: Page) -> None:
    """Cut the line, and go on once the page knows: right after a change of page the browser takes a moment."""
    page.context.set_offline(True)
    page.wait_for_function("!navigator.onLine")


def line(page: Page, words: str) -> None:
    expect(page.locator("#save-line")).to_contain_text(words)


def sign_in(page: Page, person, device: str) -> None:
    """Through the one door, by password, from the page that asked."""
    page.fill("[name=contact]", person.email)
    page.check(f"[name=device][value={device}]")
    page.click("main form button:not([type=button])")
    page.wait_for_url("**/login/code/")
    # A closed block opens without scripts too: it is the browser's own.
    if not page.is_visible("[name=password]"):
        page.click("details:has([name=password]) summary")
    page.fill("[name=password]", PASSWORD)
    page.click("form:has([name=password]) button")


def end_session(page: Page) -> None:
    """The server forgets the session, wherever it keeps it."""
    held = next(one["value"] for one in page.context.cookies() if one["name"] == "session")
    import_string(f"{settings.SESSION_ENGINE}.SessionStore")(held).delete()


def shut(page: Page) -> None:
    """Close a page without a line: the browser gives it the line back while it closes, and it might still send."""
    page.evaluate("() => { window.fetch = () => new Promise(() => {}) }")
    page.close()


def stored(page: Page) -> str:
    return page.evaluate("() => JSON.stringify({...localStorage})")


def test_a_cut_line_keeps_the_answer_until_it_returns_also_after_closing(draft, founder, phone):
    page = phone(founder)
    context: BrowserContext = page.context
    page.goto(step(draft))
    context.set_offline(True)
    type_idea(page)
    line(page, "Pas de réseau. 1 réponse est gardée dans ce téléphone")
    assert founder.public_id in stored(page)
    shut(page)
    assert idea(draft) is None

    again = context.new_page()
    context.set_offline(False)
    again.goto(f"/portal/applications/{draft.ref}/")
    line(again, "Enregistré à 10")

    assert idea(draft) == TYPED
    assert stored(again) == "{}"


def test_the_line_returns_while_the_page_is_open(draft, founder, phone):
    page = phone(founder)
    page.goto(step(draft))
    without_line(page)
    type_idea(page)
    line(page, "Pas de réseau")
    page.context.set_offline(False)
    line(page, "Enregistré à 10")

    assert idea(draft) == TYPED


def test_text_not_left_when_the_page_closes_comes_back_in_the_form(draft, founder, phone):
    page = phone(founder)
    page.goto(step(draft))
    page.fill("[name=idea]", TYPED)
    page.goto("about:blank")

    page.goto(step(draft))

    expect(page.locator("[name=idea]")).to_have_value(TYPED)
    line(page, "Enregistré à 10")
    assert idea(draft) == TYPED


def test_what_waits_leaves_only_with_the_person_who_typed_it(draft, founder, founder2, phone, client_for):
    brought_in(draft, founder, founder2)
    page = phone(founder)
    page.goto(step(draft))
    without_line(page)
    type_idea(page)
    line(page, "Pas de réseau")
    root = page.url.partition("/portal/")[0]
    shut(page)
    context: BrowserContext = page.context
    context.set_offline(False)

    for person, sent in ((founder2, None), (founder, TYPED)):
        cookie = client_for(person).cookies["session"].value
        context.add_cookies([{"name": "session", "value": cookie, "url": root}])
        turn = context.new_page()
        turn.goto(step(draft))
        expect(turn.locator("[name=idea]")).to_have_value(sent or "")
        if sent:
            line(turn, "Enregistré à 10")
        assert idea(draft) == sent


@pytest.mark.parametrize("scripts", [True, False])
def test_a_session_that_ran_out_brings_back_to_the_step_with_the_text(draft, founder, phone, scripts):
    page = phone(founder, scripts=scripts)
    page.goto(step(draft))
    end_session(page)
    page.fill("[name=idea]", TYPED)
    if scripts:
        page.locator("[name=idea]").blur()
        line(page, "Votre session est terminée")
    page.locator("#step-form .action-bar button, #step-form button").first.click()
    page.wait_for_url("**/login/**")
    assert "route" not in page.url

    sign_in(page, founder, "shared")

    page.wait_for_url(f"**{step(draft)}")
    expect(page.locator("[name=idea]")).to_have_value(TYPED)
    assert idea(draft) == TYPED


def brought_in(draft: Application, lead, person) -> None:
    _invited, code = inviting.invite(draft, None, role="editor", by=lead, at=world.DRAFTED)
    inviting.join(inviting.find(code, by=person, address="", at=world.DRAFTED), by=person, at=world.DRAFTED)


@pytest.mark.parametrize("kept", ["mine", "theirs"])
def test_two_members_at_once_see_both_answers_side_by_side(draft, founder, founder2, phone, kept):
    brought_in(draft, founder, founder2)
    page = phone(founder)
    page.goto(step(draft))
    saving.save_answers(draft, {"idea": THEIRS}, by=founder2, at=world.DRAFTED)
    type_idea(page)

    both = page.locator(".two-answers")
    expect(both).to_contain_text(TYPED)
    expect(both).to_contain_text(THEIRS)
    assert idea(draft) == THEIRS
    both.get_by_role("button").nth(1 if kept == "mine" else 0).click()

    if kept == "mine":
        line(page, "Enregistré à 10")
    expect(both).to_have_count(0)
    expect(page.locator("[name=idea]")).to_have_value(TYPED if kept == "mine" else THEIRS)
    assert idea(draft) == (TYPED if kept == "mine" else THEIRS)
    assert stored(page) == "{}"


@pytest.mark.parametrize("kept", ["mine", "theirs"])
def test_two_members_at_once_without_scripts(draft, founder, founder2, phone, kept):
    brought_in(draft, founder, founder2)
    page = phone(founder, scripts=False)
    page.goto(step(draft))
    saving.save_answers(draft, {"idea": THEIRS}, by=founder2, at=world.DRAFTED)
    page.fill("[name=idea]", TYPED)
    page.locator("#step-form button").first.click()

    expect(page.locator(".two-answers")).to_contain_text(TYPED)
    expect(page.locator(".two-answers")).to_contain_text(THEIRS)
    page.check(f"[name=use-idea][value={kept}]")
    page.locator("main form button:not(.on-enter):not([type=button])").first.click()

    expect(page.locator("[name=idea]")).to_have_value(TYPED if kept == "mine" else THEIRS)
    assert idea(draft) == (TYPED if kept == "mine" else THEIRS)


@pytest.mark.parametrize("device", ["shared", "mine"])
def test_a_shared_device_leaves_nothing_behind_and_names_what_is_unsent(draft, founder, phone, device):
    page = phone()
    page.goto(step(draft))
    sign_in(page, founder, device)
    page.wait_for_url(f"**{step(draft)}")
    without_line(page)
    type_idea(page)
    line(page, "Pas de réseau")
    # The control: on one's own device the answer does wait in the browser.
    assert ("route" in page.evaluate(LEFT)) == (device == "mine")
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept()

    page.on("dialog", answer)
    # The line is back but nothing gets through: what was typed is still unsent.
    page.route("**/field/**", lambda route: route.abort())
    page.context.set_offline(False)
    with page.expect_navigation(url=lambda address: "/form/" not in address):
        page.evaluate("() => document.querySelector('form[action^=\"/logout/\"]').requestSubmit()")

    assert len(asked) >= 1
    assert "Pas encore enregistré" in asked[0]
    left = page.evaluate(LEFT)
    assert ("route" in left, founder.public_id in left, draft.ref in left) == (False, False, False)
    assert [
        cookie["name"]
        for cookie in page.context.cookies()
        if cookie["name"] == "session" and device == "shared"
    ] == []
    page.go_back()
    assert "route" not in page.content()


def test_the_whole_step_and_the_team_without_scripts_at_320_pixels(draft, founder, phone):
    page = phone(founder, scripts=False)
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(step(draft))
    page.fill("[name=idea]", TYPED)
    page.locator("#step-form button").first.click()
    page.wait_for_url(lambda address: not address.endswith("/a/"))
    assert idea(draft) == TYPED

    page.goto(f"/portal/applications/{draft.ref}/team/")
    page.check("[name=role][value=reader]")
    page.get_by_role("button", name="Inviter").click()
    expect(page.locator("main")).to_contain_text("Donnez ce code à la personne")
    assert draft.invitations.get().role == "reader"


@pytest.mark.parametrize("page_of", ["form/a/", "team/", "review/", "", "../join/", "../"])
def test_nothing_scrolls_sideways_at_320_pixels(draft, founder, phone, page_of):
    page = phone(founder)
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"/portal/applications/{draft.ref}/{page_of}")

    assert not page.evaluate(SPILLED)


def test_somebody_is_invited_and_joins_by_keyboard_alone(draft, founder, founder2, phone):
    page, other = phone(founder), phone(founder2)
    page.goto(f"/portal/applications/{draft.ref}/team/")
    press_on(page, "[name=contact]")
    page.keyboard.type(founder2.email)
    press_on(page, "main form button:has-text('Inviter')")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(founder2.email)

    other.goto("/portal/applications/")
    press_on(other, "main form button:has-text('Rejoindre')")
    other.keyboard.press("Enter")

    other.wait_for_url(f"**/portal/applications/{draft.ref}/")
    assert draft.team.get(person=founder2).role == "editor"


def press_on(page: Page, selector: str) -> None:
    """Press Tab until that element has the focus."""
    for _press in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(
            "wanted => document.activeElement.matches(wanted)", selector.split(":has-text")[0]
        ) and (
            ":has-text" not in selector
            or selector.split("'")[1] in page.evaluate("() => document.activeElement.textContent")
        ):
            return
    raise AssertionError(f"The Tab key never reaches {selector}.")
