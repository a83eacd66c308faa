import json

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from incubator.forms.completeness import issues, missing
from incubator.forms.reading import read_step
from incubator.forms.rendering import bind
from incubator.forms.types import parse, stored
from tests.incubator.forms.conftest import SAMPLE, make

CHOICES = [{"code": c, "fr": f"Choix {c}", "en": f"Choice {c}"} for c in "abcdefg"]
COLUMNS = [
    {"key": "title", "type": "text", "label_fr": "Titre", "label_en": "Title", "required": True},
    {"key": "sum", "type": "money", "label_fr": "Somme", "label_en": "Sum"},
]


def page(definition, answers=None, issues=(), step=0, language="en", **options):
    fields = bind(definition, definition.steps[step], answers or {}, issues, language, **options)
    return BeautifulSoup(render_to_string("programmes/form/step.html", {"fields": fields}), "html.parser")


def posted(soup):
    """Return what a browser without scripts would send for the page."""
    data = QueryDict(mutable=True)
    for control in soup.select("input[name], textarea[name], select[name]"):
        if control.name == "select":
            chosen = control.select_one("option[selected]") or control.select_one("option")
            data.appendlist(control["name"], chosen.get("value", chosen.text))
        elif control.name == "textarea":
            data.appendlist(control["name"], control.text.removeprefix("\n"))
        elif control.get("type") in ("radio", "checkbox"):
            if control.has_attr("checked"):
                data.appendlist(control["name"], control.get("value", "on"))
        elif control.get("type") != "file":
            data.appendlist(control["name"], control.get("value", ""))
    return data


@pytest.mark.parametrize("slug", [startup["slug"] for startup in SAMPLE["startups"]])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_drawn_and_posted_back_is_what_was_stored(
    slug, language, definition, answers_of, facts, closing_on, communes
):
    answers, read = answers_of(slug), {}

    with translation.override(language):
        for place, step in enumerate(definition.steps):
            soup = page(definition, answers, (), place, language, facts=facts, communes=communes)
            raw = read_step(step, posted(soup))
            read |= {key: stored(parse(definition.fields_by_key[key], value)) for key, value in raw.items()}

    assert read == answers


def test_bad_answers_come_back_with_their_sentence():
    definition = make(
        {
            "key": "cost",
            "type": "money",
            "label_fr": "Coût",
            "label_en": "Cost",
            "required": True,
            "help_fr": "En francs.",
            "help_en": "In francs.",
        }
    )
    answers = {"cost": {"raw": "12,50"}}

    soup = page(definition, answers, issues(definition, answers))

    control = soup.select_one("input[name=cost]")
    assert control["value"] == "12,50"
    assert control["aria-invalid"] == "true"
    assert control["aria-describedby"] == "id_cost_help id_cost_error"
    assert control["inputmode"] == "numeric"
    assert soup.select_one("p.error#id_cost_error").text == "An amount is in whole francs, without cents."
    assert soup.select_one("label[for=id_cost]").text == "Cost"
    assert soup.select_one(".affix > span").text == "XOF"
    assert posted(soup)["cost"] == "12,50"


def test_what_is_missing_shows_under_its_field():
    definition = make({"key": "a", "type": "text", "label_fr": "Nom", "label_en": "Name", "required": True})

    (drawn,) = bind(definition, definition.steps[0], {}, missing(definition, {}), "en")

    assert drawn.error == 'Answer "Name".'


def test_a_warning_is_not_an_error():
    definition = make(
        {
            "key": "a",
            "type": "text",
            "label_fr": "NIF",
            "label_en": "NIF",
            "pattern": "^x",
            "pattern_level": "warn",
        }
    )
    answers = {"a": "y"}

    soup = page(definition, answers, issues(definition, answers))

    assert soup.select(".error") == []
    assert soup.select_one("#id_a_warning").text == (
        '"NIF" does not have the usual form. Check it; it is accepted as it is.'
    )


def test_optional_fields_say_so_and_the_counter_counts():
    definition = make(
        {"key": "a", "type": "textarea", "label_fr": "Texte", "label_en": "Text", "max_words": 3}
    )

    soup = page(definition, {"a": "un deux : trois quatre"})

    assert soup.select_one("label .optional").text == "optional"
    assert soup.select_one("#id_a_count").text == "4 words of 3 – 1 too many"
    assert soup.select_one("#id_a_count")["class"] == ["counter", "over"]
    assert soup.select_one("textarea")["aria-describedby"] == "id_a_count"
    assert not soup.select_one("textarea").has_attr("maxlength")


def test_a_question_hidden_by_this_page_is_drawn_with_its_condition():
    condition = {"field": "n", "op": "==", "value": 1}
    definition = make(
        {"key": "n", "type": "integer", "label_fr": "N", "label_en": "N"},
        {"key": "b", "type": "boolean", "label_fr": "B", "label_en": "B", "shown_when": condition},
    )

    fields = bind(definition, definition.steps[0], {"n": 2}, (), "en")
    soup = page(definition, {"n": 2})

    assert [(field.key, field.shown) for field in fields] == [("n", True), ("b", False)]
    assert json.loads(soup.select_one("#id_b")["data-shown-when"]) == condition


def test_required_follows_the_answers(definition, answers_of):
    def required(slug):
        fields = bind(definition, definition.step("2"), answers_of(slug), (), "en")
        return {field.key: field.required for field in fields}["rccm"]

    assert required("su-01") is True
    assert required("su-05") is False


def test_yes_no_and_no_answer_are_three_things():
    definition = make({"key": "a", "type": "boolean", "label_fr": "A", "label_en": "A"})

    for value in (True, False, None):
        soup = page(definition, {"a": value})
        raw = read_step(definition.steps[0], posted(soup))
        assert parse(definition.fields_by_key["a"], raw["a"]) is value
    assert [label.text for label in soup.select(".choice")] == ["Yes", "No", "No answer"]


def test_a_question_required_by_another_answer_cannot_be_given_up():
    definition = make(
        {"key": "n", "type": "integer", "label_fr": "N"},
        {
            "key": "b",
            "type": "boolean",
            "label_fr": "B",
            "required_when": {"field": "n", "op": "==", "value": 1},
        },
    )

    def offered(n):
        return [
            option.code for option in bind(definition, definition.steps[0], {"n": n}, (), "en")[1].choices
        ]

    assert (offered(1), offered(2)) == (["yes", "no"], ["yes", "no", ""])


def test_a_declaration_is_one_box():
    definition = make(
        {"key": "a", "type": "consent", "label_fr": "Oui", "label_en": "I agree", "must_be_true": True}
    )

    soup = page(definition, {})

    assert [control["type"] for control in soup.select("input")] == ["hidden", "checkbox"]
    assert read_step(definition.steps[0], posted(soup)) == {"a": ""}
    assert soup.select(".optional") == []


def test_short_lists_are_radios_and_long_ones_a_select():
    short = make({"key": "a", "type": "choice", "label_fr": "A", "choices": CHOICES[:6], "required": True})
    long = make({"key": "a", "type": "choice", "label_fr": "A", "choices": CHOICES, "required": True})

    assert len(page(short).select("input[type=radio]")) == 6
    assert len(page(long).select("select option")) == 8


def test_municipalities_are_grouped_lists(definition, answers_of, communes):
    step = definition.steps.index(definition.step("5"))

    soup = page(definition, answers_of("su-01"), step=step, communes=communes)

    lists = soup.select("select[name=pilot_communes]")
    assert [s.select_one("[selected]")["value"] if s.select_one("[selected]") else "" for s in lists] == [
        "zio-1",
        "zio-2",
        "vo-1",
        "",
        "",
    ]
    assert [group["label"] for group in lists[0].select("optgroup")] == [name for name, _ in communes]


def test_a_municipality_that_no_list_holds_is_still_there():
    definition = make({"key": "a", "type": "commune", "label_fr": "A"})

    soup = page(definition, {"a": "ancienne-1"}, communes=[("Kara", [("kozah-1", "Kozah 1")])])

    assert posted(soup)["a"] == "ancienne-1"


def test_defaults_are_filled_in_and_forgotten_once_answered():
    definition = make({"key": "n", "type": "integer", "label_fr": "N", "default": 0})

    assert page(definition, {}).select_one("input")["value"] == "0"
    assert not page(definition, {"n": None}).select_one("input").has_attr("value")


def test_an_english_page_marks_the_french_text():
    definition = make({"key": "a", "type": "text", "label_fr": "Nom <b>"})

    label = page(definition).select_one("label")

    assert label.select_one("span[lang=fr]").text == "Nom <b>"
    assert label.select("b") == []


def test_autocomplete_is_off_on_a_shared_device():
    definition = make({"key": "a", "type": "email", "label_fr": "A", "maps_to": "lead_email"})

    assert page(definition).select_one("input")["autocomplete"] == "email"
    assert page(definition, autocomplete=False).select_one("input")["autocomplete"] == "off"


def test_read_step_takes_only_what_was_posted():
    definition = make(
        {"key": "a", "type": "text", "label_fr": "A"},
        {"key": "t", "type": "repeat", "label_fr": "T", "columns": COLUMNS},
        {"key": "m", "type": "multichoice", "label_fr": "M", "choices": CHOICES},
        {"key": "f", "type": "file", "label_fr": "F", "formats": ["pdf"]},
    )
    step = definition.steps[0]

    assert read_step(step, QueryDict("a=x&zz=1")) == {"a": "x"}
    assert read_step(step, QueryDict("m=&m=a&m=b")) == {"m": ["a", "b"]}
    assert read_step(step, QueryDict("m=")) == {"m": []}
    assert read_step(step, QueryDict("t=")) == {"t": []}
    assert read_step(step, QueryDict("t=&t-10-title=B&t-2-title=A&t-2-evil=x&t-x-title=C")) == {
        "t": [{"title": "A"}, {"title": "B"}]
    }
    assert read_step(step, QueryDict(""), MultiValueDict({"f": ["one", "two"]})) == {"f": ["one", "two"]}


def test_the_anchor_of_a_group_is_its_first_button():
    definition = make(
        {"key": "a", "type": "boolean", "label_fr": "A"}, {"key": "b", "type": "text", "label_fr": "B"}
    )

    assert [field.anchor for field in bind(definition, definition.steps[0], {}, (), "en")] == [
        "id_a_0",
        "id_b",
    ]


def test_the_limit_of_a_text_is_said_before_it_is_reached():
    definition = make(
        {"key": "a", "type": "textarea", "label_fr": "A", "max_length": 400},
        {"key": "b", "type": "text", "label_fr": "B", "max_length": 80},
        {"key": "c", "type": "text", "label_fr": "C", "max_length": 300},
    )

    soup = page(definition, {"a": "é\n" * 2, "b": "Tikpa"})

    assert soup.select_one("#id_a_count").text == "3 characters of 400"
    assert soup.select_one("#id_b_count").has_attr("hidden")
    assert not soup.select_one("#id_b").has_attr("aria-describedby")
    assert soup.select_one("#id_c_count").text == "0 characters of 300"


def test_a_long_list_may_be_searched():
    many = [{"code": f"c{n}", "label_fr": f"C {n}"} for n in range(13)]
    definition = make({"key": "a", "type": "choice", "label_fr": "A", "choices": many})
    short = make({"key": "a", "type": "choice", "label_fr": "A", "choices": many[:12]})

    assert page(definition).select_one("select").has_attr("data-search")
    assert not page(short).select_one("select").has_attr("data-search")


def test_a_table_holds_an_empty_line_to_copy_until_it_is_full():
    definition = make({"key": "t", "type": "repeat", "label_fr": "T", "columns": COLUMNS, "max_items": 3})
    column = COLUMNS[0]["key"]

    soup = page(definition, {"t": [{column: "a"}]})
    full = page(definition, {"t": [{column: "a"}, {column: "b"}, {column: "c"}]})

    assert soup.template.find("input", {"name": f"t-__prefix__-{column}"}) is not None
    assert soup.select_one("[data-rows]")["data-most"] == "3"
    assert soup.select_one("[data-add-row]").has_attr("hidden")
    assert full.select("template, [data-add-row]") == []


def test_a_budget_says_what_is_left_before_anything_is_typed():
    definition = make({"key": "t", "type": "budget", "label_fr": "T", "columns": COLUMNS, "max_total": 1000})

    line = page(definition, {}).select_one("#id_t .total")

    assert line.text.replace("\xa0", " ") == "Total: XOF 0 of XOF 1,000. Left: XOF 1,000."
    assert (line["data-sums"], line["data-ceiling"]) == ("sum", "1000")
