"""Moves, on the register of interests: the smallest record that has some."""

import pytest

from incubator.conflicts.models import Interest
from incubator.conflicts.states import LIFECYCLE, InterestKind, InterestState
from incubator.people.models import SYSTEM
from incubator.startups.models import Startup
from incubator.workflow import audit
from incubator.workflow.deciding import (
    ALLOWED,
    REGISTRY,
    Rule,
    UnknownPolicy,
    decide,
    decide_each,
    denied,
    policy,
)
from incubator.workflow.lifecycle import LIFECYCLES
from incubator.workflow.models import Event
from incubator.workflow.refusals import AlreadyDone, IllegalMove, NotAllowed


@pytest.fixture
def interest(officer, juror, at) -> Interest:
    startup = Startup.objects.create(slug="s", name="S")
    return Interest.objects.create(
        person=juror, startup=startup, kind=InterestKind.PERSONAL, declared_by=juror, declared_at=at
    )


@pytest.fixture
def anybody(monkeypatch):
    """Let everybody confirm, so that the lifecycle alone is tested."""
    monkeypatch.setitem(REGISTRY, "interest.confirm", Rule("interest.confirm", "", lambda a, t, at: ALLOWED))


@pytest.fixture
def nobody(monkeypatch):
    rule = Rule("interest.confirm", "", lambda a, t, at: denied("Pas vous."))
    monkeypatch.setitem(REGISTRY, "interest.confirm", rule)


def test_a_move_changes_the_state_and_writes_one_audit_row(interest, officer, at, anybody):
    with LIFECYCLE.move(interest, "confirm", by=officer, at=at, data={"rank": 1}) as locked:
        locked.note = "vu"

    interest.refresh_from_db()
    assert (interest.state, interest.note) == (InterestState.CONFIRMED, "vu")
    row = Event.objects.get()
    assert (row.verb, row.subject_type, row.subject_id, row.subject_ref) == (
        "interest.confirm",
        "interest",
        interest.pk,
        interest.public_id,
    )
    assert (row.actor, row.at, row.data) == (officer, at, {"rank": 1})


def test_the_callers_record_shows_what_happened(interest, officer, at, anybody):
    with LIFECYCLE.move(interest, "confirm", by=officer, at=at):
        pass

    assert interest.state == InterestState.CONFIRMED


def test_a_refusal_gives_the_reason_and_leaves_nothing(interest, officer, at, nobody):
    with pytest.raises(NotAllowed) as refusal, LIFECYCLE.move(interest, "confirm", by=officer, at=at):
        pass

    interest.refresh_from_db()
    assert str(refusal.value) == "Pas vous."
    assert (interest.state, Event.objects.count()) == (InterestState.OPEN, 0)


def test_work_that_fails_leaves_nothing(interest, officer, at, anybody):
    def work_that_fails() -> None:
        with LIFECYCLE.move(interest, "confirm", by=officer, at=at) as locked:
            locked.note = "perdu"
            raise RuntimeError

    with pytest.raises(RuntimeError):
        work_that_fails()

    interest.refresh_from_db()
    assert (interest.state, interest.note, Event.objects.count()) == (InterestState.OPEN, "", 0)


def test_the_same_move_by_the_same_person_says_it_is_done(interest, officer, at, anybody):
    with LIFECYCLE.move(interest, "confirm", by=officer, at=at):
        pass

    with pytest.raises(AlreadyDone) as again, LIFECYCLE.move(interest, "confirm", by=officer, at=at):
        pass

    assert again.value.thing == interest
    assert Event.objects.count() == 1


def test_the_same_move_by_somebody_else_is_illegal(interest, officer, director, at, anybody):
    with LIFECYCLE.move(interest, "confirm", by=officer, at=at):
        pass

    with pytest.raises(IllegalMove) as refusal, LIFECYCLE.move(interest, "confirm", by=director, at=at):
        pass

    assert type(refusal.value) is IllegalMove


def test_a_page_gets_its_buttons_from_the_same_table(interest, officer, at, nobody):
    openings = LIFECYCLE.open_to(officer, interest, at)

    assert [(o.move.name, o.allowed) for o in openings if o.move.name == "confirm"] == [("confirm", False)]
    assert [o.reason for o in openings if o.move.name == "confirm"] == ["Pas vous."]


def test_the_system_is_stored_as_no_actor(interest, at):
    assert audit.record("interest.seen", interest, by=SYSTEM, at=at).actor is None


def test_a_move_without_policy_is_an_error_of_the_code(officer, at):
    with pytest.raises(UnknownPolicy, match=r"No policy called nothing\.such"):
        decide("nothing.such", officer, None, at)


@pytest.fixture
def gated(monkeypatch):
    """Two acts behind one gate that opens for the word "in"; every question that is put is noted."""
    asked = []

    def gate(actor, thing, at):
        asked.append("gate")
        return ALLOWED if thing == "in" else denied("Pas ici.")

    def act(actor, thing, at):
        asked.append("act")
        return ALLOWED

    for name in ("thing.one", "thing.two"):
        monkeypatch.setitem(REGISTRY, name, Rule(name, "", act, gate))
    return gate, asked


def test_a_gate_is_asked_once_for_all_that_stands_behind_it(gated, at):
    _gate, asked = gated

    assert decide_each(["thing.one", "thing.two"], None, "in", at) == {
        "thing.one": ALLOWED,
        "thing.two": ALLOWED,
    }
    assert asked == ["gate", "act"]


def test_what_stands_behind_a_closed_gate_gives_its_reason(gated, at):
    _gate, asked = gated

    assert decide("thing.one", None, "out", at) == denied("Pas ici.")
    assert asked == ["gate"]


def test_a_gate_that_the_caller_asked_already_is_not_asked_again(gated, at):
    gate, asked = gated

    assert decide_each(["thing.one"], None, "in", at, {gate: denied("Non.")})["thing.one"].reason == "Non."
    assert asked == []


def test_two_policies_of_one_name_are_refused():
    name = next(iter(REGISTRY))

    with pytest.raises(RuntimeError, match="Two policies are called"):
        policy(name)(lambda actor, thing, at: ALLOWED)


def test_every_move_of_every_record_has_a_policy():
    missing = [
        lc.verb(name) for lc in LIFECYCLES.values() for name in lc.moves if lc.verb(name) not in REGISTRY
    ]

    assert missing == []
