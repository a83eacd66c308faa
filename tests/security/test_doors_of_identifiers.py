"""One person, one number: an identifier typed in other digits, wide signs or with signs that nobody sees is the same."""

import re

import pytest
from django import forms

from incubator.accounts import contacts
from incubator.core import reading
from incubator.forms.definition import Field
from incubator.forms.types import TYPES
from incubator.ui import inputs
from tests.faults.test_kind_invisible_signs import lines_of_every_form

ARABIC, PERSIAN, WIDE = "٩٠٠٠٠٠٠١", "۹۰۰۰۰۰۰۱", "９０００ ０００１"
WAYS = [
    "90000001",
    ARABIC,
    PERSIAN,
    WIDE,
    "\u200f90 00 00 01\u200e",
    "90\u200b00\u2060\u00ad0001",
    "+٢٢٨ ٩٠٠٠٠٠٠١",
]
# A field of a form whose name says that it holds a number, a code, a reference or a short name in an address.
NAMED = re.compile(r"(^|[._-])(code|codes|digits|reference|slug|account|rccm|nif|number)$")


def test_a_telephone_is_one_whatever_its_digits():
    assert {reading.telephone(typed) for typed in WAYS} == {"+22890000001"}
    assert {contacts.read(typed).value for typed in WAYS} == {"+22890000001"}
    assert {TYPES["phone"].read(typed, question("phone")) for typed in WAYS} == {"+22890000001"}


def test_an_address_is_one_whatever_its_signs():
    ways = ["ama@exemple.tg", "ＡＭＡ＠exemple.tg", "am\u00ada@exemple.tg", "\u200bama@exemple.tg\u2060"]

    assert {contacts.read(typed).value for typed in ways} == {"ama@exemple.tg"}


def question(kind: str, maps_to: str | None = None) -> Field:
    return Field(key="q", type=kind, label={"fr": "Q", "en": "Q"}, maps_to=maps_to)


@pytest.mark.parametrize("column", ["rccm", "nif"])
def test_the_number_of_a_register_is_one_without_a_pattern_too(column):
    read = TYPES["text"].read
    ways = ["TG-LFW-2024-12", "ＴＧ-ＬＦＷ-２０２４-１２", "TG‑LFW‑٢٠٢٤‑١٢", "TG-LFW\u200b-2024-12\u200f"]

    assert {read(typed, question("text", column)) for typed in ways} == {"TG-LFW-2024-12"}
    assert read("Projet ２", question("text")) == "Projet ２", "words stay as they were typed"


def test_every_field_of_a_form_that_holds_an_identifier_reads_it_so():
    named = {name: field for name, field in lines_of_every_form().items() if NAMED.search(name)}
    kinds = (inputs.SlugField, inputs.IdentifierField, inputs.ReferenceField, inputs.CodeField)

    assert len(named) >= 10
    assert [
        name for name, field in named.items() if not isinstance(field, (*kinds, forms.IntegerField))
    ] == []
