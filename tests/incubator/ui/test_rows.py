"""A row more: asked by a button that posts, it saves nothing and gives back what was typed."""

from bs4 import BeautifulSoup
from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string

from incubator.ui import inputs
from incubator.ui.rows import Growing


class Line(forms.Form):
    name = inputs.LineField(label="Name", max_length=20)
    amount = inputs.MoneyField(label="Amount")


class Lines(Growing, forms.BaseFormSet):
    pass


LineSet = forms.formset_factory(Line, formset=Lines, extra=1, max_num=5)
PLAIN = forms.formset_factory(Line, extra=1)


def posted(**more: str) -> QueryDict:
    typed = {
        "x-TOTAL_FORMS": "1",
        "x-INITIAL_FORMS": "0",
        "x-0-name": "Groupe électrogène",
        "x-0-amount": "",
    } | more
    data = QueryDict(mutable=True)
    data.update(typed)
    return data


def drawn(formset) -> BeautifulSoup:
    html = render_to_string("ui/components/formset.html", {"formset": formset, "label": "Line"})
    return BeautifulSoup(html, "html.parser")


def test_a_row_more_gives_back_what_was_typed_and_complains_of_nothing():
    formset = LineSet(posted(**{"x-more": "1"}), prefix="x")

    assert not formset.is_valid()
    soup = drawn(formset)
    assert soup.select_one("[name=x-TOTAL_FORMS]")["value"] == "2"
    assert [row.legend.text for row in soup.select("div > fieldset")] == ["Line 1", "Line 2"]
    assert soup.select_one("[name=x-0-name]")["value"] == "Groupe électrogène"
    assert soup.select(".error") == []


def test_another_button_reads_the_rows_as_ever():
    formset = LineSet(posted(), prefix="x")

    assert not formset.is_valid()
    assert formset.errors[0]["amount"]
    assert LineSet(posted(**{"x-0-amount": "1 500 F"}), prefix="x").is_valid()


def test_a_count_that_is_none_is_left_to_the_formset():
    formset = LineSet(posted(**{"x-more": "1", "x-TOTAL_FORMS": "-"}), prefix="x")

    assert not formset.is_valid()


def test_the_page_holds_an_empty_row_to_copy_and_a_button_that_posts():
    soup = drawn(LineSet(prefix="x"))

    assert soup.template.find("input", {"name": "x-__prefix__-name"}) is not None
    assert "Line __number__" in str(soup.template.legend)
    assert soup.select_one("button[name=x-more]").has_attr("data-add-row")
    assert soup.select_one("[data-rows=x]")["data-most"] == "5"


def test_rows_that_cannot_grow_are_only_drawn():
    assert drawn(PLAIN(prefix="x")).select("template, button, [data-rows]") == []
