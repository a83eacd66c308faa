"""Kind: a reader strict about what surrounds the value, and two readers of one thing."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from funding.forms import ExpenseForm
from funding.models import Tranche
from incubator.accounts import contacts
from incubator.applications.imports.checking import PaperChecker
from incubator.applications.imports.kind import PAPER_FILES
from incubator.documents import sheets
from incubator.forms import types
from incubator.forms.definition import Column
from incubator.imports import importing, uploaded_table
from incubator.reporting import filling
from tests.faults.test_kind_tables import DATA
from tests.world import imports as world


def column(kind: str) -> Column:
    return Column(key="x", type=kind, label={"fr": "X", "en": "X"})


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    ["1 500 000", "1 500 000,00", "1.500.000", "1 500 000 F CFA", "XOF 1,500,000", "1\u202f500\u202f000"],
)
def test_an_amount_is_one_amount_for_the_form_the_expense_and_the_report(typed):
    expense = ExpenseForm({"amount": typed}, tranches=Tranche.objects.none())
    expense.full_clean()

    assert types.parse(column("money"), typed) == 1_500_000
    assert expense.cleaned_data["amount"] == 1_500_000
    assert filling.read_number(typed, "XOF") == Decimal(1_500_000)


def test_the_days_of_a_form_on_line_are_read_with_their_hour():
    rows = sheets.read((DATA / "csv_day_with_hour.csv").read_bytes(), "x.csv").rows

    assert {types.parse(column("date"), cells[0]) for _line, cells in rows} == {
        date(2026, 11, 26).isoformat()
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("20/02/2027 14:03:11", datetime(2027, 2, 20, 14, 3, 11, tzinfo=UTC)),
        ("20/02/2027 14 h 03", datetime(2027, 2, 20, 14, 3, tzinfo=UTC)),
        ("2027-02-20T14:03:11+02:00", datetime(2027, 2, 20, 12, 3, 11, tzinfo=UTC)),
        ("20 février 2027", datetime(2027, 2, 20, tzinfo=UTC)),
    ],
)
def test_the_hour_of_a_reception_is_kept(small, officer, typed, told):
    headings = (*world.HEADINGS, "Reçu le")
    table = world.upload(world.csv((*world.GOOD, typed), headings=headings))
    batch = importing.begin(PAPER_FILES, small, table, by=officer, at=world.AFTER)

    (line, cells) = uploaded_table.sheet_of(batch).rows[0]
    row = PaperChecker(batch, world.AFTER).check(line, cells)

    assert (row.received_at, row.problems) == (told, [])


@pytest.mark.parametrize(
    "typed", ["90 00 00 40", "+228 (0)90 00 00 40", "00228 90-00-00-40", "\u202a+228 90 00 00 40\u202c"]
)
def test_a_telephone_is_one_telephone_at_the_door_and_in_a_form(typed):
    assert contacts.read(typed).value == types.parse(column("phone"), typed) == "+22890000040"


ROOT = Path(__file__).parents[2]
# A telephone that a template prints, where it is not the value of an attribute.
PRINTED = re.compile(r"(?<![=:\"'])\{\{\s*([\w.|:\"]*(?:\.phone|\bcontact\.value))(\|[^}]*?)?\s*\}\}")


def test_every_telephone_on_a_page_has_its_groups_apart():
    found = [
        (path.name, hit[0])
        for part in ("incubator", "funding", "mentorship", "cms")
        for path in (ROOT / part).rglob("templates/**/*.html")
        for hit in PRINTED.finditer(path.read_text())
        if "telephone" not in (hit[2] or "")
    ]
    assert found == []
