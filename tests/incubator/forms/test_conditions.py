import datetime

import pytest

from incubator.forms.conditions import OPS, closing_date, evaluate, fields_of, judge

CLOSING = datetime.date(2027, 3, 5)
TABLE = [
    # op, value, answer, met
    ("==", 1, 1, True),
    ("==", 1, 2, False),
    ("==", 1, True, False),
    ("==", "a", "a", True),
    ("==", ["a", "b"], ["b", "a"], True),
    ("!=", 1, 2, True),
    ("!=", 1, 1, False),
    ("!=", "a", "b", True),
    ("<", 5, 4, True),
    ("<", 5, 5, False),
    ("<", 5, "4", False),
    ("<=", 5, 5, True),
    ("<=", 5, 6, False),
    (">", 5, 6, True),
    (">", 5, 5, False),
    (">", 5, True, False),
    (">=", 5, 5, True),
    (">=", 5, 4, False),
    (">=", 0.5, 0.5, True),
    ("<", "2027-01-01", "2026-12-31", True),
    (">=", "2027-01-01", "2026-12-31", False),
    ("in", ["a", "b"], "a", True),
    ("in", ["a", "b"], "c", False),
    ("in", ["a"], ["c", "a"], True),
    ("not_in", ["a", "b"], "c", True),
    ("not_in", ["a", "b"], "a", False),
    ("not_in", ["a"], ["c", "a"], False),
    ("is", True, True, True),
    ("is", True, False, False),
    ("is", False, False, True),
    ("is", True, 1, False),
    ("empty", None, "x", False),
    ("empty", None, False, False),
    ("empty", None, 0, False),
    ("not_empty", None, "x", True),
    ("not_empty", None, 0, True),
    ("age_at_closing_gte", 18, "2009-03-05", True),
    ("age_at_closing_gte", 18, "2009-03-06", False),
    ("age_at_closing_gte", 18, "2008", True),
    ("age_at_closing_gte", 18, "2009", False),
    ("age_at_closing_gte", 17, "2009", True),
    ("age_at_closing_lte", 35, "1991-03-06", True),
    ("age_at_closing_lte", 35, "1991-03-05", False),
    ("age_at_closing_lte", 35, "1992", True),
    ("age_at_closing_lte", 35, "1991", False),
    ("age_years_lt_or_empty", 7, "2020-03-06", True),
    ("age_years_lt_or_empty", 7, "2020-03-05", False),
    ("age_years_lt_or_empty", 7, "2020", False),
    ("age_years_lt_or_empty", 7, "2021", True),
]


@pytest.mark.parametrize(("op", "value", "answer", "met"), TABLE)
def test_operator(op, value, answer, met):
    assert evaluate({"field": "a", "op": op, "value": value}, {"a": answer}, closing_on=CLOSING) is met


def test_every_operator_is_in_the_table():
    assert {row[0] for row in TABLE} == set(OPS)


@pytest.mark.parametrize("nothing", [None, "", "  ", [], {"raw": "abc"}])
@pytest.mark.parametrize("op", OPS)
def test_compared_with_an_empty_answer_only_empty_and_the_age_or_empty_are_true(op, nothing):
    value = {"in": ["a"], "not_in": ["a"]}.get(op, 1)

    met = evaluate({"field": "a", "op": op, "value": value}, {"a": nothing}, closing_on=CLOSING)

    assert met is (op in ("empty", "age_years_lt_or_empty"))


def test_a_value_may_be_another_field_times_a_number():
    half = {"field": "a", "op": ">=", "value": {"field": "b", "times": 0.5}}

    assert evaluate(half, {"a": 2, "b": 4}) is True
    assert evaluate(half, {"a": 2, "b": 5}) is False
    assert evaluate(half, {"a": 2, "b": None}) is False
    assert evaluate({"field": "a", "op": "==", "value": {"field": "b"}}, {"a": "x", "b": "x"}) is True


def test_a_part_reads_a_fact_of_the_answer(facts):
    condition = {"field": "a", "part": "reporting_zone", "op": "!=", "value": "grand-lome"}

    assert evaluate(condition, {"a": "kozah-1"}, facts) is True
    assert evaluate(condition, {"a": "golfe-1"}, facts) is False
    assert evaluate(condition, {"a": None}, facts) is False
    assert evaluate(condition, {"a": "nowhere-1"}, facts) is False
    several = {"field": "a", "part": "region", "op": "in", "value": ["kara"]}
    assert evaluate(several, {"a": ["golfe-1", "kozah-1"]}, facts) is True


YES, NO = {"field": "y", "op": "is", "value": True}, {"field": "n", "op": "is", "value": True}
UNKNOWN = {"field": "u", "op": "is", "value": True}


@pytest.mark.parametrize(
    ("condition", "judged"),
    [
        ({"all": [YES, YES]}, True),
        ({"all": [YES, NO]}, False),
        ({"all": [YES, UNKNOWN]}, None),
        ({"all": [NO, UNKNOWN]}, False),
        ({"any": [NO, YES]}, True),
        ({"any": [NO, NO]}, False),
        ({"any": [NO, UNKNOWN]}, None),
        ({"any": [YES, UNKNOWN]}, True),
        ({"all": [{"any": [NO, YES]}, YES]}, True),
    ],
)
def test_groups_tell_false_from_not_yet_answered(condition, judged):
    answers = {"y": True, "n": False}

    assert judge(condition, answers) is judged
    assert evaluate(condition, answers) is (judged is True)


def test_an_age_cannot_be_told_without_a_closing_day():
    assert judge({"field": "a", "op": "age_at_closing_gte", "value": 18}, {"a": "1990"}) is None


def test_fields_of_lists_each_field_once_in_reading_order():
    condition = {
        "any": [
            {"field": "a", "op": ">=", "value": {"field": "b", "times": 2}},
            {"field": "a", "op": "empty"},
        ]
    }

    assert fields_of(condition) == ["a", "b"]
    assert fields_of(None) == []


def test_closing_date_is_the_day_of_the_close_entry(call):
    assert closing_date(call["calendar"]) == CLOSING
    assert closing_date([]) is None
