"""An officer makes the next call out of the shipped one: ten questions in the CMS, every rule that decides at the desk."""

import re

import pytest
from playwright.sync_api import Page, expect
from wagtail.models import Collection

from cms.setup import ensure_site
from incubator.core import clock
from incubator.demo.calls import sample
from incubator.programmes.call_file.loading import load_call
from incubator.programmes.models import Call
from tests.faults.test_kind_pdf_text import texts_of
from tests.world.programmes import BEFORE

pytestmark = pytest.mark.browser
DESK = "/desk/calls/AC-2028-01/"
SPILLED = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
CHANGED = {
    "reviews_per_application": "3",
    "third_review_gap": "0",
    "scale_min": "1",
    "scale_max": "7",
    "scale_step": "2",
    "words_fr": "Absent\nMoyen\nBon\nExcellent",
    "words_en": "Missing\nFair\nGood\nExcellent",
    "pass_mark_percent": "65",
    "award_amount": "5 000 000 F CFA",
}
TIES = {"tie_1": "impact", "tie_2": "besoin", "tie_3": ""}
INSTALMENTS = (
    "1 500 000",
    "2 000 000",
    "1 500 000",
)  # 30, 40 and 30 % of the award, as the shipped plan shares it
SAID = (
    "Le jury lit les dossiers avec les noms des équipes.",
    "Chaque dossier est lu par 3 membres du jury.",
    "Chaque critère est noté de 1 (Absent) à 7 (Excellent)",
    "est inférieur à 65 points sur 100 n’est pas retenu.",
    "passe devant la meilleure moyenne sur « Impact",
)


@pytest.fixture
def shipped(_served, centre, officer, monkeypatch) -> Call:
    """The call that is shipped, in preparation, and the public site open."""
    monkeypatch.setattr(clock, "now", lambda: BEFORE)
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    ensure_site(centre)
    return load_call(sample(), by=officer, at=BEFORE)


def shot(page: Page, tmp_path, name: str) -> None:
    """Nothing runs off the side, on a phone and on a desk; the pictures stay beside the test's own files."""
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert not page.evaluate(SPILLED), (name, width)
        page.screenshot(path=tmp_path / f"{name}-{width}.png", full_page=True)


def press(page: Page, words: str, heard: str) -> None:
    with page.expect_navigation(wait_until="load"):
        page.locator("main").get_by_role("button", name=words, exact=True).first.click()
    expect(page.locator("body")).to_contain_text(heard)


def copies(page: Page, source: str) -> None:
    page.goto("/desk/calls/new/")
    option = page.locator("select[name=source] option", has_text=source).first
    page.select_option("[name=source]", option.get_attribute("value"))
    for name, value in {
        "reference": "AC-2028-01", "slug": "communes-2028", "opens_at": "2028-01-17T09:00", "closes_at": "2028-03-03T17:00",
    }.items():  # fmt: skip
        page.fill(f"[name={name}]", value)
    page.locator("main form button").last.click()
    page.wait_for_url(f"**{DESK}**")


def stick_out(page: Page) -> list[str]:
    """The fields of a question that a phone cuts at its side, though the page itself does not scroll there."""
    page.set_viewport_size({"width": 360, "height": 800})
    page.reload()
    page.locator("[name=part-label_fr]").wait_for(state="visible")
    found = page.evaluate(
        "[...document.querySelectorAll('main input, main select, main textarea')]"
        ".filter(e => e.offsetParent && e.getBoundingClientRect().right > innerWidth).map(e => e.name)"
    )
    page.set_viewport_size({"width": 1280, "height": 800})
    page.reload()
    page.locator("[name=part-label_fr]").wait_for(state="visible")
    return list(found)


def changes_ten_questions(page: Page) -> list[str]:
    """Open questions of the first steps one by one in the CMS and save each with other words; return these words."""
    page.goto(f"{DESK}form/")
    form = page.url
    written: list[str] = []
    for step in [link.get_attribute("href") for link in page.locator(".form-parts td.title a").all()]:
        page.goto(step)
        for question in [link.get_attribute("href") for link in page.locator(".form-parts td.title a").all()]:
            page.goto(question)
            label = page.locator("[name=part-label_fr]")
            label.wait_for(state="visible")
            if not written:
                assert stick_out(page) == []
            words = f"{label.input_value()} (édition {len(written) + 1})"
            label.fill(words)
            with page.expect_navigation(wait_until="load"):
                page.get_by_role("button", name="Enregistrer", exact=True).click()
            written.append(words)
            if len(written) == 10:
                page.goto(form)
                return written
    raise AssertionError(f"{form} asks too little")


def changes_what_decides(page: Page, tmp_path) -> None:
    page.goto(f"{DESK}prepare/selection/")
    shot(page, tmp_path, "selection")
    page.check("[name=reading][value=open]", force=True)
    for name, value in CHANGED.items():
        page.fill(f"[name={name}]", value)
    for name, value in TIES.items():
        page.select_option(f"[name={name}]", value)
    press(page, "Enregistrer", "Enregistré")
    page.goto(f"{DESK}prepare/")
    expect(page.locator("main")).to_contain_text(re.compile("Les tranches font 3.000.000"))
    expect(page.get_by_role("button", name="Envoyer à la direction")).to_have_count(0)
    page.goto(f"{DESK}prepare/tranches/")
    for number, amount in enumerate(INSTALMENTS):
        page.fill(f"[name=tranches-{number}-amount]", amount)
    press(page, "Enregistrer", "Enregistré")


def test_a_copy_of_the_shipped_call_is_changed_approved_and_published(
    shipped, phone, officer, director, tmp_path
):
    office, direction, visitor = phone(officer), phone(director), phone()
    for page in (office, direction, visitor):
        page.set_default_timeout(60_000)  # the first page of a busy machine is slow
    copies(office, shipped.reference)
    written = changes_ten_questions(office)
    office.goto(f"{DESK}form-preview/")
    press(office, "Publier le formulaire", "formulaire")
    changes_what_decides(office, tmp_path)
    office.goto(f"{DESK}prepare/")
    shot(office, tmp_path, "prepare")
    press(office, "Envoyer à la direction", "L’appel est envoyé à la direction")
    direction.goto(f"{DESK}approve/")
    shot(direction, tmp_path, "approve")
    press(direction, "Approuver", "pprouvé")
    office.goto(f"{DESK}prepare/")
    press(office, "Publier l’appel", "L’appel est publié")

    visitor.goto("/appels/communes-2028/")
    shot(visitor, tmp_path, "public")
    page = plain(visitor.locator("main").inner_text())
    answer = visitor.request.get("/appels/communes-2028/reglement.pdf")
    printed = joined(texts_of(answer.body()))
    for sentence in (*SAID, "5 000 000"):
        assert sentence in page
        assert joined(sentence) in printed
    call = Call.objects.get(reference="AC-2028-01")
    asked = {
        field["label"]["fr"] for step in call.form_version.definition["steps"] for field in step["fields"]
    }
    assert set(written) <= asked
    assert [one.amount for one in call.tranche_plan.order_by("number")] == [1_500_000, 2_000_000, 1_500_000]
    assert (call.state, call.award_amount, call.third_review_gap) == ("published", 5_000_000, 0)


def plain(text: str) -> str:
    """The words with plain spaces."""
    return " ".join(text.split())


def joined(text: str) -> str:
    """The words without spaces: a PDF breaks its lines where it likes."""
    return "".join(text.split())
