"""A founder's money on a phone: three receipts, then the next tranche; over rows as an earlier demonstration stored them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from funding.models import Expense
from funding.tranches import spending
from incubator.core import clock
from tests.incubator.files import samples
from tests.world import funding as world
from tests.world.incubation import active_place, approved_milestone

pytestmark = pytest.mark.browser
NOW = datetime(2027, 10, 20, 9, 0, tzinfo=UTC)
SPILLED = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def award(_served, centre, founder, officer, finance, approver, director, monkeypatch):
    """A first tranche paid, an expense of a category that no form offers, and the milestone approved."""
    office = world.Office(officer, finance, approver, director)
    place = active_place(founder, officer, director)
    found = world.signed_award(place, office)
    tranche = world.paid_tranche(found, founder, office)
    old = world.accepted_expense(tranche, founder, office, 100_000)
    Expense.objects.filter(pk=old.pk).update(category="developpement")
    approved_milestone(place, 1, founder, officer)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return found


def shot(page: Page, tmp_path: Path, name: str) -> None:
    """Nothing runs off the side of a phone; the picture stays beside the test's own files."""
    assert not page.evaluate(SPILLED), name
    page.screenshot(path=tmp_path / f"{name}.png", full_page=True)


def test_three_receipts_then_the_next_tranche(award, phone, founder, finance, tmp_path):
    money = f"/portal/startups/{award.startup.slug}/grant/"
    page = phone(founder)
    page.goto(f"{money}2/request/")
    shot(page, tmp_path, "before")
    for number, category in enumerate(("equipment", "travel", "services")):
        page.goto(f"{money}expenses/new/")
        page.fill("[name=amount]", "250 000 F CFA")
        page.select_option("[name=category]", category)
        page.fill("[name=label]", f"Facture {number + 1}, marché de Dapaong")
        photo = {
            "name": f"reçu {number}.jpg",
            "mimeType": "image/jpeg",
            "buffer": samples.image(size=(600, 400)),
        }
        page.set_input_files("[name=receipt]", photo)
        shot(page, tmp_path, f"expense-{number}")
        page.click("main form button:not([name]):not([type=button])")
        expect(page.locator("body")).to_contain_text("La dépense est enregistrée avec son reçu")
    expect(page.locator("main")).to_contain_text("Autre")
    expect(page.locator("main")).not_to_contain_text("developpement")
    shot(page, tmp_path, "expenses")
    for expense in Expense.objects.filter(state="declared"):
        spending.accept(expense, by=finance, at=NOW)

    page.goto(f"{money}2/request/")
    expect(page.locator("main")).to_contain_text("250")
    page.fill("[name=spending_note]", "Deux serveurs vocaux, et les appels de la période.")
    page.check("[name=declared]")
    shot(page, tmp_path, "request")
    page.click("main form button:not([name]):not([type=button])")
    page.wait_for_url("**/requested/")
    shot(page, tmp_path, "requested")
    second = award.tranches.get(number=2)
    assert (second.state, second.requested_by) == ("requested", founder)
    kept = Expense.objects.exclude(category="developpement")
    assert sorted(kept.values_list("amount", "category", "receipt__content_type")) == [
        (250_000, "equipment", "image/jpeg"),
        (250_000, "services", "image/jpeg"),
        (250_000, "travel", "image/jpeg"),
    ]
