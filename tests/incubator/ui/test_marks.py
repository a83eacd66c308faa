"""What must be filled in is said once, and only the fewer carry a mark."""

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.utils import translation

from incubator.ui import inputs, marks
from incubator.ui.templatetags.ui import all_fields


def drawn(needed: list[bool], told: bool = True) -> tuple[str, list[str]]:
    made = {f"q{n}": inputs.LineField(label=f"Q{n}", required=one) for n, one in enumerate(needed)}
    made["agreed"] = forms.BooleanField(label="Agreed", required=False)
    with translation.override("en"):
        soup = BeautifulSoup(all_fields(type("Asked", (forms.Form,), made)(), told=told), "html.parser")
    sentence = soup.select_one(".marks")
    return sentence.text if sentence else "", [one.text for one in soup.select("label:has(.optional)")]


BUT_OPTIONAL = "Everything is to be filled in, except what is marked optional."
ONLY_REQUIRED = "Only what is marked required is to be filled in."


@pytest.mark.parametrize(
    ("needed", "sentence", "marked"),
    [
        ([True, True, True, False], BUT_OPTIONAL, ["Q3 optional"]),
        ([True, True, False, False], BUT_OPTIONAL, ["Q2 optional", "Q3 optional"]),
        ([True, False, False, False], ONLY_REQUIRED, ["Q0 required"]),
        ([True, True, True, True], "", []),
        ([False] * 4, "", [f"Q{n} optional" for n in range(4)]),
        ([True, False, False], "", ["Q1 optional", "Q2 optional"]),
    ],
)
def test_the_fewer_are_marked_and_the_rest_is_said_once(needed, sentence, marked):
    assert drawn(needed) == (sentence, marked)


def test_a_row_of_several_says_nothing_above_it():
    assert drawn([True, False, False, False], told=False) == (
        "",
        ["Q1 optional", "Q2 optional", "Q3 optional"],
    )


def test_a_step_of_an_application_says_it_where_the_optional_are_the_fewer():
    with translation.override("en"):
        assert marks.but_optional([True, True, True, False]) == BUT_OPTIONAL
        assert marks.but_optional([False, False, False, True]) == ""
