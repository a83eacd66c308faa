"""The life of a milestone: each move from each state, and by each role."""

import pytest

from incubator.milestones import signoff
from incubator.milestones.states import LIFECYCLE
from incubator.notifications.models import Message
from incubator.people.models import SYSTEM
from incubator.workflow import deciding
from incubator.workflow.models import Event
from incubator.workflow.refusals import IllegalMove
from tests.world.incubation import DECIDED, SENT, fill_evidence

LEGAL = {
    "submit": {"planned": "submitted", "returned": "submitted"},
    "approve": {"submitted": "approved"},
    "return_to_founder": {"submitted": "returned"},
    "waive": {"planned": "waived", "returned": "waived"},
}
WAY = {
    "planned": [],
    "submitted": ["submit"],
    "returned": ["submit", "return_to_founder"],
    "approved": ["submit", "approve"],
    "waived": ["waive"],
}
OFFICE_ONLY = "Seul le centre décide d’un jalon."
TEAM_ONLY = "Seule l’équipe de la start-up envoie des preuves."


def do(move, milestone, founder, officer):
    if move == "submit":
        return signoff.submit(milestone, by=founder, at=SENT)
    note = {} if move == "approve" else {"note": "Il manque une photo."}
    return getattr(signoff, move)(milestone, by=officer, at=DECIDED, **note)


@pytest.fixture
def milestone(place, founder):
    found = place.milestones.get(number=1)
    fill_evidence(found, founder)
    return found


def test_the_table_of_moves_is_the_one_of_the_states():
    assert {n: dict.fromkeys(m.sources, m.target) for n, m in LIFECYCLE.moves.items()} == LEGAL


@pytest.mark.parametrize("state", WAY)
@pytest.mark.parametrize("move", LEGAL)
def test_a_move_from_each_state(milestone, founder, founder2, officer, director, move, state):
    milestone.place.startup.memberships.create(person=founder2, role="founder")
    for step in WAY[state]:
        do(step, milestone, founder, officer)
    events, letters = Event.objects.count(), Message.objects.count()

    if state not in LEGAL[move]:
        with pytest.raises(IllegalMove):
            do(move, milestone, founder2, director)
        milestone.refresh_from_db()
        assert (milestone.state, Event.objects.count()) == (state, events)
        assert Message.objects.count() == letters
    else:
        do(move, milestone, founder2, director)
        milestone.refresh_from_db()
        assert (milestone.state, Event.objects.count()) == (LEGAL[move][state], events + 1)
        # Both members of the team are written to.
        assert Message.objects.count() == letters + 2 * (move in ("approve", "return_to_founder"))


@pytest.mark.parametrize(
    ("who", "decides", "sends"),
    [
        ("officer", True, False),
        ("director", True, False),
        ("admin", False, False),
        ("finance", False, False),
        ("approver", False, False),
        ("donor", False, False),
        ("juror", False, False),
        ("mentor_user", False, False),
        ("founder", False, True),
        ("founder2", False, False),
        ("SYSTEM", False, False),
    ],
)
def test_who_may(request, place, who, decides, sends):
    actor = SYSTEM if who == "SYSTEM" else request.getfixturevalue(who)
    milestone = place.milestones.first()

    answers = {
        name: deciding.decide(f"milestone.{name}", actor, milestone, SENT) for name in (*LEGAL, "write")
    }

    assert {name: (v.allowed, str(v.reason)) for name, v in answers.items()} == {
        **dict.fromkeys(("approve", "return_to_founder", "waive"), (decides, "" if decides else OFFICE_ONLY)),
        **dict.fromkeys(("submit", "write"), (sends, "" if sends else TEAM_ONLY)),
    }


def test_an_officer_of_the_team_does_not_approve_it(place, officer):
    place.startup.memberships.create(person=officer, role="member")

    verdict = deciding.decide("milestone.approve", officer, place.milestones.first(), DECIDED)

    assert str(verdict.reason) == "Vous faites partie de cette start-up : une autre personne décide."


@pytest.mark.parametrize("move", LEGAL)
def test_a_move_made_twice_gives_the_same_receipt(milestone, founder, officer, move):
    if move in ("approve", "return_to_founder"):
        do("submit", milestone, founder, officer)
    do(move, milestone, founder, officer)
    events, letters = Event.objects.count(), Message.objects.count()

    again = do(move, milestone, founder, officer)

    assert (again.pk, again.state) == (milestone.pk, milestone.state)
    assert (Event.objects.count(), Message.objects.count()) == (events, letters)


@pytest.mark.parametrize("move", ["return_to_founder", "waive"])
def test_a_return_or_a_waiver_needs_its_reason(milestone, founder, officer, move):
    if move == "return_to_founder":
        do("submit", milestone, founder, officer)
    state, events = milestone.state, Event.objects.count()

    with pytest.raises(signoff.ReasonMissing) as refusal:
        getattr(signoff, move)(milestone, note=" ", by=officer, at=DECIDED)

    milestone.refresh_from_db()
    assert str(refusal.value) == "Écrivez la raison : la start-up la lira."
    assert (milestone.state, Event.objects.count()) == (state, events)
