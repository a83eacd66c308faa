import json

import pytest

from incubator.forms.definition import Definition, UnknownSchema, compile_definition, fingerprint
from tests.incubator.forms.conftest import make


def test_compile_keeps_steps_fields_and_documents(call, compiled):
    assert compiled["schema"] == 1
    assert [step["key"] for step in compiled["steps"]] == ["1", "2", "3", "4", "5", "6", "7", "8"]
    assert compiled["steps"][0]["title"] == {"fr": "Porteur du projet", "en": "Project lead"}
    assert [[f["key"] for f in s["fields"]] for s in compiled["steps"]] == [
        [f["key"] for f in s["fields"]] for s in call["form"]
    ]
    assert [d["slug"] for d in compiled["documents"]] == [d["slug"] for d in call["documents"]]


def test_compile_writes_texts_as_pairs_and_leaves_nothing_empty():
    form = [
        {
            "step": 1,
            "title_fr": "Un",
            "fields": [
                {
                    "key": "a",
                    "type": "text",
                    "label_fr": "Nom",
                    "label_en": "Name",
                    "help_fr": "Aide",
                    "required_when": None,
                }
            ],
        }
    ]

    compiled = compile_definition(form, [], {})

    assert compiled["steps"][0] == {
        "key": "1",
        "title": {"fr": "Un"},
        "fields": [
            {"key": "a", "type": "text", "label": {"fr": "Nom", "en": "Name"}, "help": {"fr": "Aide"}}
        ],
    }


def test_compile_writes_the_themes_in_and_leaves_communes_to_be_looked_up(call, compiled):
    by_key = {f["key"]: f for step in compiled["steps"] for f in step["fields"]}

    themes = by_key["theme"]
    assert [choice["code"] for choice in themes["choices"]] == [theme["slug"] for theme in call["themes"]]
    assert "source" not in themes
    assert by_key["commune"]["source"] == by_key["pilot_communes"]["source"] == "communes"


def test_fingerprint_does_not_depend_on_the_order_of_names(compiled):
    shuffled = json.loads(json.dumps(compiled, sort_keys=True))

    assert fingerprint(shuffled) == fingerprint(compiled)
    assert len(fingerprint(compiled)) == 64


def test_fingerprint_changes_with_one_letter(compiled):
    other = json.loads(json.dumps(compiled))
    other["steps"][0]["fields"][0]["label"]["fr"] = "Nom."

    assert fingerprint(other) != fingerprint(compiled)


def test_load_gives_fields_by_key_and_their_steps(definition):
    assert definition.fields_by_key["pitch"].max_length == 160
    assert definition.step_of("pitch").key == "3"
    assert definition.step("3").title["en"] == "Problem and solution"
    assert [d.slug for d in definition.documents_for("agreement")] == ["quitus", "cnss", "rib"]
    with pytest.raises(KeyError):
        definition.step("9")


def test_load_reads_columns_and_leaves_unknown_names_aside(compiled):
    data = json.loads(json.dumps(compiled))
    data["steps"][0]["fields"][0]["colour"] = "blue"

    budget = Definition.load(data).fields_by_key["budget"]

    assert [(c.key, c.type, c.required) for c in budget.columns] == [
        ("line", "choice", True),
        ("detail", "text", False),
        ("amount", "money", True),
    ]


def test_load_refuses_another_schema():
    with pytest.raises(UnknownSchema, match=r"^Schema 2 cannot be read: 1 is expected\.$"):
        Definition.load({"schema": 2, "steps": [], "documents": []})


def test_english_may_be_absent():
    definition = make({"key": "a", "type": "text", "label_fr": "Nom"})

    assert definition.fields_by_key["a"].label == {"fr": "Nom"}
