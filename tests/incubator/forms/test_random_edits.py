"""Forms edited at random while answers are there: nothing that was answered is ever lost.

The invariant, after every edit: each answer that was stored is still in its row, readable; what people wrote is in
it, to the blanks and the capitals; and a question put back as it was finds its answer as it was.
"""

import json
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from incubator.forms.carry import carry
from incubator.forms.types import check, display, is_raw, parse, stored, to_form
from tests.incubator.forms.conftest import make

KEYS = ["one", "two", "three"]
COLUMNS = ["a", "b", "c"]
CODES = ["x", "y", "z"]
WORDS = st.text("abçé 019", min_size=1, max_size=8).map(str.strip).filter(bool)
ROW = st.dictionaries(st.sampled_from(COLUMNS), WORDS, min_size=1)
RAW = {
    "text": WORDS,
    "textarea": WORDS,
    "integer": st.integers(-999, 99_999),
    "decimal": st.integers(-999, 999).map(lambda n: n / 8),
    "money": st.integers(0, 10**7),
    "boolean": st.booleans(),
    "date": st.dates().map(str),
    "choice": st.sampled_from(CODES),
    "multichoice": st.lists(st.sampled_from(CODES), min_size=1, unique=True),
    "repeat": st.lists(ROW, min_size=1, max_size=3),
    "section": st.lists(ROW, min_size=1, max_size=3),
    "table": st.dictionaries(st.sampled_from(CODES), ROW, min_size=1),
    "person": st.fixed_dictionaries({"last_name": WORDS, "first_names": WORDS}),
    "gps": st.fixed_dictionaries({"latitude": st.integers(-90, 90), "longitude": st.integers(-180, 180)}),
}


@st.composite
def questions(draw):
    """One question of any type, with some of the columns, lines and answers there are."""
    some = st.lists(st.sampled_from(COLUMNS), min_size=1, unique=True).map(sorted)
    codes = st.lists(st.sampled_from(CODES), min_size=1, unique=True).map(sorted)
    offered = [{"code": code, "fr": code} for code in draw(codes)]
    type_ = draw(st.sampled_from(sorted(RAW)))
    question = {"type": type_, "label_fr": draw(st.sampled_from(["Question", "Autre question"]))}
    if type_ in ("repeat", "section", "table"):
        question["columns"] = [{"key": key, "type": "text", "label_fr": key} for key in draw(some)]
    if type_ == "table":
        question["rows"] = offered
    return question | ({"choices": offered} if type_ in ("choice", "multichoice") else {})


FORMS = st.dictionaries(st.sampled_from(KEYS), questions(), min_size=1)


def form(edited):
    return make(*({"key": key} | question for key, question in edited.items()))


def leaves(value):
    """Everything that somebody wrote in an answer."""
    if isinstance(value, dict):
        return [leaf for one in value.values() for leaf in leaves(one)]
    if isinstance(value, list):
        return [leaf for one in value for leaf in leaves(one)]
    return [] if value is None else [to_words(value)]


def to_words(value):
    text = {True: "yes", False: "no"}[value] if isinstance(value, bool) else f"{value}"
    return re.sub(r"\s", "", text.removesuffix(".0")).lower()


def held(value):
    return to_words(json.dumps(value, ensure_ascii=False).replace("true", "yes").replace("false", "no"))


@settings(max_examples=150, deadline=None)
@given(st.data(), FORMS, st.lists(FORMS, min_size=1, max_size=5))
def test_edits_at_random_lose_no_answer(data, first, edits):
    definition, rows = form(first), {}
    for key, question in first.items():
        value = stored(parse(definition.fields_by_key[key], data.draw(RAW[question["type"]])))
        if value is not None:
            rows[key] = value
    written = {key: leaves(value) for key, value in rows.items()}
    original = dict(rows)

    for edited in [*edits, first]:
        new = form(edited)
        carried = carry(definition, new, rows)
        rows |= carried.answers  # as the draft's rows are written: what is not in the new form stays
        definition = new
        for key, said in written.items():
            assert rows[key] is not None
            assert all(_reads(leaf, held(rows[key])) for leaf in said), (key, said, rows[key])
            if field := new.fields_by_key.get(key):
                check(field, rows[key])
                to_form(field, rows[key])
                assert display(field, rows[key], "fr") or is_raw(rows[key]) or field.columns

    for key, value in original.items():
        back = shown(definition.fields_by_key[key], rows[key])
        assert sorted(",".join(leaves(back)).split(",")) == sorted(",".join(leaves(value)).split(","))


def _reads(leaf, row):
    """A day may be written as people write it, an amount with its thousands apart; 0 and 1 are no and yes."""
    if row == {"0": "no", "1": "yes"}.get(leaf):
        return True
    day = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", leaf)
    return (
        leaf in row
        or leaf in re.sub(r"(?<=\d),(?=\d)", "", row)
        or bool(day and f"{day[3]}/{day[2]}/{day[1]}" in row)
    )


def shown(field, value):
    """The answer as the form asks it: without the cells of other versions."""
    return stored(parse(field, value)) if field.columns else value
