"""The counter of a text: drawn before anything is typed, and counting what the check of the form counts."""

import pytest
from django import forms
from django.utils import translation

from incubator.ui import counters, fields, inputs


class Texts(forms.Form):
    words = forms.CharField(widget=forms.Textarea(attrs={"data-words": "200"}), required=False)
    note = forms.CharField(max_length=1000, widget=forms.Textarea, required=False)
    name = inputs.LineField(max_length=20, required=False)
    sentence = inputs.LineField(max_length=240, required=False)
    phone = inputs.PhoneField(required=False)
    secret = forms.CharField(max_length=200, widget=forms.PasswordInput, required=False)


def told(name: str, text: str = "", language: str = "fr") -> str:
    with translation.override(language):
        drawn = fields.render_field(Texts(initial={name: text})[name])
    return drawn.partition('<p class="counter')[2].partition(">")[2].partition("<")[0]


def test_the_limit_is_said_before_anything_is_typed():
    assert told("words") == "0 mot sur 200"
    assert told("note") == "0 caractère sur 1\u202f000"
    assert told("sentence", language="en") == "0 characters of 240"


@pytest.mark.parametrize(
    ("count", "french", "english"),
    [(1, "1 caractère sur 240", "1 character of 240"), (2, "2 caractères sur 240", "2 characters of 240"),
     (243, "243 caractères sur 240 – 3 de trop", "243 characters of 240 – 3 too many")],
)  # fmt: skip
def test_one_and_several(count, french, english):
    assert (told("sentence", "é" * count), told("sentence", "é" * count, "en")) == (french, english)


def test_a_number_a_code_and_a_secret_have_no_counter():
    assert (told("phone"), told("secret")) == ("", "")


@pytest.mark.parametrize(("typed", "hidden"), [("Tikpa", True), ("Tikpa Hors-Ligne SA", False)])
def test_the_limit_of_a_name_is_said_when_it_comes_near(typed, hidden):
    drawn = fields.render_field(Texts(initial={"name": typed})["name"])

    assert (" data-near hidden>" in drawn) is hidden
    assert "aria-describedby" not in drawn


@pytest.mark.parametrize(
    "text", ["a" * 1000, "a" * 1001, "a\r\n" * 333, "a\r\n" * 334, "  " + "é" * 1000 + "\r\n"]
)
def test_a_counter_over_its_limit_is_a_text_that_the_form_refuses(text):
    form = Texts({"note": text})

    assert ('class="counter over"' in fields.render_field(form["note"])) is not form.is_valid()


def test_what_is_typed_is_never_cut_by_the_browser():
    assert "maxlength" not in fields.render_field(Texts()["note"])
    assert counters.limit_of(Texts().fields["note"]).most == 1000
