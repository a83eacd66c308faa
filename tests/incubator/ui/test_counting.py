"""The counter under a field and the form engine count the same words."""

import pytest

from incubator.forms.wording import count_words
from incubator.ui.counters import words_in


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("un deux", 2), ("Pourquoi ? Parce que : oui !", 4), ("« Tikpa » – 3 000 F", 4), ("… — !", 0)],
)
def test_a_lone_sign_is_no_word_anywhere(text, count):
    assert (words_in(text), count_words(text)) == (count, count)
