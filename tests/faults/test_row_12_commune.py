"""Row 12: a commune is found by its name, its chief town or its prefecture, in a list and without script."""

import pytest
from django.core.cache import cache
from django.core.management import call_command

from incubator.accounts.forms import GrantForm
from incubator.applications.assistance.forms import AgentForm
from incubator.applications.imports.cells import Cells
from incubator.programmes import facts
from incubator.territory.models import Commune

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    cache.clear()
    facts.forget()
    if Commune.objects.count() != 117:
        call_command("load_territory")
    yield
    cache.clear()
    facts.forget()


def first_that_begins(groups, typed: str) -> str:
    """Return what a browser's list picks for the letters typed: the first option that begins so."""
    return next(
        value for _group, options in groups for value, label in options if str(label).startswith(typed)
    )


@pytest.mark.parametrize("typed", ["Dapaong", "Dapao", "Tône 1", "Tône"])
def test_the_list_of_an_application_is_found_by_its_first_letters(typed):
    assert first_that_begins(facts.commune_groups(), typed) == "tone-1"


@pytest.mark.parametrize("form", [GrantForm, AgentForm])
def test_so_is_the_list_of_every_form_that_asks_for_one(form):
    field = form().fields["commune"]
    groups = [(label, options) for label, options in field.choices if isinstance(options, list)]
    found = first_that_begins(groups, "Dapaong")

    assert str(field.clean(str(found))) == "Tône 1 – Dapaong"
    assert sum(len(options) for _label, options in groups[1:]) == 117
    assert ("Tône (Savanes)", "Tône 1 – Dapaong") in [(group, options[0][1]) for group, options in groups[1:]]


def test_a_cell_of_a_table_may_hold_any_of_them():
    communes = Cells._communes.func(Cells.__new__(Cells))
    assert {communes[words] for words in ("dapaong", "tone 1", "tone 1 dapaong", "dapaong tone 1")} == {
        "tone-1"
    }
