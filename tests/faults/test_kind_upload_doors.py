"""Every door that takes a file, with every file of the corpora: an answer in words, never a page of error."""

import ast
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from incubator.milestones import evidence
from tests.access.asking import ask
from tests.access.cells import GO
from tests.access.conftest import world
from tests.corpora.uploads import CASES
from tests.faults.inputs import DATA

__all__ = ["world"]
pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Door:
    """One door: its address, about what, who stands there, the field of the file, what is typed beside it."""

    name: str
    about: str
    role: str
    field: str
    typed: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    takes: bool = True  # else every file is refused, for what stands beside it
    answers: tuple = (GO, 200, 400, 422)  # taken, or refused in words on the page itself


EVIDENCE = "evidence"  # the first question for a file of the milestone
OPEN = "a draft with a question for files"
# where the code reads files → the doors behind it
READERS: dict[str, list[Door]] = {
    "incubator/applications/filling/views/documents.py": [
        Door("applications:documents", OPEN, "founder", "file", {"slug": "identite"}),
        Door("applications:documents", OPEN, "founder", "file", {"slug": "presentation"}),
    ],
    "incubator/applications/filling/views/steps.py": [Door("applications:step", OPEN, "founder", "receipts")],
    "incubator/applications/submission/views.py": [
        # Its question takes no file: the document does not exist (files that are asked for: see the drafts).
        Door("applications:corrections", "returned", "owner", "file-problem", {"then": "save"}, takes=False, answers=(404,))
    ],
    "incubator/applications/assistance/views/assisting.py": [
        # Incomplete: said before the photo is looked at.
        Door("applications:assist_sign", "assisted file", "agent", "file", takes=False, answers=(409,))
    ],
    "incubator/imports/views.py": [
        Door("applications:call_imports", "open call", "officer", "table")
    ],
    "incubator/milestones/views/founder.py": [
        Door("milestones:detail", "milestone of startup", "owner", EVIDENCE),
        Door("milestones:submit", "milestone of startup", "owner", EVIDENCE),
    ],
    "incubator/cohorts/views/desk.py": [
        Door("cohorts:record_scan", "place without agreement", "officer", "scan", {"signed_by": lambda world: world.people["owner"].public_id})
    ],
    "funding/views/answering.py": [
        Door(
            "funding:add_expense", "startup", "owner", "receipt",
            {"category": "travel", "label": "Car", "spent_on": "2026-01-15", "amount": "trois"}, takes=False,
        ),
        Door("funding:declare", "charge", "owner", "proof", {"rail": "mobile", "reference": ""}, takes=False),
        Door("funding:declare", "charge", "owner", "proof", {"rail": "mobile", "reference": "TM-1"}),
        Door(
            "funding:charge_act", "charge", "finance", "declare_payment-proof",
            {"declare_payment-rail": "mobile", "declare_payment-reference": "TM-1"}, {"name": "declare_payment"},
        ),
        Door("funding:tranche_act", "payment of tranche", "finance", "pay-proof", {"pay-reference": "VIR"}),
        Door(
            "funding:propose_payee", "startup", "finance", "proof",
            {"rail": "bank", "holder": "Titulaire", "account": "TG53 0001"},
        ),
    ],
}  # fmt: skip
ELSEWHERE = {"incubator/accounts/session_recovery.py": "counts the files that a lost session did not keep"}
# a form with a field of files → where it is read
FORMS = {
    "ScanForm": "incubator/cohorts/views/desk.py",
    "SignForm": "incubator/applications/assistance/views/assisting.py",
    "TableForm": "incubator/imports/views.py",
    "PayeeForm": "funding/views/answering.py",
    "ExpenseForm": "funding/views/answering.py",
    "DeclareForm": "funding/views/answering.py",
    "PaidForm": "funding/views/answering.py",
}
DOORS = {
    f"{door.name} {door.field} {index}": door
    for doors in READERS.values()
    for index, door in enumerate(doors)
}


def reads_files(path: Path) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.attr == "FILES"
        for node in ast.walk(ast.parse(path.read_text()))
    )


def test_no_place_that_reads_files_stands_outside_the_list():
    places = [
        p for slice_ in ("incubator", "funding", "mentorship", "cms") for p in (ROOT / slice_).rglob("*.py")
    ]

    found = {str(path.relative_to(ROOT)) for path in places if reads_files(path)}

    assert found == {*READERS, *ELSEWHERE}


def subclasses(form: type) -> list[type]:
    return [each for below in form.__subclasses__() for each in (below, *subclasses(below))]


def test_no_form_with_a_file_stands_outside_the_list(client):
    client.get("/")  # every module of the doors is read
    ours = [
        each
        for each in subclasses(forms.Form)
        if each.__module__.startswith(("incubator.", "funding.", "mentorship."))
    ]
    with_file = {
        form.__name__ for form in ours
        if any(isinstance(each, forms.FileField) for each in form.base_fields.values())
    }  # fmt: skip

    assert with_file - {"SampleForm", "HelpedForm"} == set(FORMS)
    assert set(FORMS.values()) <= set(READERS)


def corpus():
    """Return (name, octets, type as sent) of every file of the corpora."""
    for case in CASES.values():
        yield case.name, case.make(), case.sent_as
    for path in sorted(DATA.iterdir()):
        yield path.name, path.read_bytes(), "application/octet-stream"


@pytest.fixture(scope="module")
def files():
    return list(corpus())


def send(world, door, url, name, data, sent_as, client=None):
    upload = SimpleUploadedFile("piece", data, content_type=sent_as)
    upload.name = name
    typed = {key: value(world) if callable(value) else value for key, value in door.typed.items()}
    return ask(world, door.role, "POST", url, client, **typed, **{field_of(world, door): upload})


def field_of(world, door):
    if door.field != EVIDENCE:
        return door.field
    return next(iter(evidence.file_fields(world.things["open milestone"].evidence_wanted)))


@pytest.mark.parametrize("key", [key for key, door in DOORS.items() if door.about != OPEN])
def test_every_file_has_an_answer_in_words(world, files, key):
    door = DOORS[key]
    url = reverse(door.name, kwargs={**world.args[door.about], **door.extra})

    answers = {
        (name, len(data)): send(world, door, url, name, data, sent_as).cell for name, data, sent_as in files
    }

    assert {file: cell for file, cell in answers.items() if cell not in door.answers} == {}
    assert (GO in answers.values()) == door.takes
