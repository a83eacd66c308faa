from hypothesis import given
from hypothesis import strategies as st

from incubator.forms.diff import Change, changes
from incubator.forms.word_diff import word_diff
from tests.incubator.forms.conftest import make

TEXT = st.text(alphabet="ab é\n,. ", max_size=60)


def joined(pieces, *ops):
    return "".join(text for op, text in pieces if op in ops)


@given(TEXT, TEXT)
def test_word_diff_gives_both_sides_back(before, after):
    pieces = word_diff(before, after)

    assert joined(pieces, "same", "removed") == before
    assert joined(pieces, "same", "added") == after


def test_word_diff_names_the_words():
    assert word_diff("Une mairie pilote", "Une mairie volontaire pilote") == [
        ("same", "Une mairie"),
        ("added", " volontaire"),
        ("same", " pilote"),
    ]
    assert word_diff("", "") == []


def test_changes_are_read_in_the_language_and_in_form_order():
    definition = make(
        {
            "key": "a",
            "type": "choice",
            "label_fr": "Forme",
            "label_en": "Form",
            "choices": [{"code": "x", "fr": "Un", "en": "One"}, {"code": "y", "fr": "Deux", "en": "Two"}],
        },
        {"key": "b", "type": "money", "label_fr": "Somme", "label_en": "Sum"},
        {"key": "c", "type": "text", "label_fr": "Texte", "label_en": "Text"},
    )
    before, after = {"b": 1000, "a": "x", "c": None}, {"a": "y", "b": {"raw": "12,50"}, "c": ""}

    assert changes(definition, before, after, "fr") == [
        Change("a", "Forme", "Un", "Deux"),
        Change("b", "Somme", "1\u202f000\u00a0F\u00a0CFA", "12,50"),
    ]
    assert changes(definition, before, after)[0] == Change("a", "Form", "One", "Two")
    assert changes(definition, before, after)[0].words == [("removed", "One"), ("added", "Two")]


def test_no_is_not_the_same_as_zero_or_nothing():
    definition = make({"key": "a", "type": "boolean", "label_fr": "A", "label_en": "A"})

    assert changes(definition, {}, {"a": False}) == [Change("a", "A", "", "No")]
    assert changes(definition, {"a": False}, {"a": False}) == []


def test_a_file_has_no_difference_with_itself(definition, answers_of):
    answers = answers_of("su-01")

    assert changes(definition, answers, dict(answers)) == []
