"""A question names the criterion that it serves."""

import copy

import pytest

from incubator.programmes import forming
from tests.world.programmes import BEFORE, small_call

pytestmark = pytest.mark.usefixtures("centre")


def serving(call, slug):
    definition = copy.deepcopy(call.form_version.definition)
    definition["steps"][0]["fields"][0]["criterion"] = slug
    return definition


def test_the_criterion_judges_the_question_that_serves_it(officer):
    call = small_call(officer)
    key = call.form_version.definition["steps"][0]["fields"][0]["key"]

    forming.publish_form(call, serving(call, "moyens"), by=officer, at=BEFORE)

    assert call.criteria.get(slug="moyens").answers == ["tools", "plan", key]
    assert call.criteria.get(slug="idee").answers == ["idea"]


def test_a_criterion_that_the_grid_does_not_have_is_refused(officer):
    call = small_call(officer)

    with pytest.raises(forming.BadForm) as refused:
        forming.publish_form(call, serving(call, "charme"), by=officer, at=BEFORE)

    assert [problem.path for problem in refused.value.problems] == ["steps[0].fields[0].criterion"]
    assert call.form_versions.count() == 1
