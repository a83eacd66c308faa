"""A call built as an officer builds it: the desk's rows and boxes, the blocks of the form editor. No JSON, no file."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import override
from playwright.sync_api import Locator, Page

from cms.form_editor.blocks import LABELS
from tests.journeys.people import Person

LISTS = ("choices", "rows", "caps", "conditions", "groups")
CONDITIONS = ("shown_when", "required_when")


def copies(officer: Person, call: Mapping[str, Any], source: str) -> None:
    """Begin from an earlier call, as the desk offers."""
    officer.open("/desk/calls/new/")
    option = officer.page.locator("select[name=source] option", has_text=source).first
    officer.choose("source", option.get_attribute("value") or "")
    for name in ("reference", "slug", "opens_at", "closes_at"):
        officer.fill(name, call[name])
    officer.press(officer.page.locator("main form button").last.inner_text())
    officer.sees(call["reference"])


def empties(officer: Person, desk: str) -> None:
    """Take out what the earlier call asked: what the grid judges first, then rules and documents."""
    officer.open(f"{desk}grid/")
    ticked = officer.page.locator("main input[name$='-answers']:checked")
    while ticked.count():
        ticked.first.uncheck()
    officer.press("Enregistrer").sees("Enregistré")
    for part in ("rules", "documents"):
        officer.open(f"{desk}{part}/")
        for box in officer.page.locator("main input[name$='-DELETE']").all():
            box.check()
        officer.press("Enregistrer").sees("Enregistré")


def writes_the_text(officer: Person, desk: str, call: Mapping[str, Any]) -> None:
    officer.open(f"{desk}text/")
    for name in ("title_fr", "summary_fr"):
        officer.fill(name, call[name])
    officer.fill("title_en", "").fill("summary_en", "").fill("contact_email", "appel@centre.example")
    officer.fill("rejected_months", 12)
    officer.press("Enregistrer")


def writes_rows(officer: Person, desk: str, part: str, rows: list[Mapping[str, Any]]) -> None:
    """Add rows to a part of the call, one at a time as the page offers them; their conditions in rows too."""
    for row in rows:
        officer.open(f"{desk}{part}/")
        last = int(officer.page.locator(f"[name={part}-TOTAL_FORMS]").input_value()) - 1
        condition = "condition" if part == "rules" else "required_when"
        for name, value in row.items():
            if name == "when":
                _condition_rows(officer, f"{part}-{last}-{condition}", value)
            elif isinstance(value, list):
                for code in value:
                    officer.tick(f"{part}-{last}-{name}", code)
            elif officer.page.locator(f"select[name={part}-{last}-{name}]").count():
                officer.choose(f"{part}-{last}-{name}", value)
            else:
                officer.fill(f"{part}-{last}-{name}", value)
        officer.press("Enregistrer").sees("Enregistré")


def opens_windows(officer: Person, desk: str, windows: list[Mapping[str, str]]) -> None:
    """Give the call two times during which it takes applications, in one page."""
    officer.open(f"{desk}windows/")
    for number, row in enumerate(windows):
        for name, value in row.items():
            officer.fill(f"windows-{number}-{name}", value)
    officer.press("Enregistrer").sees("Enregistré")


def _condition_rows(officer: Person, name: str, lines: list[list[str]]) -> None:
    for number, (field, op, value, *part) in enumerate(lines):
        officer.choose(f"{name}-{number}-field", field).choose(f"{name}-{number}-op", op)
        officer.fill(f"{name}-{number}-value", value)
        if part:
            officer.page.locator(f"details:has([name='{name}-{number}-part']) summary").last.click()
            officer.choose(f"{name}-{number}-part", part[0])


def judges(officer: Person, desk: str, grid: Mapping[str, list[str]]) -> None:
    """Tick the answers that each line of the grid judges."""
    officer.open(f"{desk}grid/")
    for number, slug in enumerate(grid):
        assert officer.page.locator(f"[name=grid-{number}-slug]").input_value() == slug
        for key in grid[slug]:
            officer.tick(f"grid-{number}-answers", key)
    officer.press("Enregistrer")


# -- the form editor -----------------------------------------------------------------------------------------


def writes_the_form(officer: Person, steps: list[Mapping[str, Any]]) -> None:
    """Every part of the form: the old steps out, the new ones in, each step and each question saved by itself."""
    page = officer.page
    form = page.url
    while page.locator(".form-parts details").count():
        page.locator(".form-parts details summary").first.click()
        _go(page, page.locator("button[value=remove]").first)
    with override("fr"):
        for step in steps:
            page.goto(form)
            _go(page, page.get_by_role("link", name="Ajouter une étape"))
            _saves(page, {name: value for name, value in step.items() if name != "fields"})
            for one in step["fields"]:
                page.locator("#kind").select_option(one["type"])
                _go(page, page.locator(".form-add button"))
                _saves(page, one)


def _saves(page: Page, values: Mapping[str, Any]) -> None:
    """Fill the page of one part and save it."""
    page.locator('[name^="part-"]').first.wait_for(state="attached")
    _fill(page, "part", values)
    _go(page, page.get_by_role("button", name="Enregistrer", exact=True))
    assert page.locator("#kind").count(), (values, page.url, page.locator("main").inner_text()[:3000])


def _go(page: Page, control: Locator) -> None:
    with page.expect_navigation(wait_until="load"):
        control.click()


def _holder(page: Page, prefix: str) -> Locator:
    """The container of the blocks of a stream or a list."""
    return page.locator(f'input[name="{prefix}-count"]').locator(
        "xpath=../div[@data-streamfield-stream-container or @data-streamfield-list-container]"
    )


def _add(page: Page, prefix: str, label: str = "") -> str:
    """Add a block at the end, of this type where there are several; return the prefix of its inputs."""
    index = page.locator(f'input[name="{prefix}-count"]').input_value()
    _holder(page, prefix).locator(
        "xpath=(./div[not(@data-streamfield-child)])[last()]//button | (./button)[last()]"
    ).last.click()
    if label:
        page.get_by_role("option", name=label, exact=True).last.click()
    added = f"{prefix}-{index}-value"
    page.locator(f'[name^="{added}"]').first.wait_for(state="attached")
    return added


def _fill(page: Page, prefix: str, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        place = f"{prefix}-{name}"
        if name == "type":
            continue
        if name == "columns":
            for one in value:
                _fill(page, _add(page, place, str(LABELS[one["type"]])), one)
        elif name in LISTS:
            for one in value:
                _fill(page, _add(page, place), one)
        elif name in CONDITIONS:
            _unfold(page, place)
            _fill(page, place, value)
        else:
            _type(page.locator(f'[name="{place}"]'), value)


def _unfold(page: Page, prefix: str) -> None:
    """Open the closed panel of a condition."""
    match = page.locator(f'[name="{prefix}-match"]')
    if not match.is_visible():
        panel = match.locator("xpath=ancestor::section[1]")
        panel.locator("[data-panel-toggle]").first.click()
    match.wait_for(state="visible")


def _type(control: Locator, value: Any) -> None:
    if isinstance(value, bool):
        control.set_checked(value)
    elif control.evaluate("node => node.tagName") == "SELECT":
        control.select_option(value)
    else:
        control.fill(str(value))
