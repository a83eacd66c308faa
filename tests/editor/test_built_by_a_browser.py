"""A call unlike the sample – territory and ages, a conditional document, a capped table, partners, a voice – is built
in the editor by a browser, applied to, screened and exported.
"""

import json
from pathlib import Path

import pytest

from tests.editor import building
from tests.editor.applying import applies
from tests.journeys.conftest import template, walk  # noqa: F401 - the stack of the journeys
from tests.journeys.steps_office import comes_to_work, opens_the_centre
from tests.journeys.way import Case
from tests.world.programmes import SMALL

CALL = json.loads((Path(__file__).parent / "call.json").read_text(encoding="utf-8"))
EARLIER = SMALL
pytestmark = pytest.mark.browser


def test_a_call_unlike_the_sample_is_built_by_a_browser(walk):  # noqa: F811
    way = walk(_case(), 390)
    opens_the_centre(way)
    file = way.stack.room / "earlier.json"
    file.write_text(way.case.text, encoding="utf-8")
    way.stack.manage("load_call", str(file))
    officer, director = comes_to_work(way, "officer"), comes_to_work(way, "director")
    desk = f"/desk/calls/{CALL['reference']}/prepare/"

    building.copies(officer, CALL, EARLIER["reference"])
    building.writes_the_text(officer, desk, CALL)
    building.empties(officer, desk)
    officer.open(desk).follow("Ouvrir le formulaire dans le CMS")
    building.writes_the_form(officer, CALL["steps"])
    officer.open(f"/desk/calls/{CALL['reference']}/form-preview/").shoot("preview")
    officer.sees("Partenaire 1", "Matériel", "Cet appel est ouvert aux équipes de la région Maritime.")
    officer.press("Publier le formulaire")
    building.opens_windows(officer, desk, CALL["windows"])
    building.writes_rows(officer, desk, "documents", CALL["documents"])
    building.writes_rows(officer, desk, "rules", CALL["rules"])
    building.judges(officer, desk, CALL["grid"])
    officer.open(desk).shoot("checklist").press("Envoyer à la direction")
    director.open(f"{desk.removesuffix('prepare/')}approve/").press("Approuver")
    officer.open(desk).press("Publier l’appel").sees("L’appel est publié : sa page est en ligne.")

    applies(way, CALL)
    assert not way.troubles()


def _case() -> Case:
    """Only what the stack and its people need of a journey's case."""
    return Case("editor", EARLIER, lambda: [], {}, "", "", ("", ""), ([], [], []), [], "", {}, (), (), ())
