"""The office's check: confirm, return, reopen, send to the jury."""

from datetime import timedelta

import pytest
from django.db import transaction

from incubator.applications.casework import screening
from incubator.applications.decisions import decision, publishing
from incubator.applications.models import Application, Correction, Decision
from incubator.applications.states import LIFECYCLE, DecisionResult, State
from incubator.conflicts import declaring
from incubator.conflicts.states import InterestKind
from incubator.notifications.models import Message
from incubator.workflow.models import Event
from incubator.workflow.refusals import IllegalMove, NotAllowed
from tests.world import reviews as world
from tests.world.applications import submitted

AT = world.SCREENED
DUE = AT + timedelta(days=7)
ITEMS = [{"key": "problem", "reason": "Précisez le nombre de ménages."}]


@pytest.fixture
def file(call, founder):
    return submitted(call, founder)


def test_eligible_is_a_pending_decision_and_no_letter(file, officer):
    letters = Message.objects.count()

    screening.confirm(file, eligible=True, by=officer, at=AT)

    (kept,) = Decision.objects.all()
    assert file.state == State.ELIGIBLE
    assert (kept.kind, kept.result, kept.state) == ("eligibility", "eligible", "pending")
    assert (kept.reasons_fr, kept.decided_by, kept.published_at) == ("", officer, None)
    assert Message.objects.count() == letters


def test_ineligible_carries_the_reasons_of_the_rules(call, founder, officer):
    late = submitted(call, founder, "su-10")

    screening.confirm(late, eligible=False, by=officer, at=AT)

    (kept,) = Decision.objects.all()
    rule = call.eligibility_rules.get(slug="age")
    assert (late.state, kept.result) == (State.INELIGIBLE, "ineligible")
    assert (kept.reasons_fr, kept.reasons_en) == (rule.reason_fr, rule.reason_en)


def test_ineligible_without_any_reason_is_refused_and_nothing_happens(file, officer):
    with pytest.raises(screening.ReasonsMissing):
        screening.confirm(file, eligible=False, by=officer, at=AT)

    file.refresh_from_db()
    assert (file.state, Decision.objects.count()) == (State.SUBMITTED, 0)
    assert not Event.objects.filter(verb="application.find_ineligible").exists()


def test_confirmed_twice_is_confirmed_once(file, officer):
    screening.confirm(file, eligible=True, by=officer, at=AT)
    screening.confirm(file, eligible=True, by=officer, at=AT)

    assert Event.objects.filter(verb="application.confirm_eligible").count() == 1


def test_reopened_the_decision_is_taken_back(file, officer):
    screening.confirm(file, eligible=True, by=officer, at=AT)

    screening.reopen(file, by=officer, at=AT)

    assert (file.state, Decision.objects.count()) == (State.SUBMITTED, 0)


def test_a_published_result_is_not_taken_back(file, officer, director):
    screening.confirm(file, eligible=False, reasons_fr="Hors du Togo.", by=officer, at=AT)
    publishing.publish_all(file.call, by=director, at=world.PUBLISHED)

    with pytest.raises(NotAllowed) as refusal:
        screening.reopen(file, by=officer, at=world.PUBLISHED)

    assert refusal.value.sentence == "Le résultat de la vérification est publié\u00a0: il ne change plus ici."


def test_returned_with_a_dated_list_and_a_letter(file, officer, founder):
    screening.return_for_correction(file, items=ITEMS, due_at=DUE, note="Merci.", by=officer, at=AT)

    (asked,) = Correction.objects.all()
    letter = Message.objects.filter(kind="applications/returned_for_correction").get()
    assert file.state == State.RETURNED
    assert (asked.items, asked.due_at, asked.note, asked.asked_by) == (ITEMS, DUE, "Merci.", officer)
    assert letter.recipient == founder
    assert letter.subject.replace("\u00a0", " ") == "À compléter : votre candidature « Agblézéna »"
    assert letter.text.splitlines()[0] == (
        "Madame, Monsieur, nous avons lu votre candidature «\u00a0Agblézéna\u00a0» à l’appel AC-2027-01. Quelques "
        "réponses sont à compléter avant le lundi 15 mars 2027 à 10\u00a0h\u00a000, heure de Lomé (UTC+0)\u00a0:"
    )
    assert "Précisez le nombre de ménages." in letter.text


@pytest.mark.parametrize(
    ("items", "due", "refusal"),
    [
        ([], DUE, screening.NothingToCorrect),
        ([{"key": "nobody_knows", "reason": "x"}], DUE, screening.NothingToCorrect),
        ([{"key": "problem", "reason": " "}], DUE, screening.NothingToCorrect),
        (ITEMS, AT, screening.DateInThePast),
    ],
)
def test_a_return_that_says_nothing_is_refused(file, officer, items, due, refusal):
    letters = Message.objects.count()

    with pytest.raises(refusal):
        screening.return_for_correction(file, items=items, due_at=due, by=officer, at=AT)

    file.refresh_from_db()
    assert (file.state, Correction.objects.count(), Message.objects.count()) == (State.SUBMITTED, 0, letters)


def test_a_returned_file_keeps_its_delay_then_may_be_closed(file, officer):
    screening.return_for_correction(file, items=ITEMS, due_at=DUE, by=officer, at=AT)

    with pytest.raises(NotAllowed):
        screening.confirm(
            file, eligible=False, reasons_fr="Sans réponse.", by=officer, at=DUE - timedelta(seconds=1)
        )
    screening.confirm(file, eligible=False, reasons_fr="Sans réponse.", by=officer, at=DUE)

    assert file.state == State.INELIGIBLE
    assert not Correction.objects.filter(answered_at=None).exists()


# -- every move of the desk, from every state, by every role ---------------------------------------------

WORK = {
    "confirm_eligible": lambda f, by: screening.confirm(f, eligible=True, by=by, at=AT),
    "find_ineligible": lambda f, by: screening.confirm(
        f, eligible=False, reasons_fr="Non.", by=by, at=world.PUBLISHED
    ),
    "return_for_correction": lambda f, by: screening.return_for_correction(
        f, items=ITEMS, due_at=DUE, by=by, at=AT
    ),
    "reopen_screening": lambda f, by: screening.reopen(f, by=by, at=AT),
    "send_to_review": lambda f, by: screening.send_to_review(f, by=by, at=AT),
    "promote": lambda f, by: decision.promote(f, by=by, at=world.PUBLISHED),
    "accept": lambda f, by: decision.accept(f, by=by, at=world.PUBLISHED),
    "refuse": lambda f, by: decision.refuse(f, by=by, at=world.PUBLISHED),
}
ROLES = ["officer", "director", "admin", "finance", "juror", "founder", "outsider"]
OFFICE = {"officer", "director"}
MAY = dict.fromkeys(WORK, OFFICE) | {"promote": {"director"}, "accept": {"founder"}, "refuse": {"founder"}}


def reach(file, state, helper, head):
    """Bring the file to a state by the office's own acts."""
    if state == State.RETURNED:
        screening.return_for_correction(file, items=ITEMS, due_at=DUE, by=helper, at=AT)
    elif state == State.INELIGIBLE:
        screening.confirm(file, eligible=False, reasons_fr="Non.", by=helper, at=AT)
    elif state != State.SUBMITTED:
        world.eligible(file, helper)
        if state != State.ELIGIBLE:
            world.in_review(file, helper)
        results = {
            State.SHORTLISTED: DecisionResult.SHORTLISTED,
            State.OFFERED: DecisionResult.OFFER,
            State.WAITING_LIST: DecisionResult.WAITING_LIST,
            State.DECLINED: DecisionResult.DECLINE,
        }
        if state in results:
            world.decided(file, helper, results[state])
            publish = publishing.publish_shortlist if state == State.SHORTLISTED else publishing.publish_all
            publish(file.call, by=head, at=world.PUBLISHED)
    file.refresh_from_db()
    assert file.state == state


STATES = [
    State.SUBMITTED, State.RETURNED, State.ELIGIBLE, State.INELIGIBLE, State.IN_REVIEW, State.SHORTLISTED,
    State.OFFERED, State.WAITING_LIST, State.DECLINED,
]  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_each_move_of_the_desk_from_each_state_by_each_role(request, person, file, state):
    reach(file, state, person("helper", "officer"), person("head", "director"))
    for move in WORK:
        found = {role: outcome(file, move, request.getfixturevalue(role)) for role in ROLES}
        line = LIFECYCLE.moves[move]
        if state in line.sources:
            published = state == State.INELIGIBLE and Decision.objects.published().exists()
            may = set() if published else MAY[move]
            assert (move, found) == (
                move,
                {role: line.target if role in may else NotAllowed for role in ROLES},
            )
        else:
            assert (move, found) == (move, dict.fromkeys(ROLES, IllegalMove))


@pytest.mark.parametrize("move", ["confirm_eligible", "return_for_correction", "find_ineligible"])
def test_a_link_closes_every_move(file, officer, director, at, move):
    declaring.declare(officer, file.startup, kind=InterestKind.PERSONAL, by=officer, at=at)

    assert outcome(file, move, officer) == NotAllowed
    assert outcome(file, move, director) == LIFECYCLE.moves[move].target


def outcome(file, move, actor):
    """What comes of the move by this person: the new state, or the refusal. Undone afterwards."""
    fresh = Application.objects.get(pk=file.pk)
    with transaction.atomic():
        try:
            WORK[move](fresh, actor)
            found = Application.objects.get(pk=file.pk).state
        except (NotAllowed, IllegalMove) as refusal:
            found = type(refusal)
        transaction.set_rollback(True)
    return found
