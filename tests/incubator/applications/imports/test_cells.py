"""Cells of a table, as people and our own exports write them, read back into answers."""

from datetime import UTC, date, datetime, timedelta

import pytest

from incubator.applications.exports import application_table
from incubator.applications.filling import answers
from incubator.applications.filling.definitions import definition_of
from incubator.applications.imports.cells import Cells
from incubator.applications.imports.kind import PAPER_FILES
from incubator.applications.models import Application, ImportBatch
from incubator.documents import tables
from incubator.forms.completeness import carried_by_paper
from incubator.forms.definition import Definition
from incubator.forms.types import parse
from incubator.imports import background, importing
from incubator.programmes.preparation import copying
from tests.world import applications as filing
from tests.world import imports as world
from tests.world.programmes import BEFORE, publish

pytestmark = pytest.mark.django_db
CHOICES = [
    {"code": "F", "label": {"fr": "Femme", "en": "Woman"}},
    {"code": "autre", "label": {"fr": "Autre, à préciser"}},
]
FORM = Definition.load(
    {
        "schema": 1,
        "documents": [],
        "steps": [
            {
                "key": "a",
                "title": {"fr": "A"},
                "fields": [
                    {"key": "who", "type": "choice", "label": {"fr": "Qui"}, "choices": CHOICES},
                    {"key": "many", "type": "multichoice", "label": {"fr": "Qui"}, "choices": CHOICES},
                    {"key": "place", "type": "commune", "label": {"fr": "Commune"}, "source": "communes"},
                    {
                        "key": "places",
                        "type": "multichoice",
                        "label": {"fr": "Communes"},
                        "source": "communes",
                    },
                    {"key": "day", "type": "date", "label": {"fr": "Jour"}, "year_only_allowed": True},
                    {"key": "yes", "type": "boolean", "label": {"fr": "Oui"}},
                    {"key": "sum", "type": "money", "label": {"fr": "Somme"}},
                    {"key": "tel", "type": "phone", "label": {"fr": "Tél"}},
                    {"key": "text", "type": "text", "label": {"fr": "Texte"}},
                    {
                        "key": "person",
                        "type": "person",
                        "label": {"fr": "Personne"},
                        "parts": ["last_name", "first_names", "gender"],
                    },
                    {
                        "key": "lines",
                        "type": "budget",
                        "label": {"fr": "Budget"},
                        "columns": [
                            {"key": "what", "type": "text", "label": {"fr": "Poste"}},
                            {"key": "amount", "type": "money", "label": {"fr": "Montant"}},
                        ],
                    },
                ],
            }
        ],
    }
)
READ = [
    ("who", "femme", "F"),
    ("who", "WOMAN", "F"),
    ("who", "f", "F"),
    ("many", "Femme ; autre", ["F", "autre"]),
    ("many", "Femme, F", ["F"]),
    ("many", "Autre, à préciser", ["autre"]),
    ("place", "tone 1", "tone-1"),
    ("place", "Tône 1 – Dapaong", "tone-1"),
    ("places", "Tône 1 – Dapaong, Golfe 1", ["tone-1", "golfe-1"]),
    ("day", datetime(1999, 8, 17), "1999-08-17"),
    ("day", date(1999, 8, 17), "1999-08-17"),
    ("day", 1999.0, "1999"),
    ("day", "17/08/1999", "1999-08-17"),
    ("yes", True, True),
    ("yes", "Oui", True),
    ("sum", 500000.0, 500000),
    ("sum", "500 000 F CFA", 500000),
    ("tel", 90123456, "+22890123456"),
    ("tel", 90123456.0, "+22890123456"),
    ("text", datetime(2027, 3, 5), "05/03/2027"),
    ("text", 12.0, "12"),
    ("person", "Nom : Mensah · Prénoms : Afi", {"last_name": "Mensah", "first_names": "Afi", "gender": None}),
    ("person", "Mensah | Afi | Femme", {"last_name": "Mensah", "first_names": "Afi", "gender": "F"}),
    ("lines", "Poste : Tablettes · Montant : 500 000 F CFA\nFil | 2000\nTotal : 502 000 F CFA",
     [{"what": "Tablettes", "amount": 500000}, {"what": "Fil", "amount": 2000}]),
    ("text", "", None),
    ("text", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("key", "cell", "expected"), READ)
def test_a_cell_is_read(territory, key, cell, expected):
    field = FORM.fields_by_key[key]

    assert parse(field, Cells(FORM).raw(field, cell)) == expected


def test_what_our_export_wrote_comes_back_as_it_was(call, officer, director, founder):
    """An earlier call's files, exported, become files of another call with the same answers."""
    earlier = filing.submitted(call, founder)
    wanted = application_table.Wanted(form="csv", personal=True)
    table = application_table.Table(officer, wanted, [earlier.pk])
    data = "".join(tables.csv_lines(table.rows([earlier.pk]), table.headings())).encode()
    opens = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
    other = copying.copy(
        call, reference="AC-2027-50", slug="autre", opens_at=opens, closes_at=opens + timedelta(days=60),
        by=officer, at=BEFORE,
    )  # fmt: skip
    other = publish(other, officer, director)

    batch = importing.begin(PAPER_FILES, other, world.upload(data), by=officer, at=world.AFTER)
    importing.match(PAPER_FILES, batch, batch.targets, received_on=world.RECEIVED, by=officer, at=world.AFTER)

    assert [row.problems for row in batch.rows.all()] == [[]]
    importing.confirm(
        PAPER_FILES, batch, only_good=False, as_drafts=False, tells=False, by=officer, at=world.AFTER
    )
    background.go_on(PAPER_FILES, ImportBatch.objects.get(), by=officer, at=world.AFTER)
    copy = Application.objects.get(call=other)
    form = definition_of(other.form_version)
    left_out = carried_by_paper(form) | {
        field.key for field in form.fields() if field.data_class == "sensitive"
    }
    sent = {key: value for key, value in answers.sent(earlier).items() if key not in left_out}
    assert answers.sent(copy) == sent
    assert copy.startup.name == earlier.startup_name and copy.team.get().person.email == copy.lead_email
