"""Kind: signs nobody sees are data; numbers as people say them are "nobody"."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import ValidationError

from funding.forms import ChargeForm
from incubator.accounts import contacts
from incubator.accounts.forms import CodeForm, ContactField
from incubator.accounts.roles import joining
from incubator.core.text_search import plain
from incubator.people.models import SYSTEM, User
from incubator.portal.filters import PersonFilter
from incubator.startups.models import Startup
from incubator.ui import fields, inputs
from tests.faults.test_kind_number_and_date_inputs import all_fields
from tests.faults.test_kind_tables import DATA

AT = datetime(2027, 1, 20, 9, tzinfo=UTC)
LINES = (Path(DATA) / "invisible_signs.txt").read_text("utf-8").splitlines()
CONTACTS = (ContactField, inputs.PhoneField, inputs.EmailField)
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
    form = ChargeForm({"payer": typed}, startups=Startup.objects.none())
    form.full_clean()

    assert form.cleaned_data["payer"] == person
    assert list(PersonFilter({"q": typed}, User.objects.all()).narrowed(User.objects.all())) == [person]


def test_a_search_does_not_see_them_either():
    assert plain("Eau\u200b pro\u00adpre") == plain("Eau propre") == "eau propre"


def lines_of_every_form() -> dict[str, forms.CharField]:
    """The fields in which people type one line: no search (read by its filter), no text of several lines, no password."""
    return {
        name: field
        for name, field in all_fields().items()
        if isinstance(field, forms.CharField)
        and type(field.widget) is forms.TextInput
        and ".filters." not in name
    }


def test_one_line_of_every_form_is_read_without_them():
    found = lines_of_every_form()
    assert len(found) > 70
    assert [
        name for name, field in found.items() if not isinstance(field, (inputs.LineField, *CONTACTS))
    ] == []


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("\u200bProjet\u2060  Zém\u00adidjan\u200f ", "Projet Zémidjan"),
        ("«\u00a0Eau\u00a0»\u00a0: 1\u202f500", "«\u00a0Eau\u00a0»\u00a0: 1\u202f500"),
        ("\u200b\u2060\ufeff", ""),
        ("L’eau – « propre » ₂", "L’eau – « propre » ₂"),
        ("👩\u200d🌾 Agri ❤\ufe0f", "👩\u200d🌾 Agri ❤\ufe0f"),
    ],
)
def test_a_line_stays_as_typed_without_them(typed, read):
    assert inputs.LineField(required=False).clean(typed) == read


def test_a_required_line_of_them_alone_is_empty():
    with pytest.raises(ValidationError):
        inputs.LineField().clean("\u200b")


@pytest.mark.parametrize(
    "typed", ["529\u00a0459\u200b", " 529-459", "Votre code : 529 459", "５２９４５９", "٥٢٩٤٥٩"]
)
def test_a_code_is_read_however_it_was_copied(typed):
    form = CodeForm({"code": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["code"] == "529459"


@pytest.mark.parametrize("typed", ["52945", "5294590", "abcdef", "\u200b"])
def test_what_is_no_code_is_told_so(typed):
    assert not CodeForm({"code": typed}).is_valid()


def test_an_identifier_has_the_usual_shape_of_each_sign():
    assert inputs.IdentifierField().clean("\u200bTG53\u00a00001\u201142 ") == "TG53 0001-42"


def test_a_reference_and_a_short_name_take_letters_of_either_size():
    assert inputs.ReferenceField().clean(" ac\u20112028-01\u200b") == "AC-2028-01"
    assert inputs.SlugField().clean(" Communes-2028\u200b") == "communes-2028"


def test_nothing_pasted_is_cut_short_by_the_browser():
    assert "maxlength" not in fields.render_field(CodeForm()["code"])
