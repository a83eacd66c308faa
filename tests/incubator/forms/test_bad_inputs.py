"""What cannot be read or is beyond its limits: the sentence is exact, and the typed text comes back."""

import json

import pytest

from incubator.forms.types import ERROR, TYPES, WARN, Issue, Unparsed, check, parse, stored, to_form
from tests.incubator.forms.conftest import field
from tests.incubator.forms.test_types import CHOICES, COLUMNS

CENTS = "An amount is in whole francs, without cents."
AMOUNT = "Write an amount in digits, for example 1500000."
NEGATIVE = "An amount cannot be negative."
CURRENCY = "Amounts are in CFA francs (XOF). Convert this amount, then write the number only."
WHOLE = "Write a whole number in digits, for example 12."
LARGE = "This number is too large."
DATE = "Write the date as day, month and year, for example 17/08/1999 or 17 August 1999."
YEAR = "Check the year: it is written with four digits, between 1900 and 2100."
DAY = "This day does not exist in the calendar. Check the day and the month."
CONTROLS = "Some characters cannot be kept and were removed. Read this answer again, then save it."
LIST = "Choose one of the answers of the list."
PHONE = "Write the eight digits of the number, or + and the country code."
EMAIL = "This e-mail address does not look complete. Example: nom@exemple.tg."
URL = "This link does not look complete. Example: https://exemple.tg/page."
READ = "This answer could not be read. Type it again."
TABLE = [
    ("money", "12,50", CENTS),
    ("money", "12.5", CENTS),
    ("money", "1 500,50", CENTS),
    ("money", 12.5, CENTS),
    ("money", "-500", NEGATIVE),
    ("money", -500, NEGATIVE),
    ("money", "\u2212500", NEGATIVE),
    ("money", "500 €", CURRENCY),
    ("money", "USD 500", CURRENCY),
    ("money", {"amount": 500, "currency": "EUR"}, CURRENCY),
    ("money", "beaucoup", AMOUNT),
    ("money", "F CFA", AMOUNT),
    ("money", "9" * 16, LARGE),
    ("integer", "douze", WHOLE),
    ("integer", "1,5", WHOLE),
    ("integer", "1" * 20, LARGE),
    ("decimal", "1,2345", "Write a number in digits, for example 12.5."),
    ("decimal", "9" * 11, LARGE),
    ("date", "hier", DATE),
    ("date", "31/02/2020", DAY),
    ("date", "32/01/2020", DAY),
    ("date", "17/08/99", YEAR),
    ("date", "17/08/0999", YEAR),
    ("date", "1999", "The year is not enough here. Give the day and the month too."),
    ("date", "2020-13-01", DAY),
    ("choice", "z", LIST),
    ("multichoice", ["a", "z"], LIST),
    ("boolean", "perhaps", "Answer yes or no."),
    ("consent", "2", "Answer yes or no."),
    ("email", "ama@", EMAIL),
    ("email", "ama exemple.tg", EMAIL),
    ("phone", "90 00 00", PHONE),
    ("phone", "9000000a", PHONE),
    ("phone", "+228 90 00 00", PHONE),
    ("phone", "٩٠٠٠٠٠٠", PHONE),
    ("url", "exemple", URL),
    ("url", "javascript:alert(1)", URL),
    ("url", "ftp://exemple.tg", URL),
    ("commune", "Nulle Part", "Choose a municipality of the list."),
    ("repeat", "a", READ),
    ("repeat", ["a"], READ),
    (
        "textarea",
        "a" * 1_000_000,
        "This text is too long to be kept: 20,000 characters at most. Shorten it, then save it again.",
    ),
]
OPTIONS = {
    "choice": {"choices": CHOICES},
    "multichoice": {"choices": CHOICES},
    "repeat": {"columns": COLUMNS},
}


@pytest.mark.parametrize(
    ("type_", "raw", "sentence"), TABLE, ids=[f"{t[0]}-{str(t[1])[:20]!a}" for t in TABLE]
)
def test_parse_says_why_and_the_draft_keeps_what_was_typed(type_, raw, sentence):
    given = field(type_, **OPTIONS.get(type_, {}))

    found = parse(given, raw)

    assert isinstance(found, Unparsed)
    assert found.sentence == sentence
    assert check(given, stored(found)) == [Issue("answer", "unreadable", ERROR, sentence)]


@pytest.mark.parametrize(("type_", "raw"), [("money", "12,50"), ("date", "hier"), ("textarea", "é" * 30_000)])
def test_what_was_typed_comes_back(type_, raw):
    given = field(type_)

    assert to_form(given, stored(parse(given, raw))) == raw


AGAIN = "Read this answer again, then save it."


def test_the_nul_sign_is_dropped_unsaid():
    assert parse(field("text"), "a\x00b") == "ab"


@pytest.mark.parametrize("raw", ["a\x07b", "a\ud800b", "a\x0bb"])
def test_controls_are_removed_from_what_is_kept(raw):
    given = field("text")

    found = parse(given, raw)

    assert found == Unparsed("ab", CONTROLS)
    assert check(given, stored(found)) == [Issue("answer", "unreadable", ERROR, AGAIN)]
    assert parse(given, to_form(given, stored(found))) == "ab"


@pytest.mark.parametrize(
    "type_", ["money", "integer", "decimal", "date", "choice", "email", "phone", "url", "text"]
)
@pytest.mark.parametrize("raw", [True, [1], {"a": 1}])
def test_a_value_of_another_shape_is_kept_as_text(type_, raw):
    found = parse(field(type_, **OPTIONS.get(type_, {})), raw)

    assert found == Unparsed(json.dumps(raw), READ)


def test_a_year_only_field_says_that_the_year_is_enough():
    found = parse(field("date", year_only_allowed=True), "vers 1990")

    assert found.sentence == (
        "Write the date as day, month and year, for example 17/08/1999 or 17 August 1999, or the year only."
    )


LIMITS = [
    (
        "text",
        {"max_length": 5},
        "abcdefg",
        "max_length",
        '"Answer" has 7 characters, for 5 at most. Shorten it by 2.',
    ),
    (
        "textarea",
        {"max_words": 3},
        "un : deux trois quatre !",
        "max_words",
        '"Answer" has 4 words, for 3 at most. Shorten it by 1.',
    ),
    ("text", {"pattern": "^x"}, "y", "pattern", '"Answer" does not have the expected form. Check it.'),
    ("integer", {"min": 1, "max": 6}, 0, "min", '"Answer": at least 1.'),
    ("integer", {"min": 1, "max": 6}, 7, "max", '"Answer": at most 6.'),
    ("integer", {"min": 2000, "max": 2027}, 2030, "max", '"Answer": at most 2027.'),
    ("decimal", {"max": 1}, 1.5, "max", '"Answer": at most 1.'),
    ("money", {"max": 3000000}, 3000001, "max", '"Answer": at most XOF\u00a03,000,000.'),
    (
        "multichoice",
        {"choices": CHOICES, "max_items": 1},
        ["a", "b"],
        "max_items",
        '"Answer": you have ticked 2 answers, for 1 at most.',
    ),
    (
        "multichoice",
        {"choices": CHOICES, "min_items": 2},
        ["a"],
        "min_items",
        '"Answer": choose at least 2 answers; you have 1.',
    ),
    ("boolean", {"must_be_true": True}, False, "must_be_true", 'Confirm "Answer".'),
    (
        "repeat",
        {"columns": COLUMNS, "max_items": 1},
        [{"name": "A"}, {"name": "B"}],
        "max_items",
        '"Answer": you have filled in 2 lines, for 1 at most.',
    ),
    (
        "repeat",
        {"columns": COLUMNS, "min_items": 3},
        [{"name": "A"}, {"name": "B"}],
        "min_items",
        '"Answer": fill in at least 3 lines; you have 2.',
    ),
    (
        "budget",
        {"columns": COLUMNS, "max_total": 10},
        [{"name": "A", "sum": 8}, {"name": "B", "sum": 7}],
        "max_total",
        "The total is XOF\u00a015 and the ceiling is XOF\u00a010. Take off XOF\u00a05.",
    ),
]


@pytest.mark.parametrize(("type_", "options", "value", "code", "sentence"), LIMITS)
def test_limits_are_said_exactly(type_, options, value, code, sentence):
    assert check(field(type_, **options), value) == [Issue("answer", code, ERROR, sentence)]


def test_a_warning_pattern_never_stops():
    given = field("text", pattern=r"^\d{10}$", pattern_level="warn")

    assert check(given, "12") == [
        Issue(
            "answer",
            "pattern",
            WARN,
            '"Answer" does not have the usual form. Check it; it is accepted as it is.',
        )
    ]
    assert check(given, "0000000001") == []


def test_cells_are_named_by_their_line():
    given = field("repeat", columns=COLUMNS)

    found = check(given, parse(given, [{"name": "A", "sum": "12,50"}, {"name": "", "sum": "3"}]))

    assert found == [
        Issue("answer-0-sum", "unreadable", ERROR, f'Line 1, "Amount": {CENTS}'),
        Issue("answer-1-name", "required", ERROR, 'Line 2: fill in "Name".'),
    ]


def test_an_unknown_commune_is_refused_where_the_facts_are_known(facts):
    unknown = [Issue("answer", "unknown_commune", ERROR, "Choose a municipality of the list.")]

    assert check(field("commune"), "nulle-part-1", facts) == unknown
    assert check(field("multichoice", source="communes"), ["zio-1", "nulle-part-1"], facts) == unknown
    assert check(field("commune"), "zio-1", facts) == []
    assert check(field("commune"), "nulle-part-1") == []


def test_a_code_gone_from_the_list_is_to_be_chosen_again():
    assert check(field("choice", choices=CHOICES), "gone") == [Issue("answer", "unreadable", ERROR, LIST)]


# What a program may send: every JSON shape, where another one is meant.
SHAPES = [
    "a", "é" * 30_000, "\x00", "\ud800", 0, -1, 10**20, 10**400, 1.5, 1e308, float("nan"), float("inf"), True, [], [[]], [None],
    {}, {"raw": "x"}, {"raw": 5}, ["a"] * 2_000, {"amount": 1, "currency": "EUR"}, {"amount": "1", "currency": "XOF"},
    {"amount": {}, "currency": "XOF"}, {"amount": [], "currency": 3}, {"latitude": "x", "longitude": []}, [{"name": {"x": []}}],
    {"name": ["a"]}, {"last_name": {"raw": "x"}}, [1, 2], {"": ""}, {"\x00": 1}, "2026-02-31", "29/11/2026 17h UTC+99",
]  # fmt: skip


def texts(kept):
    """Yield every text of a value."""
    if isinstance(kept, str):
        yield kept
    parts = [*kept, *kept.values()] if isinstance(kept, dict) else kept if isinstance(kept, list) else []
    for each in parts:
        yield from texts(each)


@pytest.mark.parametrize("type_", TYPES)
def test_no_shape_breaks_a_type(type_):
    given = field(type_, **OPTIONS.get(type_, {}))
    for shape in SHAPES:
        read = parse(given, shape)
        kept = stored(read)
        written = json.dumps(kept, allow_nan=False, ensure_ascii=False).encode()
        assert json.loads(written) == kept and not any("\x00" in text for text in texts(kept)), shape
        check(given, read)
        check(given, kept)
        to_form(given, kept)
