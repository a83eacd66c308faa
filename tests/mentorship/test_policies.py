import pytest

from incubator.conflicts import declaring
from incubator.people.models import User
from incubator.startups import founding
from incubator.workflow import deciding
from incubator.workflow.refusals import NotAllowed
from mentorship import matching, onboarding
from mentorship.models import Match, Mentor, Session
from tests.world.mentorship import AT, active_mentor, held_session, matched

PEOPLE = (
    "officer",
    "director",
    "mentor_user",
    "founder",
    "founder2",
    "outsider",
    "finance",
    "donor",
    "admin",
    "juror",
)
OFFICE = {"officer", "director"}
TABLE = {
    "mentor.invite": OFFICE,
    "mentor.approve": OFFICE,
    "mentor.resume": OFFICE,
    "mentor.activate": {"mentor_user"},
    "mentor.pause": OFFICE | {"mentor_user"},
    "mentor.end": OFFICE | {"mentor_user"},
    "mentor.update": OFFICE | {"mentor_user"},
    "match.propose": OFFICE,
    "match.confirm": OFFICE,
    "match.end": OFFICE | {"mentor_user"},
    "session.log": OFFICE | {"mentor_user"},
    "session.amend": {"mentor_user"},
    "session.read_note": OFFICE | {"mentor_user"},
    "action.complete": OFFICE | {"mentor_user", "founder"},
    "action.drop": OFFICE | {"mentor_user"},
}


@pytest.mark.parametrize("name", TABLE)
def test_who_may(request, match, mentor, startup, founder2, name):
    session = held_session(startup, mentor)
    things = {"mentor": mentor, "match": match, "session": session, "action": session.actions.get()}
    thing = things[name.partition(".")[0]]
    people = {one: request.getfixturevalue(one) for one in PEOPLE}

    allowed = {one for one, person in people.items() if deciding.decide(name, person, thing, AT)}

    assert allowed == TABLE[name]


def test_a_link_keeps_a_mentor_from_a_startup(mentor, startup, officer):
    link = declaring.declare(mentor.person, startup, kind="financial", by=mentor.person, at=AT)

    assert matching.suggest(startup) == []
    with pytest.raises(NotAllowed):
        matching.propose(mentor, startup, by=officer, at=AT)
    assert Match.objects.count() == 0

    declaring.dismiss(link, by=officer, at=AT)
    assert [one.mentor for one in matching.suggest(startup)] == [mentor]


def test_a_link_declared_after_the_proposal_stops_the_match(mentor, startup, officer):
    match = matching.propose(mentor, startup, by=officer, at=AT)
    declaring.declare(mentor.person, startup, kind="personal", by=mentor.person, at=AT)

    with pytest.raises(NotAllowed):
        matching.confirm(match, by=officer, at=AT)


def test_nobody_mentors_the_own_startup(officer, founder, startup):
    # Read again: the founder had no role when the start-up was made.
    own = active_mentor(User.objects.get(pk=founder.pk), officer)

    assert matching.suggest(startup) == []
    with pytest.raises(NotAllowed):
        matching.propose(own, startup, by=officer, at=AT)


def test_only_an_active_mentor_is_confirmed(officer, outsider, startup):
    invited = onboarding.invite(outsider, by=officer, at=AT)
    onboarding.approve(invited, by=officer, at=AT)
    match = matching.propose(invited, startup, by=officer, at=AT)

    with pytest.raises(matching.MentorNotReady):
        matching.confirm(match, by=officer, at=AT)


def test_the_same_proposal_and_invitation_stand_once(mentor, startup, officer, mentor_user):
    first = matching.propose(mentor, startup, by=officer, at=AT)

    assert matching.propose(mentor, startup, by=officer, at=AT) == first
    assert onboarding.invite(mentor_user, by=officer, at=AT) == mentor
    assert (Match.objects.count(), Mentor.objects.count()) == (1, 1)


def test_the_end_of_a_mentor_ends_the_matches_and_the_role(mentor, match, officer):
    onboarding.end(mentor, by=officer, at=AT)
    match.refresh_from_db()

    assert (mentor.state, match.state, mentor.person.has_role("mentor", at=AT)) == ("ended", "ended", False)


def test_who_sees_which_sessions(request, mentor, match, startup, officer, founder2, person, at):
    other = founding.found("Autre", lead=founder2, by=founder2, at=at)
    second = active_mentor(person("second", "mentor"), officer)
    matched(second, other, officer)
    mine, theirs = held_session(startup, mentor), held_session(other, second)
    seen = {
        name: set(Session.objects.visible_to(request.getfixturevalue(name))) for name in (*PEOPLE, "founder2")
    }

    both = {mine, theirs}
    expected = {"officer": both, "director": both, "admin": both, "mentor_user": {mine}, "founder": {mine}}
    assert seen == {name: expected.get(name, set()) for name in PEOPLE} | {"founder2": {theirs}}
