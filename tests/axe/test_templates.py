"""Every template, seen by a browser: no accessibility violation, no sideways scrolling, no error in the console.

The templates drawn are counted as the visits go; one that no visit reaches fails the test.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.template.loader import get_template
from django.test import override_settings
from django.test.signals import template_rendered

from incubator.notifications.rendering import laid_out
from incubator.ui import words
from tests.axe import (
    visits_applying,
    visits_assist,
    visits_calls,
    visits_casework,
    visits_desk,
    visits_desk_list,
    visits_imports,
    visits_portal,
    visits_public,
    visits_tables,
)
from tests.axe.browsing import NARROW, WIDE, Visit, Visitor

# One process makes all the visits in French: the last test counts what they drew. Another may make the English ones.
pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("templates")]
ROOT = Path(__file__).resolve().parents[2]
TABLES = {
    "public": visits_public, "portal": visits_portal, "applying": visits_applying, "desk": visits_desk,
    "casework": visits_casework, "desk list": visits_desk_list, "tables": visits_tables,
    "calls": visits_calls, "assist": visits_assist, "imports": visits_imports,
}  # fmt: skip
LANGUAGES = ("fr", pytest.param("en", marks=pytest.mark.xdist_group("in English")))
# Parts of pages of Wagtail's admin, whose frame is not ours to mend. `tests/cms/test_panels.py` and `tests/cms/test_dashboard.py` draw
# the panels, `tests/cms/test_admin_look.py` the frame, `tests/faults/test_row_01_form_editor.py` the pages of the form editor.
INSIDE_WAGTAIL = (
    "cms/templates/cms/panels/",
    "cms/templates/cms/form_editor/",
    "cms/templates/wagtailadmin/",
)
# The page in the archive of one's own data, opened from the reader's disk: `tests/security/test_privacy_readable.py`.
IN_AN_ARCHIVE = ("incubator/portal/templates/portal/own_copy/",)
# Hidden by the template of the same name of a higher slice.
HIDDEN = {"incubator/applications/templates/applications/casework/reviews_of_file.html"}


def on_disk() -> set[str]:
    """Return every page, part and letter that is HTML."""
    found = {
        str(path.relative_to(ROOT))
        for top in ("incubator", "mentorship", "funding", "cms")
        for path in (ROOT / top).rglob("templates/**/*.html")
    }
    return {path for path in found - HIDDEN if not path.startswith(INSIDE_WAGTAIL + IN_AN_ARCHIVE)}


@pytest.fixture(scope="module")
def drawn() -> Iterator[set[str]]:
    """The files of the templates drawn since the module began."""
    seen: set[str] = set()
    # What other tests have left drawn would not be drawn again.
    caches["template_fragments"].clear()
    words.drawn.cache_clear()

    def note(template, **_more) -> None:
        if template.origin and Path(str(template.origin)).is_relative_to(ROOT):
            seen.add(str(Path(str(template.origin)).relative_to(ROOT)))

    template_rendered.connect(note)
    yield seen
    template_rendered.disconnect(note)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_wrong_with_any_page(visitor, made, drawn, table, language):
    faults = []
    for visit in TABLES[table].visits(made):
        faults += [f"{visit} [{language}] {fault}" for fault in look(visitor, visit, language)]
    assert not faults, "\n".join(["", *faults])


def look(visitor: Visitor, visit: Visit, language: str) -> list[str]:
    """Open a page, and return what is wrong with it at both widths."""
    with override_settings(PEPINIERE_MODE=visit.mode or settings.PEPINIERE_MODE):
        try:
            visitor.go(visit, language)
        except Exception as error:
            return [f"cannot be opened: {str(error).splitlines()[0]}"]
        found = [] if visitor.status == visit.status else [f"answers {visitor.status}, not {visit.status}"]
        if visitor.page.locator("html").get_attribute("lang") != language:
            found.append("is in another language")
        for viewport in (WIDE, NARROW):
            found += [f"at {viewport['width']}: {fault}" for fault in visitor.faults(viewport)]
    return list(dict.fromkeys(found))


def test_nothing_is_wrong_with_the_dark_look(visitor, made):
    """The style guide in each frame, and one page in nine of all."""
    pages = [visit for table in TABLES.values() for visit in table.visits(made)[::9]]
    visitor.page.emulate_media(color_scheme="dark")
    faults = []
    for visit in [*visits_public.styleguide(), *pages]:
        faults += [f"{visit} {fault}" for fault in look(visitor, visit, "fr")]
    assert not faults, "\n".join(["", *faults])


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_wrong_with_a_letter(visitor, made, drawn, language):
    visitor.page.set_content(laid_out(made.letters[language], made.letters[language].text))
    assert [fault for viewport in (WIDE, NARROW) for fault in visitor.faults(viewport)] == []


def test_every_template_was_visited(drawn):
    assert not (on_disk() - drawn), "\n".join(["", *sorted(on_disk() - drawn)])


def test_the_hidden_templates_are_really_hidden():
    for path in HIDDEN:
        assert str(get_template(path.split("/templates/")[1]).origin) != str(ROOT / path)
