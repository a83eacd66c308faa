"""Persons, places on the map, tables with totals and caps, sections, ratings: read, checked, shown, flattened."""

import json

import pytest
from django.utils import translation

from incubator.forms.completeness import missing
from incubator.forms.definition import Definition
from incubator.forms.diff import changes
from incubator.forms.problems import problems
from incubator.forms.reading import read_step
from incubator.forms.types import check, display, parse, stored
from tests.incubator.forms.conftest import field, make
from tests.incubator.forms.test_rendering import page, posted

N, T = "\u00a0", "\u202f"
AMOUNTS = [
    {"key": "ours", "type": "money", "label_fr": "Part du centre", "label_en": "From the centre"},
    {"key": "theirs", "type": "money", "label_fr": "Apport", "label_en": "Own share"},
]
LINES = [
    {"code": "travel", "fr": "Déplacements", "en": "Travel"},
    {"code": "tools", "fr": "Outils", "en": "Tools"},
]
TABLE = {
    "columns": AMOUNTS,
    "rows": LINES,
    "totals": ["rows", "columns"],
    "caps": [{"column": "ours", "max": 1_000_000}, {"row": "travel", "column": "ours", "max_percent": 30}],
}
GIVEN = {"travel": {"ours": 200_000, "theirs": None}, "tools": {"ours": 700_000, "theirs": 50_000}}


def budget(**more):
    return field("table", **(TABLE | more))


def test_a_table_is_read_by_line_and_column():
    raw = {
        "travel": {"ours": "200 000", "theirs": ""},
        "tools": {"ours": "700000", "theirs": "50.000"},
        "x": {},
    }

    assert parse(budget(), raw) == GIVEN
    assert parse(budget(), {"travel": {"ours": " "}}) is None
    assert stored(parse(budget(), "abc")) == {"raw": "abc"}


def test_a_table_says_its_totals():
    assert display(budget(), GIVEN, "fr") == (
        f"Déplacements{N}: Part du centre{N}: 200{T}000{N}F{N}CFA\n"
        f"Outils{N}: Part du centre{N}: 700{T}000{N}F{N}CFA · Apport{N}: 50{T}000{N}F{N}CFA\n"
        f"Total{N}: 950{T}000{N}F{N}CFA"
    )


def test_caps_hold_amounts_and_shares():
    over = {"travel": {"ours": 900_000}, "tools": {"ours": 300_000}}

    assert check(budget(), GIVEN) == []
    assert [(issue.code, issue.sentence) for issue in check(budget(), over)] == [
        (
            "cap",
            f'"From the centre": the total is XOF{N}1,200,000 and the ceiling is XOF{N}1,000,000. '
            f"Take off XOF{N}200,000.",
        ),
        (
            "cap",
            f'"Travel": the total is XOF{N}900,000 and the ceiling is XOF{N}360,000. Take off XOF{N}540,000.',
        ),
    ]


def test_a_cap_may_have_words_of_its_own():
    caps = [{"max": 10, "sentence": {"fr": "Dix francs au plus.", "en": "Ten francs at most."}}]

    assert [issue.sentence for issue in check(budget(caps=caps), GIVEN)] == ["Ten francs at most."]


def test_a_cell_that_cannot_be_read_is_named_by_its_line():
    definition = make({"key": "plan", "type": "table", "label_fr": "Plan", "label_en": "Plan", **TABLE})
    answers = {"plan": stored(parse(definition.fields_by_key["plan"], {"tools": {"ours": "12,5"}}))}

    assert answers == {"plan": {"tools": {"ours": {"raw": "12,5"}, "theirs": None}}}
    assert [(one.key, one.sentence) for one in missing(definition, answers)] == [
        (
            "plan-tools-ours",
            '"Plan" is to be corrected. "Tools", "From the centre": An amount is in whole francs, without cents.',
        )
    ]


def test_a_person_has_a_name_and_what_the_form_asks():
    person = field("person", parts=["phone", "role"], needed=["phone"])

    given = parse(person, {"last_name": "Adjo", "first_names": "Esi", "phone": "90 00 00 01", "gender": "F"})

    assert [column.key for column in person.columns] == ["last_name", "first_names", "role", "phone"]
    assert given == {"last_name": "Adjo", "first_names": "Esi", "role": None, "phone": "+22890000001"}
    assert [issue.key for issue in check(person, given | {"phone": None})] == ["answer-0-phone"]
    assert display(person, given, "fr") == (
        f"Nom{N}: Adjo · Prénoms{N}: Esi · Téléphone{N}: +228{N}90{N}00{N}00{N}01"
    )


@pytest.mark.parametrize(
    ("raw", "value", "faults"),
    [
        ({"latitude": "6,1319", "longitude": "1.2228"}, {"latitude": 6.1319, "longitude": 1.2228}, []),
        ({"latitude": "91", "longitude": "1"}, {"latitude": 91.0, "longitude": 1.0}, ["answer-0-latitude"]),
        ({"latitude": "6.1"}, {"latitude": 6.1, "longitude": None}, ["answer-0-longitude"]),
        ({"latitude": "nord", "longitude": "1"}, {"latitude": {"raw": "nord"}, "longitude": 1.0}, ["answer-0-latitude"]),
        ({"latitude": "", "longitude": " "}, None, []),
    ],
)  # fmt: skip
def test_a_place_on_the_map_is_typed_by_hand(raw, value, faults):
    place = field("gps")

    assert parse(place, raw) == value
    assert [issue.key for issue in check(place, value)] == faults


def test_a_rating_stays_on_its_scale():
    rating = field("rating", max=4)

    assert parse(rating, "3") == 3
    assert stored(parse(rating, "5")) == {"raw": "5"}
    assert display(rating, 3, "fr") == "3 / 4"


def test_a_section_is_asked_again_for_each():
    columns = [{"key": "name", "type": "text", "label_fr": "Nom", "required": True},
               {"key": "share", "type": "integer", "label_fr": "Part"}]  # fmt: skip
    section = field(
        "section", columns=columns, min_items=1, max_items=2, one_fr="Partenaire", one_en="Partner"
    )
    given = parse(section, [{"name": "ONG A", "share": "10"}, {"name": "", "share": "5"}])

    assert given == [{"name": "ONG A", "share": 10}, {"name": None, "share": 5}]
    assert [issue.key for issue in check(section, given)] == ["answer-1-name"]
    assert "max_items" in {issue.code for issue in check(section, [*given, {"name": "C", "share": None}])}


EVERYTHING = make(
    {"key": "h", "type": "heading", "label_fr": "Budget", "label_en": "Money", "shown_when": {"field": "go", "op": "is", "value": True}},
    {"key": "go", "type": "boolean", "label_fr": "Payant"},
    {"key": "plan", "type": "table", "label_fr": "Plan", **TABLE},
    {"key": "lead", "type": "person", "label_fr": "Porteur", "parts": ["email"]},
    {"key": "place", "type": "gps", "label_fr": "Lieu"},
    {"key": "mood", "type": "rating", "label_fr": "Avis", "low_fr": "faible", "high_fr": "fort"},
    {"key": "partners", "type": "section", "label_fr": "Partenaires", "one_fr": "Partenaire",
     "columns": [{"key": "name", "type": "text", "label_fr": "Nom"}]},
)  # fmt: skip
ANSWERS = {
    "go": True,
    "plan": GIVEN,
    "lead": {"last_name": "Adjo", "first_names": "Esi", "email": "esi@exemple.tg"},
    "place": {"latitude": 6.1319, "longitude": -1.5},
    "mood": 4,
    "partners": [{"name": "ONG A"}, {"name": "ONG B"}],
}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_drawn_and_posted_back_is_what_was_stored(language):
    with translation.override(language):
        raw = read_step(EVERYTHING.steps[0], posted(page(EVERYTHING, ANSWERS, language=language)))

    assert {key: stored(parse(EVERYTHING.fields_by_key[key], value)) for key, value in raw.items()} == ANSWERS


def test_the_page_shows_totals_and_names_of_sections():
    soup = page(EVERYTHING, ANSWERS, language="fr")

    assert [p.text for p in soup.select("#id_plan .total")] == [
        f"Total{N}: 200{T}000{N}F{N}CFA",
        f"Total{N}: 750{T}000{N}F{N}CFA",
        f"Total – Part du centre{N}: 900{T}000{N}F{N}CFA · Apport{N}: 50{T}000{N}F{N}CFA",
    ]
    assert [
        one.text.split("optional")[0].split("facul")[0].strip()
        for one in soup.select("#id_partners .row-form legend")
    ][:2] == [
        "Partenaire 1",
        "Partenaire 2",
    ]
    assert [one.text.strip() for one in soup.select(".rating .choice span")][:5] == [
        "1 – faible",
        "2",
        "3",
        "4",
        "5 – fort",
    ]


def test_a_heading_and_its_condition_govern_what_stands_under_it():
    fields = [
        {"key": "go", "type": "boolean", "label_fr": "Payant"},
        {"key": "h", "type": "heading", "label_fr": "Prix", "shown_when": {"field": "go", "op": "is", "value": True}},
        {"key": "price", "type": "money", "label_fr": "Prix", "required": True},
        {"key": "h2", "type": "heading", "label_fr": "Suite"},
        {"key": "rest", "type": "text", "label_fr": "Reste", "required": True},
    ]  # fmt: skip
    definition = make(*fields)

    soup = page(definition, {"go": False})

    assert [one.key for one in missing(definition, {"go": False})] == ["rest"]
    assert [one.key for one in missing(definition, {"go": True})] == ["price", "rest"]
    assert json.loads(soup.select_one("h2[data-shown-when]")["data-shown-when"]) == fields[1]["shown_when"]
    assert [h2.text for h2 in soup.select("h2")] == ["Prix", "Suite"]


def test_a_step_and_a_nested_condition_govern_their_questions():
    condition = {"all": [{"not": {"field": "kind", "op": "==", "value": "solo"}},
                         {"any": [{"field": "size", "op": ">", "value": 2}, {"field": "kind", "op": "==", "value": "ngo"}]}]}  # fmt: skip
    definition = Definition.load(
        {"schema": 1, "documents": [], "steps": [
            {"key": "1", "title": {"fr": "Un"}, "fields": [
                {"key": "kind", "type": "text", "label": {"fr": "Genre"}},
                {"key": "size", "type": "integer", "label": {"fr": "Taille"}}]},
            {"key": "2", "title": {"fr": "Deux"}, "shown_when": condition, "fields": [
                {"key": "who", "type": "text", "label": {"fr": "Qui"}, "required": True}]}]}
    )  # fmt: skip

    def asked(**answers):
        return [one.key for one in missing(definition, answers)]

    assert asked(kind="team", size=3) == ["who"]
    assert asked(kind="ngo") == ["who"]
    assert asked(kind="solo", size=3) == asked(kind="team", size=2) == asked() == []


def test_a_changed_cell_is_a_change():
    after = ANSWERS | {"plan": {**GIVEN, "travel": {"ours": 1, "theirs": None}}}

    assert [change.key for change in changes(EVERYTHING, ANSWERS, after)] == ["plan"]


PROBLEMS = [
    ({"rows": []}, "rows", "A table has at least one line."),
    ({"rows": [LINES[0], LINES[0]]}, "rows[1].code", 'The line "travel" is there twice.'),
    ({"caps": [{"row": "x", "max": 1}]}, "caps[0].row", 'The line "x" is not in the table.'),
    ({"caps": [{"column": "x", "max": 1}]}, "caps[0].column", "A cap holds a column of numbers or amounts."),
    (
        {"caps": [{"max": 1, "max_percent": 2}]},
        "caps[0].max",
        "A cap is one whole number: an amount, or a share in percent.",
    ),
    (
        {"caps": [{"column": "ours", "max_percent": 2}]},
        "caps[0].row",
        "A share of the total is that of one line: name the line.",
    ),
]


@pytest.mark.parametrize(("change", "place", "sentence"), PROBLEMS)
def test_a_table_that_cannot_stand_says_where(change, place, sentence):
    lines = change.get("rows", LINES)
    rows = [{"code": row["code"], "label": {"fr": row["fr"]}} for row in lines]
    columns = [{"key": c["key"], "type": "money", "label": {"fr": "x"}} for c in AMOUNTS]
    table = {"key": "a", "type": "table", "label": {"fr": "A"}, "data_class": "internal", "rows": rows,
             "columns": columns, "totals": ["rows"], "caps": change.get("caps", [])}  # fmt: skip
    form = {"schema": 1, "documents": [], "steps": [{"key": "1", "title": {"fr": "Un"}, "fields": [table]}]}

    assert [(one.path, one.message) for one in problems(form)] == [(f"steps[0].fields[0].{place}", sentence)]


def test_a_preview_draws_what_answers_of_other_pages_hide():
    elsewhere = {"field": "kind", "op": "==", "value": "ngo"}
    definition = Definition.load(
        {"schema": 1, "documents": [], "steps": [
            {"key": "1", "title": {"fr": "Un"}, "fields": [{"key": "kind", "type": "text", "label": {"fr": "Genre"}}]},
            {"key": "2", "title": {"fr": "Deux"}, "shown_when": elsewhere,
             "fields": [{"key": "who", "type": "text", "label": {"fr": "Qui"}}]}]}
    )  # fmt: skip

    assert page(definition, {}, step=1).select("input") == []
    assert [one["name"] for one in page(definition, {}, step=1, everything=True).select("input")] == ["who"]
