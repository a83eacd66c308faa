from hypothesis import given
from hypothesis import strategies as st

from incubator.forms.carry import carry
from incubator.forms.types import check, parse, stored
from tests.incubator.forms.conftest import make

KEYS = ["one", "two", "three", "four"]
RAW = {
    "text": st.text(min_size=1, max_size=20),
    "integer": st.integers(-1000, 1000),
    "boolean": st.booleans(),
    "money": st.one_of(st.integers(0, 10**9), st.just("12,50")),
    "date": st.dates().map(str),
}
TYPES = st.sampled_from(sorted(RAW))
FORMS = st.dictionaries(st.sampled_from(KEYS), TYPES, min_size=1)


def form(types):
    return make(*({"key": key, "type": type_, "label_fr": key} for key, type_ in types.items()))


@given(st.data(), FORMS, FORMS)
def test_carry_loses_no_answer_whose_key_and_type_persist(data, old, new):
    before, after = form(old), form(new)
    answers = {
        key: stored(parse(before.fields_by_key[key], data.draw(RAW[type_]))) for key, type_ in old.items()
    }
    answers = {key: value for key, value in answers.items() if value is not None}

    carried = carry(before, after, answers)

    for key, value in answers.items():
        if new.get(key) == old[key]:
            field = after.fields_by_key[key]
            kept = carried.answers[key]
            # what could not be read may become readable, but nothing is lost
            assert kept == value or check(field, kept) == []
            assert key not in carried.dropped
        elif key not in new:
            assert carried.dropped[key] == value
        else:
            assert key in carried.changed


def test_an_identical_version_changes_nothing(definition, answers_of):
    for slug in ("su-01", "su-04", "su-12"):
        answers = answers_of(slug)

        assert carry(definition, definition, answers) == (answers, {}, [])


def test_another_type_reads_the_answer_again():
    old = make({"key": "a", "type": "text", "label_fr": "A"})
    new = make({"key": "a", "type": "integer", "label_fr": "A"})

    assert carry(old, new, {"a": "1 500"}) == ({"a": 1500}, {}, ["a"])
    assert carry(old, new, {"a": "douze"}) == ({"a": {"raw": "douze"}}, {}, ["a"])
    assert carry(new, old, {"a": {"raw": "douze"}}) == ({"a": "douze"}, {}, ["a"])


def test_a_question_worded_otherwise_is_to_be_read_again():
    old = make({"key": "a", "type": "text", "label_fr": "A"})
    new = make({"key": "a", "type": "text", "label_fr": "B"})

    assert carry(old, new, {"a": "x"}) == ({"a": "x"}, {}, ["a"])
    assert carry(old, new, {"a": None}) == ({"a": None}, {}, [])


def test_a_choice_taken_away_is_kept_and_said():
    def choices(*codes):
        offered = [{"code": code, "fr": code} for code in codes]
        return make({"key": "a", "type": "choice", "label_fr": "A", "choices": offered})

    assert carry(choices("x", "y"), choices("y"), {"a": "x"}) == ({"a": "x"}, {}, ["a"])
    assert carry(choices("x", "y"), choices("y"), {"a": "y"}) == ({"a": "y"}, {}, [])


def test_a_column_taken_away_is_named_and_stays_in_its_row():
    def rows(*keys):
        columns = [{"key": key, "type": "text", "label_fr": key} for key in keys]
        return make({"key": "a", "type": "repeat", "label_fr": "A", "columns": columns})

    carried = carry(rows("x", "y"), rows("y", "z"), {"a": [{"x": "1", "y": "2"}, {"x": None, "y": "3"}]})

    rows_now = [{"x": "1", "y": "2", "z": None}, {"x": None, "y": "3", "z": None}]
    assert carried == ({"a": rows_now}, {"a.x": ["1"]}, ["a"])


def test_a_table_that_becomes_a_text_is_kept_as_it_is_and_comes_back():
    old = make(
        {
            "key": "a",
            "type": "repeat",
            "label_fr": "A",
            "columns": [{"key": "x", "type": "text", "label_fr": "X"}],
        }
    )
    new = make({"key": "a", "type": "text", "label_fr": "A"})

    assert carry(old, new, {"a": [{"x": "1"}]}) == (
        {"a": {"raw": [{"x": "1"}]}},
        {"a": [{"x": "1"}]},
        ["a"],
    )
    assert carry(new, old, {"a": {"raw": [{"x": "1"}]}}).answers == {"a": [{"x": "1"}]}
