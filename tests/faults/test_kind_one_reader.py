"""Kind: a reader strict about what surrounds the value, and two readers of one thing."""

from datetime import date
from decimal import Decimal

import pytest

from funding.forms import ExpenseForm
from funding.models import Tranche
from incubator.accounts import contacts
from incubator.exports import sheets
from incubator.programmes.form import types
from incubator.programmes.form.definition import Column
from incubator.reporting import filling
from tests.faults.test_kind_tables import DATA


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


@pytest.mark.parametrize(
    "typed", ["90 00 00 40", "+228 (0)90 00 00 40", "00228 90-00-00-40", "\u202a+228 90 00 00 40\u202c"]
)
def test_a_telephone_is_one_telephone_at_the_door_and_in_a_form(typed):
    assert contacts.read(typed).value == types.parse(column("phone"), typed) == "+22890000040"
