"""Row 2: expenses of categories that no form offers stopped three pages of the founder."""
# ruff: noqa: F401, F811

import importlib
from datetime import date

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from funding.models import Expense, Tranche
from funding.states import ExpenseCategory
from funding.tranches import spending
from incubator.demo import incubation
from incubator.workflow.values import BadValues
from tests.funding.conftest import _private_storage, award, office, place
from tests.world import funding as world

pytestmark = pytest.mark.django_db


@pytest.fixture
def tranche(award, founder, office) -> Tranche:
    return world.paid_tranche(award, founder, office)


@pytest.fixture
def old_rows(tranche, founder, office) -> list[Expense]:
    """Two expenses as the demonstration stored them once, and one of a category that is on no list."""
    rows = [world.accepted_expense(tranche, founder, office, amount) for amount in (60_000, 40_000, 5_000)]
    for row, stored in zip(rows, ("developpement", "hebergement", "sorcellerie"), strict=True):
        Expense.objects.filter(pk=row.pk).update(category=stored)
    return rows


@pytest.mark.parametrize("name", ["funding:expenses", "funding:add_expense", "funding:grant"])
def test_pages_read_old_rows(name, old_rows, tranche, founder, client_for):
    page = client_for(founder).get(reverse(name, args=[tranche.award.startup.slug]))
    assert page.status_code == 200
    text = page.content.decode()
    assert not [word for word in ("developpement", "hebergement", "sorcellerie") if word in text]


def test_the_page_of_expenses_counts_old_rows_together(old_rows, tranche, founder, client_for):
    page = client_for(founder).get(reverse("funding:expenses", args=[tranche.award.startup.slug]))
    assert page.context["categories"] == [(ExpenseCategory.OTHER.label, 105_000)]
    assert page.context["declared"] == page.context["accepted"] == 105_000


def test_the_next_tranche_is_requested_over_old_rows(old_rows, tranche, founder, client_for):
    address = reverse("funding:request", args=[tranche.award.startup.slug, 2])
    page = client_for(founder).get(address)
    assert page.status_code == 200
    assert page.context["earlier"] == [(ExpenseCategory.OTHER.label, 105_000, 105_000)]


def test_the_desk_reads_old_rows(old_rows, tranche, office, client_for):
    page = client_for(office.finance).get(reverse("funding:tranche", args=[tranche.public_id]))
    assert page.status_code == 200
    assert "sorcellerie" not in page.content.decode()


def test_the_migration_gives_each_old_category_the_one_that_says_the_same(old_rows):
    module = importlib.import_module("funding.migrations.0003_expense_categories_of_the_form")
    module.rename(apps, None)
    kept = list(Expense.objects.order_by("-amount").values_list("category", flat=True))
    assert kept == ["services", "running", "sorcellerie"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"category": "developpement"}, "category"),
        ({"category": ""}, "category"),
        ({"label": "é" * 161}, "label"),
        ({"label": "  "}, "label"),
    ],
)
def test_what_the_form_refuses_is_refused_and_nothing_is_kept(wrong, field, tranche, founder):
    receipt = world.paper("tranche", tranche.pk, founder)
    good = {
        "category": "equipment",
        "label": "Trois tablettes",
        "spent_on": date(2027, 7, 15),
        "amount": 5_000,
    }
    with pytest.raises(BadValues) as refusal:
        spending.declare(tranche, **{**good, **wrong}, receipt=receipt, by=founder, at=world.SPENT)
    assert list(refusal.value.data["fields"]) == [field]
    assert str(refusal.value) == refusal.value.data["fields"][field][0]
    assert not Expense.objects.exists()


def test_the_demonstration_declares_what_the_form_offers(tranche, founder, office):
    kept = incubation.justify(tranche, founder, office.finance, at=world.SPENT, percent=40)
    assert [one.category for one in kept] == [ExpenseCategory.RUNNING, ExpenseCategory.TRAVEL]
    assert set(incubation.CATEGORIES) <= set(ExpenseCategory)


def test_the_page_after_an_expense_answers(old_rows, tranche, founder, client_for):
    address = reverse("funding:add_expense", args=[tranche.award.startup.slug])
    typed = {
        "tranche": tranche.pk, "amount": "12 500 F CFA", "category": "travel", "label": "Taxi-moto, Dapaong",
        "spent_on": "2026-07-15", "receipt": SimpleUploadedFile("recu.pdf", world.PDF, "application/pdf"),
    }  # fmt: skip
    page = client_for(founder).post(address, typed, follow=True)
    assert page.redirect_chain[-1][0] == reverse("funding:expenses", args=[tranche.award.startup.slug])
    assert page.status_code == 200
    assert Expense.objects.get(amount=12_500).category == "travel"
