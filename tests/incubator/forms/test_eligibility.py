import pytest

from incubator.forms.eligibility import check, questions, rule_problems, targets
from tests.incubator.forms.conftest import make

RULE = {"kind": "blocking", "fr": "Règle", "reason_fr": "Raison.", "reason_en": "Reason."}
TWO = RULE | {"slug": "two", "condition": {"field": "people", "op": ">=", "value": 2}}
ADULT = RULE | {"slug": "adult", "condition": {"field": "adult", "op": "is", "value": True}}
LINKS = RULE | {"slug": "links", "kind": "register", "condition": {"field": "links", "op": "empty"}}
SHARE = RULE | {
    "slug": "share",
    "kind": "target",
    "condition": {
        "of": "selected",
        "group": {"field": "adult", "op": "is", "value": True},
        "at_least_percent": 40,
    },
}


def test_every_rule_met():
    outcome = check([TWO, ADULT, LINKS, SHARE], {"people": 2, "adult": True})

    assert (outcome.eligible, outcome.failed, outcome.registered, outcome.unknown) == (True, [], [], [])
    assert outcome.reasons == []


def test_a_blocking_rule_not_met_gives_its_reason():
    outcome = check([TWO, ADULT], {"people": 1, "adult": True})

    assert (outcome.eligible, outcome.failed) == (False, ["two"])
    assert outcome.reasons == [{"slug": "two", "fr": "Raison.", "en": "Reason."}]


def test_a_register_rule_never_excludes():
    outcome = check([TWO, LINKS], {"people": 2, "links": "Ma nièce"})

    assert (outcome.eligible, outcome.failed, outcome.registered) == (True, [], ["links"])
    assert [reason["slug"] for reason in outcome.reasons] == ["links"]


def test_what_is_not_answered_yet_is_unknown_until_the_file_is_sent():
    before = check([TWO, ADULT], {"people": 2})
    after = check([TWO, ADULT], {"people": 2}, sent=True)

    assert (before.eligible, before.failed, before.unknown, before.reasons) == (None, [], ["adult"], [])
    assert (after.eligible, after.failed, after.unknown) == (False, ["adult"], [])


def test_a_failed_rule_decides_even_while_another_waits():
    outcome = check([TWO, ADULT], {"people": 1})

    assert (outcome.eligible, outcome.failed, outcome.unknown) == (False, ["two"], ["adult"])


def test_text_that_could_not_be_read_is_not_an_answer_yet():
    assert check([TWO], {"people": {"raw": "two"}}).unknown == ["two"]


def test_with_the_definition_a_hidden_answer_is_empty():
    definition = make(
        {"key": "people", "type": "integer", "label_fr": "Personnes"},
        {
            "key": "adult",
            "type": "boolean",
            "label_fr": "Adulte",
            "shown_when": {"field": "people", "op": "==", "value": 1},
        },
    )

    outcome = check([ADULT], {"people": 2, "adult": True}, definition=definition, sent=True)

    assert outcome.failed == ["adult"]


def test_the_questions_of_the_sample_are_the_fields_of_its_blocking_rules(call, definition):
    assert [field.key for field in questions(definition, call["eligibility"])] == [
        "lead_birth_date",
        "registration_date",
        "founders_count",
        "founders_resident",
        "youngest_founder_adult",
        "second_person",
        "stage",
        "no_double_funding",
    ]


def test_questions_bring_the_field_that_shows_another():
    definition = make(
        {"key": "people", "type": "integer", "label_fr": "Personnes"},
        {
            "key": "adult",
            "type": "boolean",
            "label_fr": "Adulte",
            "shown_when": {"field": "people", "op": "==", "value": 1},
        },
    )

    assert [field.key for field in questions(definition, [ADULT])] == ["people", "adult"]


@pytest.mark.parametrize(
    ("adults", "met", "percent"),
    [([True, True, False, False, False], True, 40), ([True, False, False], False, 33)],
)
def test_a_share_is_compared_without_rounding(adults, met, percent):
    (target,) = targets([SHARE], [{"adult": adult} for adult in adults])

    assert (target.met, target.percent) == (met, percent)


def test_an_empty_selection_meets_nothing_and_misses_nothing(call):
    assert {target.met for target in targets(call["eligibility"], [])} == {None}


def test_the_rules_of_the_sample_have_no_problem(call, definition):
    assert rule_problems(definition, call["eligibility"]) == []


def test_rule_problems_have_their_place():
    definition = make({"key": "people", "type": "integer", "label_fr": "Personnes"})
    rules = [TWO, TWO, TWO | {"slug": "odd", "kind": "odd"}, ADULT, SHARE | {"condition": {"of": "selected"}}]

    assert [(p.path, p.message) for p in rule_problems(definition, rules)] == [
        ("eligibility[1].slug", "Each rule has a name of its own."),
        ("eligibility[2].kind", 'The kind "odd" is not known.'),
        ("eligibility[3].condition", 'The condition reads "adult", which is not a field placed before.'),
        (
            "eligibility[4].condition",
            "A target has group and at_least_percent, or group_by and at_least_count.",
        ),
    ]
