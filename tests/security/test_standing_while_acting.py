"""Kind: what was read when a request began still counts when it acts. The role ends in between, and the act goes through.

Each act here is made by a person whose roles were read before; the end is an act of somebody else, on rows of its own.
"""

from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from funding.models import Award, Tranche
from funding.tranches import requesting
from incubator.accounts.roles import granting, suspension
from incubator.applications.casework import notes
from incubator.applications.filling import drafting
from incubator.applications.models import Answer, Note
from incubator.people.models import SYSTEM, User
from incubator.people.states import Role
from incubator.programmes.models import Programme, ProgrammeStaff
from incubator.reviews import scoring
from incubator.reviews.models import Assignment, Score
from incubator.workflow import acting
from incubator.workflow.models import Event
from incubator.workflow.refusals import NotAllowed
from mentorship import matching
from mentorship.models import Session
from tests.conftest import AT
from tests.world import applications, programmes, reviews
from tests.world import funding as money
from tests.world import mentorship as mentoring
from tests.world.incubation import active_place

pytestmark = pytest.mark.django_db
SUSPENDED = "Votre accès est suspendu\u00a0: appelez le centre."


def as_read_before(person: User, at: Any) -> User:
    """The person as a request read them, with their roles, while nothing had ended."""
    found = User.objects.get(pk=person.pk)
    found.roles(at)
    return found


def end(person: User, role: str, admin: User, at: Any) -> None:
    """End the role, on rows of its own."""
    for given in User.objects.get(pk=person.pk).grants.filter(role=role):
        granting.revoke(given, by=admin, at=at)


def refused(sentence: str) -> AbstractContextManager[Any]:
    return pytest.raises(NotAllowed, match=f"^{sentence}$")


@pytest.fixture
def award(centre, founder, officer, finance, approver, director) -> Award:
    office = money.Office(officer, finance, approver, director)
    return money.signed_award(active_place(founder, officer, director), office)


@pytest.fixture
def tranche(award, founder, officer, finance, approver, director) -> Tranche:
    return money.verified_tranche(award, founder, money.Office(officer, finance, approver, director))


@pytest.fixture
def call(centre, officer, director):
    return programmes.published_call(officer, director)


@pytest.fixture
def hand(call, founder, officer, juror) -> Assignment:
    file = reviews.in_review(applications.submitted(call, founder, "su-01"), officer)
    return reviews.given(reviews.open_round(call, officer), file, juror, officer)


# Ended an hour after the request began: the instant of the request does not save the act.
@pytest.mark.parametrize("after", [timedelta(0), timedelta(hours=1)], ids=["at once", "later"])
def test_an_approver_whose_role_has_ended_signs_nothing(tranche, approver, admin, after):
    signer = as_read_before(approver, money.APPROVED)
    end(approver, Role.APPROVER, admin, money.APPROVED + after)

    with refused("Seule une personne habilitée à approuver signe un paiement."):
        requesting.approve(tranche, by=signer, at=money.APPROVED)

    assert Tranche.objects.get(pk=tranche.pk).state == "verified"
    assert not Event.objects.filter(verb="tranche.approve").exists()


def test_an_approver_who_was_suspended_signs_nothing(tranche, approver, admin):
    signer = as_read_before(approver, money.APPROVED)
    suspension.suspend(User.objects.get(pk=approver.pk), reason="Plainte.", by=admin, at=money.APPROVED)

    with refused(SUSPENDED):
        requesting.approve(tranche, by=signer, at=money.APPROVED)

    assert Tranche.objects.get(pk=tranche.pk).state == "verified"


def test_a_juror_whose_role_has_ended_scores_nothing(hand, juror, admin):
    scorer = as_read_before(juror, reviews.SCORED)
    # The file is still in hand: what takes it back is another act.
    end(juror, Role.JUROR, admin, reviews.SCORED)

    with refused("Ce dossier n’est pas entre vos mains."):
        scoring.save(hand, {}, by=scorer, at=reviews.SCORED)

    assert not Score.objects.exists()


def test_an_officer_whose_role_has_ended_writes_no_comment(call, founder, officer, admin):
    file = applications.submitted(call, founder)
    writer = as_read_before(officer, AT)
    end(officer, Role.OFFICER, admin, AT)

    with pytest.raises(NotAllowed):
        notes.comment(file, "Vu.", by=writer, at=AT)

    assert not Note.objects.exists()


def test_a_role_that_ends_by_its_date_lets_a_request_end_that_began_before(call, founder, officer, admin):
    file = applications.submitted(call, founder)
    later = AT + timedelta(minutes=5)
    User.objects.get(pk=officer.pk).grants.update(until_at=later)

    notes.comment(file, "Vu.", by=as_read_before(officer, AT), at=AT)
    with pytest.raises(NotAllowed):
        notes.comment(file, "Vu encore.", by=as_read_before(officer, AT), at=later)

    assert Note.objects.count() == 1


def test_a_founder_who_was_suspended_saves_nothing(call, founder, admin):
    draft = drafting.start(call, by=founder, at=AT)
    writer = as_read_before(founder, AT)
    suspension.suspend(User.objects.get(pk=founder.pk), reason="Plainte.", by=admin, at=AT)
    before = list(Answer.objects.values_list("key", "value", "version"))

    with refused(SUSPENDED):
        drafting.save_answers(draft, {"project_name": "Autre nom"}, by=writer, at=AT)

    assert list(Answer.objects.values_list("key", "value", "version")) == before


def test_an_officer_who_was_put_on_another_programme_acts_no_more_on_this_one(call, founder, officer, centre):
    file = applications.submitted(call, founder)
    writer = as_read_before(officer, AT)
    elsewhere = Programme.objects.create(centre=centre, slug="ailleurs", title_fr="Ailleurs")
    ProgrammeStaff.objects.create(programme=elsewhere, person=officer)

    with refused("Ceci relève d’un programme suivi par d’autres chargés de programme."):
        notes.comment(file, "Vu.", by=writer, at=AT)

    assert not Note.objects.exists()


def test_a_mentor_whose_match_has_ended_writes_no_report(centre, founder, officer, director, mentor_user):
    place = active_place(founder, officer, director)
    mentor = mentoring.active_mentor(mentor_user, officer)
    match = mentoring.matched(mentor, place.startup, officer)
    mentor.person = as_read_before(mentor_user, mentoring.AT)
    matching.end(match, by=officer, at=mentoring.AT)

    with refused("Cette start-up ne vous est pas confiée."):
        mentoring.held_session(place.startup, mentor)

    assert not Session.objects.exists()


def test_the_actor_is_held_by_one_question(officer, founder, django_assert_num_queries):
    staff, lead = as_read_before(officer, AT), as_read_before(founder, AT)
    with transaction.atomic():
        for person in (staff, lead):
            with django_assert_num_queries(1):
                acting.hold(person)
        with django_assert_num_queries(0):
            acting.hold(SYSTEM)
            acting.hold(AnonymousUser())
        with django_assert_num_queries(0):
            assert (staff.roles(AT), lead.roles(AT)) == ({Role.OFFICER}, frozenset())
