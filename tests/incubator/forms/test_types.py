import pytest

from incubator.forms.types import TYPES, check, display, empty, parse, to_form, total
from tests.incubator.forms.conftest import field

CHOICES = [{"code": "a", "fr": "Un", "en": "One"}, {"code": "b", "fr": "Deux", "en": "Two"}]
COLUMNS = [
    {"key": "name", "type": "text", "label_fr": "Nom", "label_en": "Name", "required": True},
    {"key": "sum", "type": "money", "label_fr": "Montant", "label_en": "Amount"},
]
OPTIONS = {
    "choice": {"choices": CHOICES},
    "multichoice": {"choices": CHOICES},
    "repeat": {"columns": COLUMNS},
    "budget": {"columns": COLUMNS},
    "section": {"columns": COLUMNS},
    "table": {"columns": COLUMNS, "rows": [{"code": "x", "fr": "X"}]},
}
PERSON = dict.fromkeys(("last_name", "first_names", "gender", "birth_date", "role", "phone", "email"))
GOOD = [
    ("text", "  Délali\tAma ", "Délali Ama".replace(" ", "\t")),
    ("text", "Un\r\ndeux", "Un deux"),
    ("text", "e\u0301cole", "école"),
    ("text", "🌱 مرحبا", "🌱 مرحبا"),
    ("text", 12, "12"),
    ("textarea", "Un\r\ndeux", "Un\ndeux"),
    ("integer", "1 500", 1500),
    ("integer", "1\u202f500", 1500),
    ("integer", "-3", -3),
    ("integer", 7, 7),
    ("integer", 7.0, 7),
    ("integer", "1,500", 1500),
    ("decimal", "12,5", 12.5),
    ("decimal", "3", 3),
    ("decimal", "-0.25", -0.25),
    ("decimal", 1.5, 1.5),
    ("money", "1 500 000", 1500000),
    ("money", "1.500.000 F CFA", 1500000),
    ("money", "1,500,000", 1500000),
    ("money", "XOF 1\u00a0500\u00a0000", 1500000),
    ("money", "1500000FCFA", 1500000),
    ("money", "0", 0),
    ("money", 250, 250),
    ("money", 250.0, 250),
    ("money", {"amount": 250, "currency": "XOF"}, 250),
    ("date", "17/08/1999", "1999-08-17"),
    ("date", "1999-08-17", "1999-08-17"),
    ("date", "17.8.1999", "1999-08-17"),
    ("date", "17 08 1999", "1999-08-17"),
    ("date", "17 août 1999", "1999-08-17"),
    ("date", "1er mai 2019", "2019-05-01"),
    ("choice", "a", "a"),
    ("multichoice", ["b", "", "a", "b"], ["a", "b"]),
    ("multichoice", "a", ["a"]),
    ("boolean", "yes", True),
    ("boolean", "no", False),
    ("boolean", True, True),
    ("boolean", "Oui", True),
    ("consent", "on", True),
    ("consent", False, False),
    ("email", "Ama@Exemple.TG", "ama@exemple.tg"),
    ("phone", "90 00 00 01", "+22890000001"),
    ("phone", "00228 90000001", "+22890000001"),
    ("phone", "+228 90 00 00 01", "+22890000001"),
    ("phone", "228 90-00-00-01", "+22890000001"),
    ("phone", "+33 6 12 34 56 78", "+33612345678"),
    ("phone", "٩٠٠٠٠٠٠١", "+22890000001"),
    ("phone", "+228 (0)90 00 00 01", "+22890000001"),
    ("money", "1 500,00", 1500),
    ("date", "29/11/2026 à 14 h 30", "2026-11-29"),
    ("url", "exemple.tg/page", "https://exemple.tg/page"),
    ("url", "http://exemple.tg", "http://exemple.tg"),
    ("url", "exemple.tg:8080", "https://exemple.tg:8080"),
    ("commune", "zio-1", "zio-1"),
    ("file", "abc", ["abc"]),
    ("file", ["a", "b"], ["a", "b"]),
    ("repeat", [{"name": "A", "sum": "1 000"}, {"name": " ", "sum": ""}], [{"name": "A", "sum": 1000}]),
    ("budget", [{"name": "A", "sum": "abc"}], [{"name": "A", "sum": {"raw": "abc"}}]),
    ("section", [{"name": "A", "sum": "5"}], [{"name": "A", "sum": 5}]),
    ("table", {"x": {"name": "A", "sum": "5"}}, {"x": {"name": "A", "sum": 5}}),
    ("person", {"last_name": "A", "email": "A@B.tg"}, PERSON | {"last_name": "A", "email": "a@b.tg"}),
    ("gps", {"latitude": "6,1319", "longitude": "1.2"}, {"latitude": 6.1319, "longitude": 1.2}),
    ("rating", "4", 4),
]


@pytest.mark.parametrize(("type_", "raw", "value"), GOOD)
def test_parse_reads(type_, raw, value):
    found = parse(field(type_, **OPTIONS.get(type_, {})), raw)

    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("type_", TYPES)
@pytest.mark.parametrize("raw", [None, "", "   ", [], {}])
def test_nothing_typed_is_no_answer(type_, raw):
    given = field(type_, **OPTIONS.get(type_, {}))

    assert parse(given, raw) is None
    assert empty(given, None)
    assert check(given, None) == []
    assert display(given, None, "fr") == ""


def test_every_type_is_read_in_the_table():
    assert {row[0] for row in GOOD} == set(TYPES)


def test_a_year_alone_is_a_date_where_it_is_allowed():
    given = field("date", year_only_allowed=True)

    assert parse(given, "1994") == parse(given, 1994) == "1994"
    assert display(given, "1994", "fr") == "1994"
    assert check(given, "1994") == []


N, T = "\u00a0", "\u202f"
SHOWN = [
    ("money", 1500000, f"1{T}500{T}000{N}F{N}CFA", f"XOF{N}1,500,000"),
    ("integer", 12000, f"12{T}000", "12,000"),
    ("decimal", 12.5, "12,5", "12.5"),
    ("date", "2019-05-01", "1er mai 2019", "1 May 2019"),
    ("choice", "b", "Deux", "Two"),
    ("choice", "gone", "gone", "gone"),
    ("multichoice", ["b", "a"], "Deux, Un", "Two, One"),
    ("phone", "+22890000001", f"+228{N}90{N}00{N}00{N}01", f"+228{N}90{N}00{N}00{N}01"),
    ("phone", "+33612345678", f"+33{N}6{N}12{N}34{N}56{N}78", f"+33{N}6{N}12{N}34{N}56{N}78"),
    (
        "repeat",
        [{"name": "A", "sum": 1000}, {"name": "B", "sum": None}],
        f"Nom{N}: A · Montant{N}: 1{T}000{N}F{N}CFA\nNom{N}: B",
        f"Name: A · Amount: XOF{N}1,000\nName: B",
    ),
    (
        "budget",
        [{"name": "A", "sum": 1000}],
        f"Nom{N}: A · Montant{N}: 1{T}000{N}F{N}CFA\nTotal{N}: 1{T}000{N}F{N}CFA",
        f"Name: A · Amount: XOF{N}1,000\nTotal: XOF{N}1,000",
    ),
    ("text", {"raw": "typed"}, "typed", "typed"),
]


@pytest.mark.parametrize(("type_", "value", "french", "english"), SHOWN)
def test_display(type_, value, french, english):
    given = field(type_, **OPTIONS.get(type_, {}))

    assert (display(given, value, "fr"), display(given, value, "en")) == (french, english)


def test_display_of_a_commune_is_its_name(facts):
    assert display(field("commune"), "tone-1", "fr", facts) == "Tône 1"
    assert (
        display(field("multichoice", source="communes"), ["tone-1", "zio-1"], "fr", facts) == "Tône 1, Zio 1"
    )


def test_a_year_column_is_written_without_thousands():
    assert display(field("integer", min=2000, max=2027), 2026, "fr") == "2026"


@pytest.mark.parametrize(
    ("type_", "value", "text"),
    [
        ("date", "1999-08-17", "17/08/1999"),
        ("date", "1999", "1999"),
        ("boolean", False, "no"),
        ("boolean", None, ""),
        ("money", 1500000, "1,500,000"),
        ("integer", 1500, "1500"),
        ("multichoice", ["a"], ["a"]),
        ("multichoice", None, []),
        ("text", {"raw": "12,50"}, "12,50"),
        ("repeat", None, []),
    ],
)
def test_to_form_writes_back(type_, value, text):
    assert to_form(field(type_, **OPTIONS.get(type_, {})), value) == text


def test_total_adds_what_could_be_read():
    given = field("budget", columns=COLUMNS)

    assert (
        total(given, [{"name": "A", "sum": 5}, {"name": "B", "sum": {"raw": "x"}}, {"name": "C", "sum": 7}])
        == 12
    )
    assert total(given, None) == 0
