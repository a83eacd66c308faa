"""Wagtail's admin wears the colours, the name and the words of the centre."""

import json
import re
from pathlib import Path

import pytest
import wagtail
from babel.messages.mofile import read_mo
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse
from wagtail.models import Page

from cms import words_of_wagtail
from cms.form_editor import compiling
from tests.world.programmes import load_sample_call

pytestmark = pytest.mark.usefixtures("site")
STYLES = Path(finders.find("cms/admin.css")).read_text(encoding="utf-8")
# Of Wagtail's own colours, those that ours stand on or beside.
WAGTAIL = {
    "surface-page": {"light": "#ffffff", "dark": "#262626"}, "surface-field": {"light": "#ffffff", "dark": "#262626"},
    "dashboard-panel": {"light": "#ffffff", "dark": "#1d1d1d"}, "text-meta": {"light": "#5c5c5c", "dark": "#c8c8c8"},
    "white": {"light": "#ffffff", "dark": "#ffffff"},
}  # fmt: skip
TEXT, EDGE = 4.5, 3.0
# What stands on what, and the least contrast of the two (WCAG 2.1 AA).
PAIRS = [
    ("text-label-menus-default", "surface-menus", TEXT), ("text-label-menus-default", "surface-menu-item-active", TEXT),
    ("white", "surface-menus", TEXT), ("white", "surface-menu-item-active", TEXT),
    ("white", "secondary", TEXT), ("white", "secondary-400", TEXT), ("white", "primary-200", TEXT),
    ("text-meta", "surface-header", TEXT), ("text-meta", "dashboard-panel", TEXT),
    ("focus", "surface-page", EDGE), ("focus", "surface-menus", EDGE), ("house-accent", "dashboard-panel", EDGE),
]  # fmt: skip
# The words of links and labels, which the dark theme takes from other shades.
OF_A_THEME = {
    "light": [
        ("secondary", "surface-page", TEXT), ("secondary", "surface-header", TEXT), ("secondary-400", "surface-page", TEXT),
        ("secondary", "secondary-50", TEXT), ("secondary-400", "secondary-50", TEXT), ("primary", "surface-page", TEXT),
        ("primary", "surface-header", TEXT), ("primary", "secondary-75", TEXT),
    ],
    "dark": [
        ("secondary-100", "surface-page", TEXT), ("secondary-100", "surface-header", TEXT),
        ("secondary-100", "dashboard-panel", TEXT), ("secondary-75", "surface-page", TEXT),
        ("white", "text-highlight", TEXT),
    ],
}  # fmt: skip


def block(selector: str) -> dict[str, str]:
    """Return the colours that a rule gives, by name."""
    inside = STYLES.split(f"{selector}{{", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--(?:w-color-)?([\w-]+):(#[0-9a-f]{6});", inside))


def colours(theme: str) -> dict[str, str]:
    own = block(":root,.w-theme-light" if theme == "light" else ".w-theme-dark")
    return {name: value[theme] for name, value in WAGTAIL.items()} | block(":root") | own


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    lit = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * lit[0] + 0.7152 * lit[1] + 0.0722 * lit[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_pair_of_colours_is_read_by_all(theme):
    known = colours(theme)
    measured = {
        (one, other): contrast(known[one], known[other]) for one, other, _least in PAIRS + OF_A_THEME[theme]
    }

    found = [(one, other, round(measured[one, other], 2)) for one, other, least in PAIRS + OF_A_THEME[theme]
             if measured[one, other] < least]  # fmt: skip
    assert found == []
    assert contrast("#ffffff", "#000000") == pytest.approx(21)


def test_the_theme_of_the_machine_is_the_light_or_the_dark_one():
    for theme, selector in (("light", ":root,.w-theme-light"), ("dark", ".w-theme-dark")):
        inside = STYLES.split(f"(prefers-color-scheme:{theme}){{", 1)[1]
        assert dict(re.findall(r"--(?:w-color-)?([\w-]+):(#[0-9a-f]{6});", inside.split("}", 1)[0])) == block(
            selector
        ), theme
    assert set(block(":root,.w-theme-light")) <= set(block(".w-theme-dark")), (
        "what the light one sets, the dark one does"
    )


def test_the_name_above_the_menu_is_written_in_the_colour_of_the_menu():
    """It stands in a link, whose own green is not read on the green of the menu."""
    known = colours("light")
    assert contrast(known["secondary"], known["surface-menus"]) < EDGE
    rule = STYLES.split(".sidebar-custom-branding,", 1)[1].split("}", 1)[0]
    assert "color:var(--w-color-text-label-menus-default)" in rule


def test_the_house_wears_its_own_green_and_clay():
    assert block(":root")["primary"] == "#17593d"
    assert (colours("light")["surface-menus"], colours("light")["house-accent"]) == ("#0f3e2b", "#a8482a")


@pytest.mark.parametrize(
    ("language", "name", "heading"),
    [
        ("fr", "Centre d’innovation", "Les pages du site"),
        ("en", "Innovation centre", "The pages of the site"),
    ],
)
def test_every_page_carries_the_mark_and_the_name(language, name, heading, editor, client_for):
    browser = client_for(editor)
    for place in ("/cms/", "/cms/pages/", "/cms/images/", "/cms/snippets/cms/callform/"):
        page = browser.get(place, {"lang": language}, follow=True).content.decode()
        title = re.search(r"<title>(.*?)</title>", page, re.DOTALL).group(1)
        mark = re.search(
            r"<template data-wagtail-sidebar-branding-logo>(.*?)</template>", page, re.DOTALL
        ).group(1)
        assert title.endswith(f" - {name}") and "Wagtail" not in title, place
        assert mark.startswith("<img ") and "ui/logo" in mark and f">{name}</span>" in mark, place
        assert "cms/admin" in page and "ui/favicon" in page and "wagtailadmin/images/favicon" not in page, (
            place
        )
    assert heading in browser.get("/cms/", {"lang": language}).content.decode()
    missing = browser.get("/cms/pages/999999/edit/")
    assert missing.status_code == 404


def menu(client, language: str) -> dict[str, str]:
    """Return the lines of the menu beside the page, by name."""
    page = client.get("/cms/", {"lang": language}).content.decode()
    props = json.loads(
        page.split('id="wagtail-sidebar-props" type="application/json">')[1].split("</script>")[0]
    )
    found = {}

    def read(part) -> None:
        if isinstance(part, dict) and "label" in part:
            found[part["name"]] = part["label"]
        for inside in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
            read(inside)

    read(props)
    return found


def test_the_menu_speaks_the_words_of_the_house(admin, client_for):
    browser = client_for(admin)

    assert menu(browser, "fr") == {
        "explorer": "Pages", "call-forms": "Formulaires d’appels", "images": "Images", "documents": "Documents",
        "reports": "Rapports", "workflows": "Pages en relecture", "workflow-tasks": "Étapes de la relecture",
        "site-history": "Historique du site", "aging-pages": "Pages anciennes", "page-types-usage": "Types de pages",
        "account": "Compte", "logout": "Se déconnecter",
    }  # fmt: skip
    english = menu(browser, "en")
    assert english["workflows"] == "Pages in review" and english["logout"] == "Log out"


# Where our French of a word differs from that of Wagtail's own pages, and is as good there.
AS_GOOD = {
    "API token", "API tokens", "Administrator", "Comment", "Created", "Filter", "From", "Last used", "Published",
    "Requested by", "Save", "Section", "Settings", "Sign in", "Summary", "Tag", "Tags", "To", "file", "required",
}  # fmt: skip


def test_no_word_of_ours_says_something_else_on_the_pages_of_wagtail():
    """Our catalogue is asked before Wagtail's: a word that we mean otherwise ("Document": a paper of a file) needs a context.

    Those that it says better are named in `cms/words_of_wagtail.py`.
    """
    ours = words(Path(settings.LOCALE_PATHS[0]) / "fr/LC_MESSAGES/django.mo")
    theirs = Path(wagtail.__file__).parent.glob("**/locale/fr/LC_MESSAGES/django.mo")
    differ = {
        key for path in theirs for key, word in words(path).items() if key in ours and ours[key] != word
    }

    better = set(words_of_wagtail.WORDS)
    assert differ == AS_GOOD | better, (
        "a word that Wagtail no longer has, or says so too, is taken off the list"
    )


def test_a_language_is_no_region_and_a_page_of_the_form_editor_has_its_title(officer, client_for):
    browser, page = client_for(officer), Page.objects.get(slug="aide")
    text = browser.get(f"/cms/pages/{page.pk}/edit/", {"lang": "fr"}).content.decode()
    assert "Langue" in text and "Région" not in text and "régions" not in text

    form = compiling.form_of(load_sample_call(officer))
    step = form.steps[0]
    for address in (
        reverse("call_forms:form", args=[form.pk]),
        reverse("call_forms:step", args=[form.pk, step.id]),
        reverse("call_forms:question", args=[form.pk, step.id, step.value["fields"][0].id]),
    ):
        shown = browser.get(address).content.decode()
        title = " ".join(re.search(r"<title>(.*?)</title>", shown, re.DOTALL).group(1).split())
        assert title == f"Formulaire d’un appel {form.call.reference} - Centre d’innovation", address


def words(path: Path) -> dict[str, str]:
    """Return the words of a catalogue that stand without a context."""
    with path.open("rb") as file:
        messages = list(read_mo(file))
    return {one.id: one.string for one in messages if one.id and isinstance(one.id, str) and not one.context}
