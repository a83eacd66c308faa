import pytest

from incubator.forms import completeness, eligibility
from incubator.forms.types import parse, stored, to_form
from tests.incubator.forms.conftest import DIVISIONS, SAMPLE

EVERYONE = pytest.mark.parametrize("startup", SAMPLE["startups"], ids=lambda s: s["slug"])


@EVERYONE
def test_eligibility_is_the_one_of_the_file(startup, call, definition, answers_of, facts, closing_on):
    answers = answers_of(startup["slug"])

    outcome = eligibility.check(call["eligibility"], answers, facts, closing_on, definition=definition)

    found = {"eligible": outcome.eligible, "failed": outcome.failed, "registered": outcome.registered}
    assert found == startup["expected_eligibility"]
    assert outcome.unknown == []


@EVERYONE
def test_missing_answers_are_those_of_the_file(startup, definition, answers_of, facts, closing_on):
    files = [document.slug for document in definition.documents]

    found = completeness.missing(definition, answers_of(startup["slug"]), files, facts, closing_on)

    assert [item.key for item in found] == startup["expected_missing"]


@EVERYONE
def test_warnings_are_those_of_the_file(startup, definition, answers_of, facts, closing_on):
    found = completeness.warnings(definition, answers_of(startup["slug"]), facts, closing_on)

    assert [issue.key for issue in found] == startup["expected_warnings"]


@EVERYONE
def test_answers_survive_reading_and_writing(startup, definition, answers_of):
    answers = answers_of(startup["slug"])

    again = {
        k: stored(parse(definition.fields_by_key[k], to_form(definition.fields_by_key[k], v)))
        for k, v in answers.items()
    }

    assert again == answers


def test_targets_over_the_twelve(call, answers_of, facts, closing_on):
    selected = [answers_of(startup["slug"]) for startup in SAMPLE["startups"]]
    regions = [region["slug"] for region in DIVISIONS["regions"]]

    found = eligibility.targets(
        call["eligibility"], selected, facts, closing_on, everything={"region": regions}
    )

    assert [(t.slug, t.met, t.count, t.total, t.percent, t.wanted) for t in found] == [
        ("territoire", True, 8, 12, 66, 40),
        ("regions", False, 3, 5, None, 2),
        ("femmes", True, 6, 12, 50, 40),
        ("jeunes", True, 10, 12, 83, 50),
    ]
    assert found[1].groups == {"savanes": 2, "kara": 1, "centrale": 1, "plateaux": 2, "maritime": 6}
    assert found[1].reason["en"] == "At least one region has fewer than two selected teams."
