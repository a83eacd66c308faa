"""Kind: signs nobody sees are data; numbers as people say them are "nobody"."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from funding.forms import ChargeForm
from incubator.accounts import contacts, joining
from incubator.accounts.querysets import people_found
from incubator.core.text_search import plain
from incubator.people.models import SYSTEM
from tests.faults.test_kind_tables import DATA

AT = datetime(2027, 1, 20, 9, tzinfo=UTC)
LINES = (Path(DATA) / "invisible_signs.txt").read_text("utf-8").splitlines()
PHONES = [LINES[2], LINES[4], LINES[6], LINES[12]]


@pytest.mark.parametrize("typed", PHONES)
def test_a_telephone_copied_with_unseen_signs_is_that_telephone(typed):
    assert contacts.read(typed).value == "+22890000071"


def test_an_address_copied_with_unseen_signs_is_that_address():
    assert contacts.read(LINES[8]).value == "zero71@exemple.tg"
    assert contacts.read(LINES[10]).value == "zero72@exemple.tg"


@pytest.mark.parametrize(
    "typed", ["a@exemple", "a b@exemple.tg", "\u200b", "+228 900 000 710", "+228 0 90 00 00 71"]
)
def test_no_account_on_what_cannot_exist(typed):
    with pytest.raises(ValidationError):
        contacts.read(typed)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", [*PHONES, "90 00 00 71", "90000071", "00228 90 00 00 71"])
def test_finance_and_the_administrator_find_a_person_by_a_number_typed_any_way(typed):
    person = joining.register(phone="+22890000071", full_name="Ama Zéro", by=SYSTEM, at=AT)
    contacts.prove(person, contacts.read("90000071"), at=AT)
    joining.register(phone="+22890000072", full_name="Yao Un", by=SYSTEM, at=AT)
    form = ChargeForm({"payer": typed})
    form.full_clean()

    assert form.cleaned_data["payer"] == person
    assert list(people_found(words=typed, role="", at=AT)) == [person]


def test_a_search_does_not_see_them_either():
    assert plain("Eau\u200b pro\u00adpre") == plain("Eau propre") == "eau propre"
