import copy

import pytest

from incubator.forms.problems import problems

TEXT = {"key": "a", "type": "text", "label": {"fr": "A"}, "data_class": "internal"}
OTHER = TEXT | {"key": "b"}
DOCUMENT = {
    "slug": "d",
    "label": {"fr": "D"},
    "when": "application",
    "formats": ["pdf"],
    "max_mb": 2,
    "data_class": "internal",
}
CHOICES = [{"code": "x", "label": {"fr": "X"}}]


def form(*fields, documents=()):
    steps = [{"key": "1", "title": {"fr": "Un"}, "fields": list(fields)}]
    return {"schema": 1, "steps": steps, "documents": list(documents)}


def shown(**condition):
    return {"shown_when": condition}


# Not closed, a look-around, a back-reference, a repetition of repetitions, and one that is too long.
NOT_TAKEN = ("[", "(?=a)b", r"(a)\1", "((a{1000}){1000}){1000}", "a" * 201)
NO_PATTERN = (
    "This pattern cannot be read: it has more than 200 signs, is not closed, or looks back or ahead (\\1, (?=…)). "
    "Describe the answer from its first sign to its last."
)
FIRST, SECOND = "steps[0].fields[0]", "steps[0].fields[1]"
TABLE = [
    (form(), f"{'steps[0]'}.fields", "A step asks at least one question."),
    (form(TEXT | {"type": "colour"}), f"{FIRST}.type", 'The type "colour" is not known here.'),
    (
        form(TEXT | {"key": "A-b"}),
        f"{FIRST}.key",
        "A key is made of small letters, digits and _, and begins with a letter.",
    ),
    (form(TEXT, TEXT), f"{SECOND}.key", 'The key "a" is there twice.'),
    (form(TEXT | {"label": {"en": "A"}}), f"{FIRST}.label", "The French text is missing."),
    (form(TEXT | {"data_class": "secret"}), f"{FIRST}.data_class", 'The data class "secret" is not known.'),
    (form(TEXT | {"type": "choice"}), f"{FIRST}.choices", "A list of answers has at least one answer."),
    (
        form(TEXT | {"type": "choice", "choices": CHOICES * 2}),
        f"{FIRST}.choices[1].code",
        'The answer "x" is there twice.',
    ),
    (form(TEXT | {"type": "choice", "source": "moon"}), f"{FIRST}.source", 'The list "moon" is not known.'),
    (
        form(TEXT | {"type": "integer", "min": 5, "max": 4}),
        f"{FIRST}.max",
        "The highest value is below the lowest.",
    ),
    (form(TEXT | {"max_length": 0}), f"{FIRST}.max_length", "This limit is a whole number, 1 at least."),
    *((form(TEXT | {"pattern": wrong}), f"{FIRST}.pattern", NO_PATTERN) for wrong in NOT_TAKEN),
    (
        form(TEXT | {"pattern_level": "shout"}),
        f"{FIRST}.pattern_level",
        "A pattern stops (error) or warns (warn).",
    ),
    (
        form(TEXT | {"type": "money", "decimals": 2}),
        f"{FIRST}.decimals",
        "Amounts are in whole francs: no decimals.",
    ),
    (
        form(TEXT | {"must_be_true": True}),
        f"{FIRST}.must_be_true",
        "Only a yes or no question can be required to be yes.",
    ),
    (form(TEXT | {"maps_to": "shoe_size"}), f"{FIRST}.maps_to", 'The column "shoe_size" is not known.'),
    (
        form(TEXT | {"maps_to": "users"}),
        f"{FIRST}.maps_to",
        'The column "users" does not take the type "text".',
    ),
    (
        form(TEXT | {"maps_to": "rccm"}, OTHER | {"maps_to": "rccm"}),
        f"{SECOND}.maps_to",
        'The column "rccm" is filled twice.',
    ),
    (
        form(TEXT | shown(field="b", op="empty"), OTHER),
        f"{FIRST}.shown_when",
        'The condition reads "b", which is not a field placed before.',
    ),
    (
        form(TEXT | shown(field="a", op="empty")),
        f"{FIRST}.shown_when",
        'The condition reads "a", which is not a field placed before.',
    ),
    (
        form(TEXT, OTHER | shown(field="a", op="~", value=1)),
        f"{SECOND}.shown_when.op",
        'The operator "~" is not known.',
    ),
    (
        form(TEXT, OTHER | shown(field="a", op="==")),
        f"{SECOND}.shown_when.value",
        'The operator "==" needs a value.',
    ),
    (
        form(TEXT, OTHER | shown(field="a", op="in", value="x")),
        f"{SECOND}.shown_when.value",
        'The operator "in" needs a list of values.',
    ),
    (
        form(TEXT, OTHER | shown(field="a", op="age_at_closing_gte", value="x")),
        f"{SECOND}.shown_when.value",
        "An age is a whole number of years.",
    ),
    (
        form(TEXT, OTHER | shown(field="a", part="moon", op="==", value="x")),
        f"{SECOND}.shown_when.part",
        'The part "moon" is not known.',
    ),
    (
        form(TEXT, OTHER | shown(op="==", value="x")),
        f"{SECOND}.shown_when.field",
        "A condition names the field that it reads.",
    ),
    (
        form(TEXT, OTHER | {"shown_when": {"all": []}}),
        f"{SECOND}.shown_when.all",
        "A group of conditions is a list of at least one, alone in its object.",
    ),
    (
        form(TEXT, OTHER | {"shown_when": {"any": [{"field": "z", "op": "empty"}]}}),
        f"{SECOND}.shown_when",
        'The condition reads "z", which is not a field placed before.',
    ),
    (form(TEXT | {"type": "repeat"}), f"{FIRST}.columns", "A table has at least one column."),
    (
        form(TEXT | {"type": "repeat", "columns": [OTHER | {"type": "repeat"}]}),
        f"{FIRST}.columns[0].type",
        'The type "repeat" is not known here.',
    ),
    (
        form(TEXT | {"type": "budget", "columns": [OTHER]}),
        f"{FIRST}.columns",
        "A budget has a column of amounts.",
    ),
    (form(TEXT | {"type": "file"}), f"{FIRST}.formats", "Name at least one accepted format."),
    (
        form(TEXT, documents=[DOCUMENT | {"formats": ["exe"]}]),
        "documents[0].formats[0]",
        'The format "exe" is not known.',
    ),
    (
        form(TEXT, documents=[DOCUMENT | {"when": "never"}]),
        "documents[0].when",
        'The moment "never" is not known.',
    ),
    (form(TEXT, documents=[DOCUMENT, DOCUMENT]), "documents[1].slug", 'The name "d" is there twice.'),
    (
        form(TEXT, documents=[DOCUMENT | {"slug": ""}]),
        "documents[0].slug",
        "A document has a short name in small letters.",
    ),
    (
        form(TEXT, documents=[DOCUMENT | {"data_class": None}]),
        "documents[0].data_class",
        'The data class "None" is not known.',
    ),
    (
        form(TEXT, documents=[DOCUMENT | {"required_when": {"field": "z", "op": "empty"}}]),
        "documents[0].required_when",
        'The condition reads "z", which is not a field placed before.',
    ),
    ({"schema": 2, "steps": []}, "schema", "The schema 2 is not known."),
    ({"schema": 1, "steps": [], "documents": []}, "steps", "A form has at least one step."),
]


@pytest.mark.parametrize(
    ("definition", "path", "message"), TABLE, ids=[f"{i}-{t[1]}" for i, t in enumerate(TABLE)]
)
def test_each_problem_has_its_place_and_its_sentence(definition, path, message):
    found = problems(definition)

    assert [(problem.path, problem.message) for problem in found] == [(path, message)]


def test_the_sample_call_has_no_problem(compiled):
    before = copy.deepcopy(compiled)

    assert problems(compiled) == []
    assert compiled == before
