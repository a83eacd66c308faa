"""A juror scores on a telephone, in two tabs and after the session ran out: nothing lost, nothing overwritten."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from incubator.core import clock
from tests.browser.test_applying import SPILLED, end_session, sign_in
from tests.world import reviews as jury
from tests.world.applications import submitted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIRST, SECOND = "Vu au marché.", "Revu à tête reposée."


@pytest.fixture
def hand(call, founder, officer, juror, monkeypatch):
    file = jury.eligible(submitted(call, founder, "su-01"), officer)
    given = jury.given(jury.open_round(call, officer), file, juror, officer)
    monkeypatch.setattr(clock, "now", lambda: jury.SCORED)
    return given


@pytest.fixture
def slug(hand) -> str:
    return hand.round.call.criteria.order_by("pk").first().slug


def address(hand) -> str:
    return f"/portal/jury/{hand.round.public_id}/files/{hand.number}/"


def give(page: Page, slug: str, value: int) -> None:
    page.locator(f"label:has([name='score-{slug}'][value='{value}'])").click()


def save(page: Page) -> None:
    with page.expect_navigation():
        page.click("form.content button[name=do][value=save]:not(.on-enter)")


def score(hand, slug: str) -> tuple[int | None, str]:
    kept = hand.scores.get(criterion__slug=slug)
    return kept.value, kept.comment


def test_two_tabs_of_one_juror(hand, slug, juror, phone):
    early: Page = phone(juror)
    context: BrowserContext = early.context
    late = context.new_page()
    for page in (early, late):
        page.goto(address(hand))
    give(early, slug, 3)
    early.fill(f"[name='comment-{slug}']", FIRST)
    save(early)

    give(late, slug, 4)
    late.fill(f"[name='comment-{slug}']", SECOND)
    late.fill("form.content [name=comment]", "Pour le comité.")
    save(late)

    assert score(hand, slug) == (3, FIRST)
    expect(late.locator(".two-answers")).to_have_count(2)
    assert late.locator(".two-answers").nth(1).locator(".typed").all_inner_texts() == [FIRST, SECOND]
    assert late.input_value(f"[name='comment-{slug}']") == SECOND
    assert late.evaluate(SPILLED) is False

    late.locator(f"label:has([name='keep-score-{slug}'][value^='theirs:'])").click()
    late.locator(f"label:has([name='keep-comment-{slug}'][value^='mine:'])").click()
    save(late)

    assert score(hand, slug) == (3, SECOND)
    hand.refresh_from_db()
    assert hand.comment == "Pour le comité."


def test_scores_typed_when_the_session_ended(hand, slug, juror, phone):
    page: Page = phone(juror)
    page.goto(address(hand))
    give(page, slug, 4)
    page.fill(f"[name='comment-{slug}']", FIRST)
    end_session(page)
    save(page)

    sign_in(page, juror, "mine")
    page.wait_for_url(f"**{address(hand)}")
    expect(page.locator("main .typed").first).to_be_visible()
    assert not hand.scores.exists()
    assert page.evaluate(SPILLED) is False
    assert FIRST in page.inner_text("main")

    with page.expect_navigation():
        page.locator("main .action-bar button").click()
    assert score(hand, slug) == (4, FIRST)
