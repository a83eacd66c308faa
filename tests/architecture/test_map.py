"""The map (`incubator/README.md`) names paths that exist: a question asked of it is answered by a file."""

import re
from pathlib import Path

import pytest

from tests.architecture.reading import ROOT

MAP = ROOT / "incubator" / "README.md"
TOPS = ("mentorship/", "funding/", "cms/", "tests/", "deploy/")


def home(path: str) -> Path:
    """Return where a path of the map starts: the top of the project, or `incubator/`."""
    return ROOT / path if path.startswith(TOPS) else ROOT / "incubator" / path


def lost(text: str) -> list[str]:
    """Return the paths that lead nowhere. A bare name stands in the folder of the path before it in its line."""
    wrong = []
    for line in text.splitlines():
        folder: Path | None = None
        for name in re.findall(r"`([\w./]+?(?:\.py|/))`", line):
            if "/" not in name.rstrip("/") and folder is not None and (folder / name).exists():
                continue
            if "/" in name and home(name).exists():
                folder = home(name) if name.endswith("/") else home(name).parent
                continue
            wrong.append(name)
    return wrong


def rules(text: str) -> str:
    return text[text.index("## Rule → file") :]


def test_every_path_of_the_map_exists():
    assert lost(rules(MAP.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("| Who may? | `workflow/deciding.py`, `lifecycle.py` |", []),
        ("| Who may? | `workflow/deciding.py`, `nowhere.py` |", ["nowhere.py"]),
        ("| Who may? | `nowhere/deciding.py` |", ["nowhere/deciding.py"]),
        ("| Who may? | `deciding.py` |", ["deciding.py"]),
        ("| Who pays? | `funding/ledger.py`, `tests/races/` |", []),
    ],
)
def test_a_path_that_leads_nowhere_is_found(line, found):
    assert lost(line) == found


QUESTIONS = {
    "Where is the rule that a file is sent before the closing instant, or begun within the grace?": "programmes/models/deadline.py",
    "Where is a number given to a file?": "applications/submission/sending.py",
    "Where is decided what a blind juror reads?": "applications/blind/masking.py",
    "Where is a tie between two files broken?": "reviews/ranking.py",
    "Where is a place of a cohort taken?": "cohorts/enrolment.py",
    "Where is decided what releases a tranche?": "funding/conditions.py",
    "Where does a tranche become money?": "funding/tranches/disbursement.py",
    "Where is decided what a public figure counts?": "portal/figures.py",
    "Where is a message of the provider read once?": "funding/cards/events.py",
    "Where is decided who may read a file at the desk?": "applications/querysets.py",
    "Where does what was typed over a lost session come back?": "accounts/session_recovery.py",
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_newcomers_question_is_answered_by_a_path_that_exists(question):
    assert home(QUESTIONS[question]).is_file()
    assert QUESTIONS[question].rsplit("/", 1)[-1] in MAP.read_text(encoding="utf-8")
