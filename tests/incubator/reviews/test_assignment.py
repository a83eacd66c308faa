"""Giving files to jurors, and the links that close them."""

from collections import Counter

import pytest

from incubator.applications.states import State
from incubator.conflicts import declaring
from incubator.conflicts.models import Interest
from incubator.conflicts.states import InterestKind
from incubator.notifications.models import Message
from incubator.reviews import assignment, links
from incubator.reviews.models import Assignment
from incubator.reviews.ranking import of_round
from incubator.reviews.states import AssignmentState
from incubator.workflow.models import Event
from incubator.workflow.refusals import NotAllowed
from tests.world import reviews as world
from tests.world.applications import submitted

ONE = {"kind": InterestKind.PERSONAL, "at": world.SCREENED}


@pytest.fixture
def round_(call, first, officer):
    world.eligible(first, officer)
    return world.open_round(call, officer)


def test_an_eligible_file_goes_into_review_when_it_is_given(round_, first, juror, officer):
    given = assignment.assign(round_, first, juror, by=officer, at=world.SCREENED)

    first.refresh_from_db()
    assert (given.number, given.state, first.state) == (1, AssignmentState.ASSIGNED, State.IN_REVIEW)


def test_given_twice_is_given_once(round_, first, juror, officer):
    given = assignment.assign(round_, first, juror, by=officer, at=world.SCREENED)

    assert assignment.assign(round_, first, juror, by=officer, at=world.SCREENED) == given
    assert Event.objects.filter(verb="review.assign").count() == 1


def test_a_juror_with_a_link_is_refused(round_, first, juror, officer):
    declaring.declare(juror, first.startup, by=juror, **ONE)

    with pytest.raises(assignment.HasALink):
        assignment.assign(round_, first, juror, by=officer, at=world.SCREENED)

    first.refresh_from_db()
    assert (Assignment.objects.count(), first.state) == (0, State.ELIGIBLE)


def test_a_member_of_the_team_never_judges_it(round_, first, founder, officer, person):
    from incubator.people.models import Grant

    Grant.objects.create(person=founder, role="juror", from_at=world.SCREENED)
    founder.forget_roles()

    with pytest.raises(assignment.HasALink):
        assignment.assign(round_, first, founder, by=officer, at=world.SCREENED)


def test_somebody_who_is_no_juror_is_refused(round_, first, outsider, officer):
    with pytest.raises(assignment.NotAJuror):
        assignment.assign(round_, first, outsider, by=officer, at=world.SCREENED)


def test_a_file_that_is_not_screened_is_refused(round_, second, juror, officer):
    with pytest.raises(assignment.NotForTheJury):
        assignment.assign(round_, second, juror, by=officer, at=world.SCREENED)


def test_the_office_with_a_link_does_not_choose(round_, first, juror, officer, director):
    declaring.declare(officer, first.startup, by=officer, **ONE)

    with pytest.raises(NotAllowed):
        assignment.assign(round_, first, juror, by=officer, at=world.SCREENED)

    assert assignment.assign(round_, first, juror, by=director, at=world.SCREENED).number == 1


def test_the_proposal_spreads_evenly_and_avoids_links(
    call, round_, first, person, juror, juror2, juror3, officer
):
    files = [first]
    for n, slug in enumerate(("su-02", "su-03", "su-04")):
        files.append(world.eligible(submitted(call, person(f"f{n}"), slug), officer))
    declaring.declare(juror, first.startup, by=juror, **ONE)

    plan = assignment.propose(round_, [juror, juror2, juror3], 2, by=officer, at=world.SCREENED)

    assert Counter(file for file, _j in plan.pairs) == dict.fromkeys(files, 2)
    assert (first, juror) not in plan.pairs
    assert sorted(Counter(j.pk for _f, j in plan.pairs).values()) == [2, 3, 3]
    assert plan.lacking == {}
    assert Assignment.objects.count() == 0


def test_the_proposal_counts_what_is_given_and_says_what_lacks(round_, first, juror, juror2, officer):
    assignment.assign(round_, first, juror, by=officer, at=world.SCREENED)

    plan = assignment.propose(round_, [juror, juror2], 3, by=officer, at=world.SCREENED)

    assert plan.pairs == [(first, juror2)]
    assert plan.lacking == {first: 1}


def test_a_refused_pair_is_named_and_the_good_one_goes(round_, first, second, juror, officer):
    pairs = [(second, juror), (first, juror)]
    batch = assignment.assign_all(round_, pairs, by=officer, at=world.SCREENED)

    first.refresh_from_db()
    second.refresh_from_db()
    assert [given.application for given in batch.done] == [first]
    assert [(one.thing, str(one.reason)) for one in batch.left_out] == [
        ((second, juror), "Seul un dossier recevable va au jury.")
    ]
    assert (first.state, second.state) == (State.IN_REVIEW, State.SUBMITTED)


def test_going_through_the_list_with_a_link_closes_that_file_only(round_, first, second, juror, officer):
    world.eligible(second, officer)
    one = assignment.assign(round_, first, juror, by=officer, at=world.SCREENED)
    two = assignment.assign(round_, second, juror, by=officer, at=world.SCREENED)

    links.declare_all(round_, juror, [first.startup], by=juror, at=world.JURY_OPENS)

    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.state, two.state) == (AssignmentState.RECUSED, AssignmentState.ASSIGNED)
    assert list(Interest.objects.values_list("person", "startup")) == [(juror.pk, first.startup_id)]
    assert list(Assignment.objects.readable_by(juror)) == [two]
    assert Event.objects.get(verb="review.recuse").actor is None


def test_a_link_declared_elsewhere_closes_the_file_and_its_review_no_longer_counts(
    call, first, juror, officer
):
    round_ = world.scored(call, [first], [juror], officer, values=4)
    before = of_round(round_)[0].count

    declaring.declare(juror, first.startup, by=officer, **ONE)

    assert (before, of_round(round_)[0].count) == (1, 0)
    assert list(Assignment.objects.readable_by(juror)) == []


def test_a_file_taken_back_is_not_given_again(round_, first, juror, officer):
    given = assignment.assign(round_, first, juror, by=officer, at=world.SCREENED)
    assignment.recuse(given, reason="Déplacement", by=officer, at=world.SCREENED)

    with pytest.raises(assignment.TakenBack):
        assignment.assign(round_, first, juror, by=officer, at=world.SCREENED)


def test_abstentions_are_absent_from_the_ranking(call, first, juror, juror2, officer):
    from incubator.reviews import scoring

    round_ = world.scored(call, [first], [juror], officer, values=4)
    hand = world.given(round_, first, juror2, officer)
    scoring.abstain(hand, reason="Hors de mon domaine", by=juror2, at=world.SCORED)

    (only,) = of_round(round_)

    assert (only.count, only.mean) == (1, 80)


def test_each_juror_is_told_once_without_any_team(round_, first, second, juror, juror2, officer):
    world.eligible(second, officer)
    pairs = [(first, juror), (second, juror), (first, juror2)]

    for _twice in range(2):
        assignment.assign_all(round_, pairs, by=officer, at=world.SCREENED)

    told = Message.objects.filter(kind="reviews/files_given").order_by("recipient__full_name", "pk")
    assert [(one.recipient, one.subject) for one in told] == [
        (juror, "Des dossiers à lire\N{NO-BREAK SPACE}: appel AC-2027-01"),
        (juror2, "Des dossiers à lire\N{NO-BREAK SPACE}: appel AC-2027-01"),
    ]
    assert "2 dossiers" in told[0].text
    assert first.startup_name not in told[0].text
