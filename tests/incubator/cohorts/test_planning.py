"""A cohort planned from its call."""

from datetime import date

import pytest

from incubator.cohorts import planning
from incubator.cohorts.models import Cohort
from incubator.workflow.refusals import NotAllowed
from tests.world.incubation import ENROLLED, planned_cohort
from tests.world.programmes import load_sample_call


def test_the_proposal_comes_from_the_call(centre, officer):
    call = load_sample_call(officer)

    assert planning.proposal(call) == planning.Proposal(
        number=1,
        slug="incubation-150-1",
        title_fr="Cohorte 1",
        title_en="Cohort 1",
        starts_on=date(2027, 6, 7),
        ends_on=date(2027, 12, 10),
        places=25,
    )


def test_a_call_without_an_end_gets_six_months(call):
    plan = planning.proposal(call)

    assert (plan.starts_on, plan.ends_on, plan.places) == (date(2027, 4, 5), date(2027, 10, 5), 3)


def test_planning_twice_keeps_the_first_cohort(call, cohort, officer):
    assert (planned_cohort(call, officer, places=9), Cohort.objects.get().places) == (cohort, 3)


@pytest.mark.parametrize("who", ["founder", "finance", "donor", "admin"])
def test_only_the_office_plans(request, call, who):
    with pytest.raises(NotAllowed):
        planned_cohort(call, request.getfixturevalue(who))

    assert Cohort.objects.count() == 0


def test_the_last_day_comes_after_the_first(call, officer):
    with pytest.raises(planning.EndsBeforeItStarts):
        planning.plan_cohort(
            call,
            programme=call.programme,
            number=1,
            slug="c",
            title_fr="C",
            starts_on=date(2027, 5, 1),
            ends_on=date(2027, 5, 1),
            places=1,
            by=officer,
            at=ENROLLED,
        )

    assert Cohort.objects.count() == 0
