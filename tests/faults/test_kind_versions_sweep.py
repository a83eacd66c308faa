"""Kind: a whole page is written back over what changed meanwhile. Every form filled in from a row has a version."""

import ast
import importlib
import re
from pathlib import Path

import pytest

from incubator.workflow.versioned import Versioned

ROOT = Path(__file__).resolve().parents[2]
TOPS = ("incubator", "mentorship", "funding")
# form made in a view with values in it → why it needs no version
PROPOSALS = {
    "incubator.accounts.views.door:ContactForm": "the door: it looks somebody up",
    "incubator.applications.assistance.views.assisting:PhoneForm": "one number, which does nothing before its owner's code",
    "incubator.applications.exceptions.views.closing:ClosingForm": "a new extension; its day is proposed from an outage",
    "incubator.applications.worklist.views.bulk:BulkChargeForm": "an act on ticked files; the person who looks is proposed",
    "incubator.applications.worklist.views.bulk:BulkReturnForm": "an act on ticked files; a day is proposed",
    "incubator.applications.casework.views.corrections:ReturnForm": "a new return, refused once the file is back; a day is proposed",
    "incubator.applications.decisions.views:ReasonsForm": "a move made once; the failed rules are proposed as reasons",
    "incubator.applications.casework.views.notes:TaskForm": "a new task",
    "incubator.cohorts.views.desk:CohortForm": "a new cohort, made once; the call's dates are proposed",
    "incubator.portal.views.registration:RegistrationForm": "a new proposal; what the team declares is filled in",
    "incubator.programmes.views.desk:CopyForm": "a new call",
    "incubator.programmes.views.parts:SectionFormSet": "the page draws a Version of the words and sections",
    "incubator.programmes.views.parts:WordsForm": "the page draws a Version of the words and sections",
    "incubator.programmes.views.parts:part_formset(part)": "the page draws a Version of the rows",
    "incubator.reporting.views.desk:PeriodFormSet": "new periods; the usual quarters are proposed",
    "incubator.reviews.views.committee:RankingForm": "a new ranking; the places of the call are proposed",
    "incubator.reviews.views.desk:JurorsForm": "a new proposal of who reads what",
    "mentorship.views.desk:MatchForm": "a new proposal of a mentor; the address names the start-up",
}
# template with a form filled in by hand → why it needs no version
BY_HAND = {
    "applications/worklist/bulk_run.html": "the files that failed, to try again",
    "applications/exports/export.html": "a new export",
    "applications/casework/return.html": "a new return: what was typed stays on the page",
    "lists/views.html": "the columns one reads oneself",
    "applications/team/team.html": "one choice about one person, with a button of its own",
    "reviews/desk/propose.html": "a new proposal, all boxes ticked",
    "reviews/file.html": "the reason of an abstention, given once",
    "reviews/links.html": "declared once",
}
FORM = re.compile(r"<form[^>]*method=\"post\".*?</form>", re.S)
FILLED = re.compile(
    r"<textarea|<input(?![^>]*type=\"(?:hidden|submit)\")[^>]*value=\"\{\{|\{% if [^%]*%\} (?:checked|selected)\{% endif"
)


def made_with_values(source: str) -> list[str]:
    """Return the names of what a module calls with `initial=` or `instance=`."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and {"initial", "instance"} & {each.arg for each in node.keywords}:
            found.append(ast.unparse(node.func))
    return found


def filled_by_hand(template: str) -> bool:
    """Tell whether a template has a form that holds values of its own, and says nothing of what was read."""
    forms = FORM.findall(template)
    return any(
        FILLED.search(each) and "{% version" not in each and "token" not in each.replace("csrf_token", "")
        for each in forms
    )


def without_version() -> set[str]:
    found = set()
    doors = [
        path for top in TOPS for path in (ROOT / top).rglob("*.py") if {"views", "views.py"} & set(path.parts)
    ]
    for path in sorted(doors):
        module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for name in made_with_values(path.read_text(encoding="utf-8")):
            form = getattr(module, name, None)
            if not (isinstance(form, type) and issubclass(form, Versioned)):
                found.add(f"{module.__name__}:{name}")
    return found


def hand_made() -> set[str]:
    paths = (path for top in TOPS for path in (ROOT / top).rglob("templates/**/*.html"))
    return {
        str(path.relative_to(ROOT)).split("templates/")[1]
        for path in paths
        if filled_by_hand(path.read_text(encoding="utf-8"))
    }


def test_every_form_filled_in_by_a_view_has_a_version_or_a_reason():
    assert without_version() == set(PROPOSALS)
    assert all(PROPOSALS.values())


def test_every_form_filled_in_by_a_template_has_a_version_or_a_reason():
    assert hand_made() == set(BY_HAND)
    assert all(BY_HAND.values())


def test_a_versioned_form_is_drawn_with_its_version():
    """A form that knows what was read says so only where its template draws it."""
    drawn = [path for top in TOPS for path in (ROOT / top).rglob("templates/**/*.html")]
    assert sum("{% version " in path.read_text(encoding="utf-8") for path in drawn) >= 13


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("form = NameForm(request.POST or None, initial={'name': row.name})", ["NameForm"]),
        ("form = factory(part)(None, instance=call)", ["factory(part)"]),
        ("form = NameForm(request.POST or None)", []),
    ],
)
def test_a_form_made_with_values_is_found(source, names):
    assert made_with_values(source) == names


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        ('<textarea name="a">{{ row.a }}</textarea>', True),
        ('<input name="a" value="{{ row.a }}">', True),
        ('<input type="checkbox" name="a"{% if row.a %} checked{% endif %}>', True),
        ('<input type="hidden" name="a" value="{{ row.a }}">', False),
        ('{% version form %}<textarea name="a">{{ row.a }}</textarea>', False),
    ],
)
def test_a_form_filled_in_by_hand_is_found(inside, found):
    assert filled_by_hand(f'<form method="post">{{% csrf_token %}}{inside}</form>') is found
