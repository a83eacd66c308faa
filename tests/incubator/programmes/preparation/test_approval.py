"""A call's way to the public: who may, from where, and what a refusal leaves behind (nothing)."""

import pytest

from incubator.notifications.models import Message
from incubator.programmes.models import Call
from incubator.programmes.preparation import approval
from incubator.programmes.states import LIFECYCLE, CallState
from incubator.workflow.models import Event
from incubator.workflow.refusals import IllegalMove, NotAllowed
from tests.world.programmes import BEFORE, load_sample_call, publish

pytestmark = pytest.mark.usefixtures("centre")
ROLES = [
    "admin",
    "officer",
    "finance",
    "approver",
    "director",
    "donor",
    "editor",
    "agent",
    "juror",
    "mentor_user",
    "founder",
]
MAY = {
    "propose": {"officer"},
    "approve": {"director"},
    "send_back": {"director"},
    "publish": {"officer", "director"},
    "cancel": {"officer", "director"},
}
BEFORE_MOVE = {
    "propose": [],
    "approve": ["propose"],
    "send_back": ["propose"],
    "publish": ["propose", "approve"],
    "cancel": [],
}
TARGET = {
    "propose": "proposed",
    "approve": "approved",
    "send_back": "draft",
    "publish": "published",
    "cancel": "cancelled",
}


def make(call, move, by):
    more = {"send_back": {"note": "À revoir."}, "cancel": {"reason_fr": "Financement retiré."}}.get(move, {})
    return getattr(approval, move)(call, by=by, at=BEFORE, **more)


@pytest.fixture
def people(request):
    return {name: request.getfixturevalue(name) for name in ROLES}


@pytest.mark.parametrize("move", list(MAY))
def test_each_move_by_each_role(move, people, officer2):
    call = load_sample_call(officer2)
    for earlier in BEFORE_MOVE[move]:
        make(call, earlier, officer2 if earlier == "propose" else people["director"])
    events, messages, state = Event.objects.count(), Message.objects.count(), call.state

    for name in sorted(set(ROLES) - MAY[move]):
        with pytest.raises(NotAllowed):
            make(Call.objects.get(pk=call.pk), move, people[name])
        call.refresh_from_db()
        assert (name, call.state, Event.objects.count(), Message.objects.count()) == (
            name,
            state,
            events,
            messages,
        )

    for name in MAY[move]:
        fresh = Call.objects.get(pk=call.pk)
        assert LIFECYCLE.may(people[name], fresh, move, BEFORE)
    done = make(Call.objects.get(pk=call.pk), move, people[min(MAY[move])])
    assert done.state == TARGET[move]


@pytest.mark.parametrize("move", list(MAY))
@pytest.mark.parametrize("state", list(CallState))
def test_each_move_from_each_state(move, state, officer, director, officer2):
    call = load_sample_call(officer)
    for step, by in _way_to(state, officer, director):
        if step == "publish_results":
            with LIFECYCLE.move(call, step, by=director, at=call.closes_at):
                pass
        elif step == "archive":
            approval.archive(call, by=director, at=call.closes_at)
        else:
            make(call, step, by)
    call.refresh_from_db()
    assert call.state == state
    by = officer2 if move == "propose" else director

    if state in LIFECYCLE.moves[move].sources:
        assert make(call, move, by).state == TARGET[move]
    elif state == TARGET[move] and by == director and move not in ("send_back", "publish"):
        assert make(call, move, by) == call  # a double click: the same receipt
    else:
        with pytest.raises(IllegalMove):
            make(call, move, by)


def _way_to(state, officer, director):
    way = {
        CallState.DRAFT: [],
        CallState.PROPOSED: ["propose"],
        CallState.APPROVED: ["propose", "approve"],
        CallState.PUBLISHED: ["propose", "approve", "publish"],
        CallState.RESULTS_PUBLISHED: ["propose", "approve", "publish", "publish_results"],
        CallState.ARCHIVED: ["propose", "approve", "publish", "publish_results", "archive"],
        CallState.CANCELLED: ["cancel"],
    }[state]
    return [(step, officer if step in ("propose", "publish") else director) for step in way]


def test_a_double_click_on_propose_sends_one_letter(officer, director):
    call = load_sample_call(officer)

    approval.propose(call, by=officer, at=BEFORE)
    again = approval.propose(Call.objects.get(), by=officer, at=BEFORE)

    assert (again.state, Message.objects.count()) == ("proposed", 1)


def test_whoever_proposed_does_not_approve(person):
    both = person("both", "officer", "director")
    call = approval.propose(load_sample_call(both), by=both, at=BEFORE)

    with pytest.raises(NotAllowed) as refused:
        approval.approve(call, by=both, at=BEFORE)

    assert str(refused.value) == "Vous avez proposé cet appel\xa0: une autre personne l’approuve."
    assert Call.objects.get().state == "proposed"


def test_an_incomplete_call_is_not_proposed(officer, director):
    call = load_sample_call(officer)
    call.eligibility_rules.all().delete()

    with pytest.raises(approval.CardsIncomplete) as refused:
        approval.propose(call, by=officer, at=BEFORE)

    assert refused.value.data == {
        "missing": {"rules": ["Écrivez au moins une règle qui dit qui peut candidater."]}
    }
    assert (Call.objects.get().state, Message.objects.count()) == ("draft", 0)


def test_a_call_that_is_already_over_is_not_published(officer, director):
    call = load_sample_call(officer)
    approval.propose(call, by=officer, at=BEFORE)
    approval.approve(call, by=director, at=BEFORE)

    with pytest.raises(approval.TooLate):
        approval.publish(call, by=officer, at=call.closes_at)

    assert Call.objects.get().state == "approved"


def test_the_letters_say_the_call_and_where_to_decide(officer, director):
    call = load_sample_call(officer)

    approval.propose(call, by=officer, at=BEFORE)

    message = Message.objects.get()
    assert (message.recipient, message.subject) == (director, "À décider\xa0: appel AC-2027-01")
    assert "/desk/calls/AC-2027-01/approve/" in message.text
    assert "le lundi 18 janvier 2027 à 9\xa0h\xa000, heure de Lomé (UTC+0)" in message.text


def test_awaiting_a_person(officer, director, founder, person):
    call = approval.propose(load_sample_call(officer), by=officer, at=BEFORE)

    assert [list(Call.objects.awaiting(user)) for user in (director, officer, founder)] == [[call], [], []]
    approval.approve(call, by=director, at=BEFORE)
    assert [list(Call.objects.awaiting(user)) for user in (director, officer, founder)] == [[], [call], []]


def test_an_officer_of_other_programmes_neither_sees_nor_moves_it(officer, officer2, director):
    call = load_sample_call(officer)
    other = type(call.programme).objects.create(centre=call.programme.centre, slug="autre", title_fr="Autre")
    other.staff.create(person=officer2)

    with pytest.raises(NotAllowed):
        approval.propose(call, by=officer2, at=BEFORE)

    assert list(Call.objects.visible_to(officer2)) == []
    assert publish(call, officer, director).state == "published"
