"""Words counted and texts cleaned, whatever signs stand in them."""

import unicodedata

import pytest

from incubator.forms import wording


@pytest.mark.parametrize(
    ("text", "words"),
    [("", 0), ("un deux", 2), ("Quoi ? Oui !", 2), ("l’eau, 3 %", 2), ("« – »", 0), ("a_b __ 1er", 2)],
)
def test_a_lone_sign_is_not_a_word(text, words):
    assert wording.count_words(text) == words


def test_marks_are_joined_and_line_ends_made_one():
    assert wording.clean(" e\u0301te\u0301\r\nici\r ") == "été\nici"
    assert wording.clean(unicodedata.normalize("NFD", "Tône")) == "Tône"


def test_what_cannot_be_stored_is_dropped_and_the_rest_stays():
    assert wording.without_controls("a\x00b\x9fc\ud800d") == "abcd"
    assert wording.without_controls("a\tb\nc\u00a0d\u202fe") == "a\tb\nc\u00a0d\u202fe"
