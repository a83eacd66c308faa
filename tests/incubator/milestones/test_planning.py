"""Starting an incubation plans its milestones, once."""

import pytest

from incubator.milestones import planning
from incubator.milestones.models import Milestone
from incubator.workflow.models import Event
from incubator.workflow.refusals import IllegalMove, NotAllowed
from tests.world.incubation import STARTED, confirmed_place, planned_cohort, signed_place
from tests.world.programmes import small_call


@pytest.fixture
def cohort(centre, officer, director):
    return planned_cohort(small_call(officer, director), officer)


def test_begin_makes_the_milestones_of_the_template(place):
    assert [(m.number, m.due_on.isoformat(), m.weight, m.state) for m in place.milestones.all()] == [
        (1, "2027-09-05", 30, "planned"),
        (2, "2027-11-04", 40, "planned"),
        (3, "2027-12-04", 30, "planned"),
    ]
    assert place.state == "active"


def test_begin_needs_the_agreement(cohort, founder, officer):
    place = confirmed_place(cohort, founder)
    events = Event.objects.count()

    with pytest.raises(NotAllowed):
        planning.begin(place, by=officer, at=STARTED)

    place.refresh_from_db()
    assert (place.state, Milestone.objects.count(), Event.objects.count()) == ("confirmed", 0, events)


def test_begin_twice_returns_the_same_milestones(cohort, founder, officer):
    place = signed_place(cohort, founder)
    first = planning.begin(place, by=officer, at=STARTED)
    events = Event.objects.count()

    again = planning.begin(place, by=officer, at=STARTED)

    assert (len(first), again) == (1, first)
    assert Event.objects.count() == events


def test_begin_by_another_officer_once_begun_is_refused(cohort, founder, officer, director):
    place = signed_place(cohort, founder)
    planning.begin(place, by=officer, at=STARTED)

    with pytest.raises(IllegalMove):
        planning.begin(place, by=director, at=STARTED)
