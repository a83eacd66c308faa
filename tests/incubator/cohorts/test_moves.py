"""The life of a place: each move from each state, and by each role."""

from datetime import UTC, datetime

import pytest

from incubator.cohorts import graduation
from incubator.cohorts.models import Cohort
from incubator.cohorts.states import LIFECYCLE, PlaceState
from incubator.people.models import SYSTEM
from incubator.workflow import deciding
from incubator.workflow.models import Event
from incubator.workflow.refusals import IllegalMove, NotAllowed

AT = datetime(2027, 6, 7, 9, 0, tzinfo=UTC)
LEGAL = {
    "confirm": {"invited": "confirmed"},
    "start": {"confirmed": "active"},
    "pause": {"active": "paused"},
    "resume": {"paused": "active"},
    "graduate": {"active": "graduated"},
    "leave": {"confirmed": "left", "active": "left", "paused": "left"},
    "exclude": {"confirmed": "excluded", "active": "excluded", "paused": "excluded"},
}
# The way to each state by the office's own moves, from a confirmed place with its agreement.
WAY = {
    "confirmed": [],
    "active": ["start"],
    "paused": ["start", "pause"],
    "graduated": ["start", "graduate"],
    "left": ["leave"],
    "excluded": ["exclude"],
}
DO = {
    "start": lambda place, by: graduation.start(place, by=by, at=AT),
    "pause": lambda place, by: graduation.pause(place, note="Maladie.", by=by, at=AT),
    "resume": lambda place, by: graduation.resume(place, by=by, at=AT),
    "graduate": lambda place, by: graduation.graduate(place, by=by, at=AT),
    "leave": lambda place, by: graduation.leave(place, note="Départ.", by=by, at=AT),
    "exclude": lambda place, by: graduation.exclude(place, note="Absences.", by=by, at=AT),
}


def test_the_table_of_moves_is_the_one_of_the_states():
    table = {name: dict.fromkeys(move.sources, move.target) for name, move in LIFECYCLE.moves.items()}

    assert table == LEGAL


@pytest.mark.parametrize("state", WAY)
@pytest.mark.parametrize("move", DO)
def test_a_move_from_each_state(signed, officer, director, move, state):
    for step in WAY[state]:
        DO[step](signed, officer)
    taken, events = Cohort.objects.get().places_taken, Event.objects.count()
    target = LEGAL[move].get(state)

    if target is None:
        with pytest.raises(IllegalMove):
            DO[move](signed, director)
        signed.refresh_from_db()
        assert (signed.state, Event.objects.count()) == (state, events)
        assert Cohort.objects.get().places_taken == taken
    else:
        DO[move](signed, director)
        signed.refresh_from_db()
        assert (signed.state, Event.objects.count()) == (target, events + 1)
        assert Cohort.objects.get().places_taken == taken - (move in ("leave", "exclude"))


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("officer", ""),
        ("director", ""),
        ("admin", "Seul le centre modifie une place."),
        ("finance", "Seul le centre modifie une place."),
        ("donor", "Seul le centre modifie une place."),
        ("founder", "Seul le centre modifie une place."),
        ("outsider", "Seul le centre modifie une place."),
        ("SYSTEM", "Seul le centre modifie une place."),
    ],
)
@pytest.mark.parametrize("move", ["pause", "resume", "graduate", "leave", "exclude"])
def test_who_changes_a_place(request, place, move, who, reason):
    actor = SYSTEM if who == "SYSTEM" else request.getfixturevalue(who)

    verdict = deciding.decide(f"place.{move}", actor, place, AT)

    assert (verdict.allowed, str(verdict.reason)) == (not reason, reason)


def test_nobody_decides_on_the_own_start_up(place, officer):
    place.startup.memberships.create(person=officer, role="member")

    verdicts = [deciding.decide(f"place.{name}", officer, place, AT) for name in ("start", "leave")]

    assert [str(v.reason) for v in verdicts] == [
        "Vous faites partie de cette start-up : une autre personne décide."
    ] * 2


@pytest.mark.parametrize("who", ["officer", "director", "outsider", "SYSTEM"])
def test_only_the_lead_confirms(request, place, founder, who):
    actor = SYSTEM if who == "SYSTEM" else request.getfixturevalue(who)

    assert deciding.decide("place.confirm", founder, place, AT).allowed is True
    assert str(deciding.decide("place.confirm", actor, place, AT).reason) == (
        "Seule la personne qui porte le projet accepte la place."
    )


def test_an_incubation_does_not_start_without_the_agreement(place, officer):
    with pytest.raises(NotAllowed) as refusal:
        graduation.start(place, by=officer, at=AT)

    place.refresh_from_db()
    assert str(refusal.value) == "La convention n’est pas encore enregistrée. Enregistrez-la d’abord."
    assert place.state == PlaceState.CONFIRMED


def test_a_move_made_twice_gives_the_same_place(signed, officer):
    graduation.start(signed, by=officer, at=AT)
    events = Event.objects.count()

    again = graduation.start(signed, by=officer, at=AT)

    assert (again.pk, again.state, Event.objects.count()) == (signed.pk, "active", events)


@pytest.mark.parametrize("act", [graduation.leave, graduation.exclude])
def test_an_end_needs_its_reason(place, officer, act):
    with pytest.raises(graduation.ReasonMissing):
        act(place, note="  ", by=officer, at=AT)

    place.refresh_from_db()
    assert (place.state, Cohort.objects.get().places_taken) == ("confirmed", 1)


def test_leaving_keeps_the_reason_and_the_day(place, officer):
    graduation.leave(place, note=" Un emploi ailleurs. ", by=officer, at=AT)

    place.refresh_from_db()
    assert (place.end_note, str(place.ended_on)) == ("Un emploi ailleurs.", "2027-06-07")


def test_a_pause_keeps_its_reason_until_it_is_resumed(signed, officer):
    graduation.start(signed, by=officer, at=AT)

    graduation.pause(signed, note="Congé de maternité.", by=officer, at=AT)
    assert signed.pause_note == "Congé de maternité."

    graduation.resume(signed, by=officer, at=AT)
    assert (signed.state, signed.pause_note) == ("active", "")
