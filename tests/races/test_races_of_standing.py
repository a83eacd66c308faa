"""One instant: a role ends, or an access, while its holder acts. The end asks, with its locks in hand, whether the act is
done: an act that it does not see is never done afterwards. Each control removes only the guard.
"""

from collections import Counter
from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction

from funding.models import Tranche
from funding.tranches import requesting
from incubator.accounts.roles import granting, suspension
from incubator.applications.casework import notes
from incubator.applications.filling import drafting
from incubator.applications.models import Answer, Note
from incubator.applications.submission import sending
from incubator.people.models import Grant, User
from incubator.people.states import Role
from incubator.portal import departures
from incubator.reviews import scoring
from incubator.reviews.models import Score
from incubator.workflow import acting
from tests.conftest import AT, LONG_AGO, make_person
from tests.races import unguarded, worlds
from tests.races.pairs import CONTROL_TRIALS, DONE, TRIALS, Pair, say, tally
from tests.world import reviews
from tests.world.incubation import STARTED

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NOT_ALLOWED, SUSPENDED = "refused: not_allowed", "refused: suspended"
SEEN, UNSEEN = "ended after the act", "ended before the act"
FIRST, SECOND = (DONE, SEEN), (UNSEEN, NOT_ALLOWED)
LOST = (DONE, UNSEEN)
DEAR_TRIALS = TRIALS // 5  # each signature asks for a start-up with its award


def as_read_before(person: User) -> User:
    """The person with the roles that a request read at its beginning."""
    found = User.objects.get(pk=person.pk)
    found.roles(AT)
    return found


def given(person: User, role: str) -> Grant:
    """The role, given again after the last trial."""
    found = person.grants.filter(role=role, was_ended=False).first()
    return found or Grant.objects.create(person=person, role=role, from_at=LONG_AGO)


def ending(end: Callable[[], Any], is_done: Callable[[], bool]) -> Callable[[], str]:
    """An end that tells, before it is committed, whether the act is."""

    def ends() -> str:
        with transaction.atomic():
            end()
            return SEEN if is_done() else UNSEEN

    return ends


@pytest.fixture
def admin(transactional_db):
    return make_person("admin", Role.ADMIN)


@pytest.fixture
def file(call, founder, officer):
    application, lead = worlds.complete_draft(call, "lead")
    return sending.submit(application, by=lead, at=AT)


# An approver signs, and is no approver any more ----------------------------------------------------------


def a_signature_against_the_end(call, people, approver, admin, trials: int) -> Counter:
    tranches = worlds.verified_tranches(call, **people, wanted=trials, one_each=True)
    waiting: list[Tranche] = []

    def trial(pair: Pair, _number: int):
        if not waiting:
            waiting.append(next(tranches))
        key, role, signer = waiting[0].pk, given(approver, Role.APPROVER), as_read_before(approver)
        signed = Tranche.objects.filter(pk=key, state="approved")
        told = pair.at_once(
            lambda: requesting.approve(Tranche.objects.get(pk=key), by=signer, at=STARTED),
            ending(lambda: departures.end_role(role, by=admin, at=STARTED), signed.exists),
        )
        if DONE in told:
            waiting.clear()
        return told

    return tally(trials, trial)


@pytest.fixture
def money(centre, officer, director, finance):
    call = worlds.many_tranches_call(officer, director)
    return call, {"officer": officer, "finance": finance, "director": director}


def test_nobody_signs_a_payment_once_the_role_has_ended(money, approver, admin):
    counts = a_signature_against_the_end(*money, approver, admin, DEAR_TRIALS)

    say("a signature against the end of the role", counts)
    assert set(counts) == {FIRST, SECOND}


def test_without_reading_again_a_payment_is_signed_after_the_end(money, approver, admin, monkeypatch):
    unguarded.no_actor_held(monkeypatch)

    counts = a_signature_against_the_end(*money, approver, admin, CONTROL_TRIALS // 5)

    say("a signature, nobody held and nothing read again", counts)
    assert counts[LOST] > 0


# An officer writes in a file, and is no officer any more -------------------------------------------------


def a_comment_against_the_end(file, officer2, admin, trials: int) -> Counter:
    def trial(pair: Pair, number: int):
        text = f"Essai {number}."
        role, writer = given(officer2, Role.OFFICER), as_read_before(officer2)
        written = Note.objects.filter(text=text)
        return pair.at_once(
            lambda: notes.comment(file, text, by=writer, at=AT),
            ending(lambda: granting.revoke(role, by=admin, at=AT), written.exists),
        )

    return tally(trials, trial)


def test_nobody_writes_for_the_office_once_the_role_has_ended(file, officer2, admin):
    counts = a_comment_against_the_end(file, officer2, admin, TRIALS)

    say("a comment against the end of the role", counts)
    assert set(counts) == {FIRST, SECOND}
    assert Note.objects.count() == counts[FIRST]


def test_read_again_without_the_lock_a_comment_is_kept_after_the_end(file, officer2, admin, monkeypatch):
    unguarded.no_lock_of_the_actor(monkeypatch)

    counts = a_comment_against_the_end(file, officer2, admin, CONTROL_TRIALS)

    say("a comment, lock removed", counts)
    assert counts[LOST] > 0


# A juror scores a file that the end of the role takes back ----------------------------------------------


def test_the_files_of_a_juror_leave_with_the_role(call, file, officer, admin):
    file = reviews.in_review(file, officer)
    round_ = reviews.open_round(call, officer)
    jurors = [make_person(f"juror{number}", Role.JUROR) for number in range(CONTROL_TRIALS)]
    hands = [reviews.given(round_, file, juror, officer) for juror in jurors]
    scores = {criterion: (3, "Vu.") for criterion in call.criteria.all()}

    def trial(pair: Pair, number: int):
        hand, juror = hands[number], as_read_before(jurors[number])
        return pair.at_once(
            lambda: scoring.save(hand, scores, by=juror, at=reviews.SCORED),
            ending(
                lambda: departures.end_role(juror.grants.get(), by=admin, at=reviews.SCORED),
                Score.objects.filter(assignment=hand).exists,
            ),
        )

    counts = tally(CONTROL_TRIALS, trial)

    say("scores against the end of the role", counts)
    assert set(counts) <= {FIRST, SECOND}


# Somebody without a role is suspended --------------------------------------------------------------------


def test_a_founder_saves_nothing_once_suspended(call, founder, admin):
    draft = drafting.start(call, by=founder, at=AT)

    def trial(pair: Pair, number: int):
        name = f"Nom {number}"
        writer, person = as_read_before(founder), User.objects.get(pk=founder.pk)
        told = pair.at_once(
            lambda: drafting.save_answers(draft, {"shop": name}, by=writer, at=AT),
            ending(
                lambda: departures.suspend(person, reason="Essai.", by=admin, at=AT),
                Answer.objects.filter(application=draft, key="shop", value=name).exists,
            ),
        )
        suspension.restore(User.objects.get(pk=founder.pk), by=admin, at=AT)
        return told

    counts = tally(CONTROL_TRIALS, trial)

    say("an answer against a suspension", counts)
    assert set(counts) <= {FIRST, (UNSEEN, SUSPENDED)}


# Nobody waits in a circle, nobody waits for themselves ---------------------------------------------------


def test_of_two_who_end_one_another_one_is_left(admin, transactional_db):
    other = make_person("admin2", Role.ADMIN)

    def trial(pair: Pair, _number: int):
        roles = {person: given(person, Role.ADMIN) for person in (admin, other)}

        def ends(person: User, by: User) -> Callable[[], Any]:
            actor = as_read_before(by)
            return lambda: departures.end_role(roles[person], by=actor, at=AT)

        return pair.at_once(ends(other, admin), ends(admin, other))

    counts = tally(CONTROL_TRIALS, trial)

    say("two administrators end one another", counts)
    assert counts == {(DONE, NOT_ALLOWED): CONTROL_TRIALS}


def beside(act: Callable[[], Any]) -> list[str]:
    """Do something on another connection, which waits for nobody longer than half a second; return what came of it."""
    told: list[str] = []

    def run() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '500ms'")
                act()
            told.append(DONE)
        except Exception as error:
            told.append(type(error).__name__)
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join(timeout=30)
    return told


@pytest.mark.parametrize("name", ["officer", "founder"])
def test_two_acts_of_one_person_do_not_wait_for_one_another(name, officer, founder, admin):
    person = {"officer": officer, "founder": founder}[name]
    with transaction.atomic():
        acting.hold(as_read_before(person))

        assert beside(lambda: acting.hold(as_read_before(person))) == [DONE]
        # Nor does a change of their name, a row about them, or another role.
        assert beside(lambda: User.objects.filter(pk=person.pk).update(full_name="Afi")) == [DONE]
        assert beside(lambda: granting.grant(person, Role.MENTOR, by=admin, at=AT)) == [DONE]
        # The end of what they act by does.
        assert beside(
            lambda: suspension.suspend(User.objects.get(pk=person.pk), reason="Essai.", by=admin, at=AT)
        ) == ["OperationalError"]
