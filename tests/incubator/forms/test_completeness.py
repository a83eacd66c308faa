from incubator.forms import completeness
from incubator.forms.completeness import Missing
from tests.incubator.forms.conftest import make

COUNT = {
    "key": "people",
    "type": "integer",
    "label_fr": "Personnes",
    "label_en": "People",
    "required": True,
    "min": 1,
}
ALONE = {
    "key": "second",
    "type": "boolean",
    "label_fr": "Seconde",
    "label_en": "Second person",
    "required": True,
    "shown_when": {"field": "people", "op": "==", "value": 1},
}
WHY = {
    "key": "why",
    "type": "text",
    "label_fr": "Raison",
    "label_en": "Reason",
    "required_when": {"field": "second", "op": "is", "value": False},
    "shown_when": {"field": "second", "op": "not_empty"},
}
TRUTH = {
    "key": "truth",
    "type": "boolean",
    "label_fr": "Je certifie",
    "label_en": "I certify",
    "must_be_true": True,
}
PLAN = {
    "key": "plan",
    "type": "repeat",
    "label_fr": "Plan",
    "label_en": "Plan",
    "required": True,
    "min_items": 2,
    "columns": [{"key": "title", "type": "text", "label_fr": "Titre", "label_en": "Title", "required": True}],
}
COST = {"key": "cost", "type": "money", "label_fr": "Coût", "label_en": "Cost"}
PAPER = {
    "slug": "paper",
    "fr": "Pièce",
    "en": "Paper",
    "when": "application",
    "required": True,
    "formats": ["pdf"],
}
PROOF = PAPER | {
    "slug": "proof",
    "fr": "Preuve",
    "en": "Proof",
    "required": False,
    "required_when": {"field": "people", "op": ">", "value": 1},
}
LATER = PAPER | {"slug": "later", "fr": "Plus tard", "en": "Later", "when": "agreement"}


def keys(found):
    return [item.key for item in found]


def test_nothing_answered_lists_what_is_required_in_form_order_with_its_sentence():
    definition = make(COUNT, ALONE, WHY, TRUTH, PLAN, COST, documents=[PAPER, PROOF, LATER])

    assert completeness.missing(definition, {}) == [
        Missing("1", "people", 'Answer "People".'),
        Missing("1", "truth", 'Confirm "I certify".'),
        Missing("1", "plan", 'Answer "Plan".'),
        Missing("documents", "paper", 'Add the document "Paper".'),
    ]


def test_a_condition_shows_and_requires():
    definition = make(COUNT, ALONE, WHY)

    assert completeness.shown(definition, {"people": 2}) == {"people"}
    assert completeness.shown(definition, {"people": 1}) == {"people", "second"}
    assert keys(completeness.missing(definition, {"people": 1})) == ["second"]
    assert completeness.missing(definition, {"people": 1, "second": True}) == []
    assert keys(completeness.missing(definition, {"people": 1, "second": False})) == ["why"]


def test_the_answer_of_a_hidden_field_does_not_count():
    definition = make(COUNT, ALONE, WHY)
    answers = {"people": 2, "second": False, "why": None}

    assert completeness.missing(definition, answers) == []
    assert completeness.counted(definition, answers) == {"people": 2}


def test_documents_follow_their_conditions_and_only_those_of_the_sending_count():
    definition = make(COUNT, documents=[PAPER, PROOF, LATER])

    assert keys(completeness.missing(definition, {"people": 1})) == ["paper"]
    assert keys(completeness.missing(definition, {"people": 2})) == ["paper", "proof"]
    assert completeness.missing(definition, {"people": 2}, {"paper": ["x"], "proof": ["y"]}) == []
    assert keys(completeness.missing(definition, {"people": 2}, {"paper": [], "proof": ["y"]})) == ["paper"]


def test_no_to_a_declaration_that_must_be_yes_is_to_be_confirmed():
    assert completeness.missing(make(TRUTH), {"truth": False}) == [
        Missing("1", "truth", 'Confirm "I certify".', "must_be_true")
    ]
    assert completeness.missing(make(TRUTH), {"truth": True}) == []


def test_what_could_not_be_read_is_to_be_corrected_even_when_optional():
    assert completeness.missing(make(COST), {"cost": {"raw": "12,50"}}) == [
        Missing(
            "1",
            "cost",
            '"Cost" is to be corrected. An amount is in whole francs, without cents.',
            "unreadable",
        )
    ]


def test_a_value_beyond_its_limits_is_listed_once():
    assert completeness.missing(make(COUNT), {"people": 0}) == [
        Missing("1", "people", '"People": at least 1.', "min")
    ]


def test_lines_are_checked_cell_by_cell():
    assert completeness.missing(make(PLAN), {"plan": [{"title": None}]}) == [
        Missing("1", "plan", '"Plan": fill in at least 2 lines; you have 1.', "min_items"),
        Missing("1", "plan-0-title", '"Plan" is to be corrected. Line 1: fill in "Title".', "required"),
    ]
    assert completeness.missing(make(PLAN), {"plan": [{"title": "A"}, {"title": "B"}]}) == []


def test_a_file_field_is_answered_by_its_files():
    definition = make(
        {"key": "photo", "type": "file", "label_fr": "Photo", "required": True, "formats": ["jpg"]}
    )

    assert keys(completeness.missing(definition, {})) == ["photo"]
    assert completeness.missing(definition, {}, ["photo"]) == []


def test_warnings_never_enter_what_is_missing():
    definition = make(
        {
            "key": "nif",
            "type": "text",
            "label_fr": "NIF",
            "label_en": "NIF",
            "pattern": r"^\d+$",
            "pattern_level": "warn",
        }
    )

    assert completeness.missing(definition, {"nif": "x"}) == []
    assert [(w.key, w.sentence) for w in completeness.warnings(definition, {"nif": "x"})] == [
        ("nif", '"NIF" does not have the usual form. Check it; it is accepted as it is.')
    ]


def test_issues_of_one_step_only(definition, answers_of):
    answers = answers_of("su-04") | {"users": -1}

    assert [i.key for i in completeness.issues(definition, answers)] == ["rccm", "users"]
    assert [i.key for i in completeness.issues(definition, answers, step="4")] == ["users"]
