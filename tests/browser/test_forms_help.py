"""What helps somebody fill in a form: counters, lists that are searched, rows added, on a phone and by keyboard."""

import base64

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


@pytest.fixture
def guide(_served, centre, phone) -> Page:
    """The style guide holds every part, in French, on a phone."""
    page = phone()
    page.goto("/styleguide/?lang=fr")
    return page


def test_a_counter_follows_the_typing_and_cuts_nothing(guide):
    told = guide.locator("#help_words_count")
    expect(told).to_have_text("0 mot sur 200")
    guide.fill("#help_words", "un deux : trois")
    expect(told).to_have_text("3 mots sur 200")

    guide.fill("#help_name", "Tikpa")
    expect(guide.locator("#help_name_count")).to_be_hidden()
    guide.fill("#help_name", "é" * 22)
    expect(guide.locator("#help_name_count")).to_have_text("22 caractères sur 20 – 2 de trop")
    assert guide.input_value("#help_name") == "é" * 22


def test_a_long_list_is_searched_without_accents_by_keyboard(guide):
    field, sent = guide.locator("#help_commune"), guide.locator("select[name=commune].quiet")
    expect(field).to_have_role("combobox")
    field.click()
    expect(guide.locator(".combo [role=option]")).to_have_count(15)
    for typed, first in (
        ("tone", "Tône 1 – Dapaong"),
        ("dapao", "Tône 1 – Dapaong"),
        ("kara", "Kozah 1 – Kara"),
    ):
        field.fill(typed)
        expect(guide.locator(".combo [role=option]").first).to_contain_text(first)
    assert all(
        one["height"] >= 44
        for one in map(lambda row: row.bounding_box(), guide.locator(".combo [role=option]").all())
    )

    field.fill("savanes")
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value("Tône 2")
    expect(sent).to_have_value("Tône 2")
    expect(field).to_have_attribute("aria-expanded", "false")


def test_what_is_in_no_list_changes_nothing_and_an_emptied_one_is_empty(guide):
    field, sent = guide.locator("#help_commune"), guide.locator("select[name=commune].quiet")
    field.fill("dapaong")
    field.press("Tab")
    expect(sent).to_have_value("Tône 1 – Dapaong")
    field.fill("nulle part")
    expect(guide.locator(".combo li.none")).to_be_visible()
    field.blur()
    expect(field).to_have_value("Tône 1 – Dapaong")
    expect(guide.get_by_text("rien n’a changé pour").first).to_be_visible()
    field.fill("")
    field.blur()
    expect(sent).to_have_value("")


@pytest.mark.usefixtures("_served", "centre")
def test_without_script_the_list_stays(phone):
    page = phone(scripts=False)
    page.goto("/styleguide/?lang=fr")

    page.select_option("#help_commune", label="Tône 1 – Dapaong")
    expect(page.locator("#help_words_count")).to_have_text("0 mot sur 200")


def test_a_line_is_added_taken_away_and_put_back_without_leaving_the_page(guide):
    add, total = guide.locator("[data-add-row]"), guide.locator("[name=team-TOTAL_FORMS]")
    add.click()
    expect(total).to_have_value("3")
    expect(guide.locator("[name=team-2-name]")).to_be_focused()
    guide.keyboard.type("Ama")
    guide.get_by_role("button", name="Retirer cette ligne").click()
    expect(guide.locator("[name=team-2-name]")).to_be_hidden()
    expect(guide.locator("[name=team-2-DELETE]")).to_be_checked()
    guide.get_by_role("button", name="Remettre").click()
    expect(guide.locator("[name=team-2-name]")).to_have_value("Ama")
    expect(guide.locator("[name=team-2-DELETE]")).not_to_be_checked()
    add.click()
    expect(add).to_be_hidden()


def test_a_total_follows_against_its_ceiling(guide):
    told = guide.locator("[data-sums]")
    expect(told).to_have_text("Total : 1 250 000 F CFA sur 1 500 000 F CFA. Il reste : 250 000 F CFA.")
    guide.fill("[name=budget-1-amount]", "700.000 F CFA")
    expect(told).to_have_text("Total : 1 600 000 F CFA sur 1 500 000 F CFA. De trop : 100 000 F CFA.")


def test_chosen_files_are_listed_with_a_small_picture_of_what_is_one(guide):
    guide.set_input_files(
        "#help_papers",
        [
            {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"},
            {"name": "photo.png", "mimeType": "image/png", "buffer": PIXEL},
            {"name": "broken.png", "mimeType": "image/png", "buffer": b"no picture"},
        ],
    )
    rows = guide.locator(".chosen li")
    expect(rows).to_have_count(3)
    expect(rows.nth(1).locator("canvas")).to_be_visible()
    expect(rows.nth(0).locator("canvas")).to_have_count(0)
    expect(rows.nth(2)).to_have_text("broken.png (0 Ko)")


def test_nothing_overflows_on_the_narrowest_phone(guide):
    guide.set_viewport_size({"width": 320, "height": 640})
    guide.locator("#help_commune").click()

    assert guide.evaluate(
        "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
