"""A long list is searched by typing where scripts run; the list itself stays the field that is sent."""

import pytest
from django import forms

from incubator.ui import fields


def drawn(count: int, **options) -> str:
    choices = [("", "–"), *[(str(n), f"Choice {n}") for n in range(count)]]
    form = type("Lists", (forms.Form,), {"one": forms.ChoiceField(choices=choices, **options)})()
    return fields.render_field(form["one"])


@pytest.mark.parametrize(
    ("count", "searched"), [(fields.SEARCHED_ABOVE - 1, False), (fields.SEARCHED_ABOVE, True)]
)
def test_only_a_long_list_is_searched(count, searched):
    assert (" data-search" in drawn(count)) is searched


def test_a_list_that_sends_its_form_or_takes_several_answers_stays_a_list():
    assert "data-search" not in drawn(40, widget=forms.Select(attrs={"data-send": "1"}))
    assert "data-search" not in drawn(40, widget=forms.SelectMultiple)
