"""A role that ends, an access that is suspended: what hung on them ends in the same transaction."""

import importlib
from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import translation

from incubator.accounts import tokens
from incubator.accounts.models import BrowserSession
from incubator.accounts.sign_in.steps import FACTOR
from incubator.applications.states import State
from incubator.conflicts import declaring
from incubator.notifications.models import Message
from incubator.people.models import Grant, User
from incubator.people.states import PersonState, Role
from incubator.portal import departures
from incubator.reviews.models import Assignment
from incubator.reviews.states import AssignmentState
from incubator.workflow.models import Event
from incubator.workflow.refusals import NotAllowed
from incubator.workflow.values import BadValues
from mentorship.models import Match, Mentor
from mentorship.states import MatchState, MentorState
from tests.world import applications, programmes, reviews
from tests.world.mentorship import active_mentor, matched

pytestmark = pytest.mark.django_db


@pytest.fixture
def hand(centre, founder, juror, officer, director) -> Assignment:
    """A file to score."""
    call = programmes.published_call(officer, director)
    file = reviews.in_review(applications.submitted(call, founder, "su-01"), officer)
    assert file.state == State.IN_REVIEW
    return reviews.given(reviews.open_round(call, officer), file, juror, officer)


@pytest.fixture
def match(place, mentor_user, officer) -> Match:
    return matched(active_mentor(mentor_user, officer), place.startup, officer)


def keys_of(person: User, at) -> None:
    """A token, beside the session of the browser."""
    tokens.make(
        person, name="essai", scopes=["read"], expires_at=at + timedelta(days=30), by=person, at=at
    )  # fmt: skip


def open_doors(person: User) -> tuple[int, int]:
    """How many sessions and tokens still open something."""
    return (
        BrowserSession.objects.filter(person=person).count(),
        person.tokens.filter(revoked_at=None).count(),
    )


def test_the_role_of_a_juror_ends_with_the_files_not_yet_scored(hand, juror, admin, client_for, now):
    client_for(juror)
    keys_of(juror, now)
    assert open_doors(juror) == (1, 1)

    departures.end_role(juror.grants.get(), by=admin, at=now)

    hand.refresh_from_db()
    assert (hand.state, hand.why) == (AssignmentState.RECUSED, "Le rôle de membre du jury a pris fin.")
    assert open_doors(juror) == (0, 0)
    assert Event.objects.get(verb="review.recuse").actor is None


def test_why_a_file_was_taken_back_is_read_in_the_language_of_the_reader(
    hand, juror, officer, admin, client_for, now
):
    # The administrator works in English, the officer in French.
    with translation.override("en"):
        departures.suspend(juror, reason="Complaint.", by=admin, at=now)

    hand.refresh_from_db()
    assert hand.why == "Le rôle de membre du jury a pris fin."
    page = client_for(officer).get(f"/desk/applications/{hand.application.public_id}/").content.decode()
    assert ("Le rôle de membre du jury a pris fin." in page, "role has ended" in page) == (True, False)
    hand.reason = "Je connais l’équipe."
    assert hand.why == "Je connais l’équipe."


def test_scores_that_were_sent_stay(hand, juror, admin, now):
    reviews.score(hand)

    departures.end_role(juror.grants.get(), by=admin, at=now)

    hand.refresh_from_db()
    assert hand.state == AssignmentState.SUBMITTED
    assert not Assignment.objects.readable_by(User.objects.get(pk=juror.pk)).exists()


def test_the_role_of_a_mentor_ends_with_the_matches(match, mentor_user, admin, now):
    for given in mentor_user.grants.all():
        departures.end_role(given, by=admin, at=now)

    match.refresh_from_db()
    assert (match.state, Mentor.objects.get().state) == (MatchState.ENDED, MentorState.ENDED)


def test_a_refusal_leaves_everything_as_it_was(hand, juror, officer, client_for, now):
    client_for(juror)

    with pytest.raises(NotAllowed):
        departures.end_role(juror.grants.get(), by=officer, at=now)

    hand.refresh_from_db()
    assert (hand.state, open_doors(juror)) == (AssignmentState.ASSIGNED, (1, 0))
    assert juror.grants.get().until_at is None


def test_a_suspended_person_opens_nothing_and_comes_back_with_the_roles(hand, juror, admin, client_for, now):
    browser = client_for(juror)
    keys_of(juror, now)
    assert browser.get("/portal/").status_code == 200

    departures.suspend(juror, reason="Plainte reçue.", by=admin, at=now)

    suspended = User.objects.get(pk=juror.pk)
    assert (suspended.state, suspended.is_active) == (PersonState.SUSPENDED, False)
    assert (suspended.roles(now), open_doors(juror)) == (frozenset(), (0, 0))
    assert browser.get("/portal/").status_code == 302
    assert not User.objects.with_role(Role.JUROR, now).filter(pk=juror.pk).exists()
    assert Event.objects.get(verb="user.suspend").data == {"reason": "Plainte reçue."}
    hand.refresh_from_db()
    assert hand.state == AssignmentState.RECUSED

    departures.restore(juror, by=admin, at=now)

    assert User.objects.get(pk=juror.pk).roles(now) == {Role.JUROR}
    assert not Assignment.objects.filter(juror=juror, state=AssignmentState.ASSIGNED).exists()


@pytest.mark.parametrize(("by", "reason", "refusal"), [
    ("officer", "Plainte.", NotAllowed), ("juror", "Plainte.", NotAllowed), ("admin", "  ", BadValues),
])  # fmt: skip
def test_who_suspends_and_with_what(juror, now, request, by, reason, refusal):
    with pytest.raises(refusal):
        departures.suspend(juror, reason=reason, by=request.getfixturevalue(by), at=now)

    juror.refresh_from_db()
    assert (juror.state, juror.is_active) == (PersonState.ACTIVE, True)


def test_nobody_suspends_themselves(admin, now):
    with pytest.raises(NotAllowed) as refusal:
        departures.suspend(admin, reason="Repos.", by=admin, at=now)

    assert "Personne ne se suspend soi-même" in refusal.value.sentence


def test_a_role_that_ended_by_its_date_is_followed_once(hand, match, juror, mentor_user, now):
    assert departures.follow_the_clock(at=now) == 0
    Grant.objects.filter(person__in=(juror, mentor_user)).update(until_at=now - timedelta(minutes=1))

    assert (departures.follow_the_clock(at=now), departures.follow_the_clock(at=now)) == (2, 0)

    hand.refresh_from_db()
    assert (hand.state, Mentor.objects.get().state) == (AssignmentState.RECUSED, MentorState.ENDED)


def test_the_page_says_what_ends_and_keeps_a_reason_that_lacks(hand, juror, admin, inside):
    browser, address = inside(admin), f"/desk/people/{juror.public_id}/suspend/"

    page = browser.get(address).content.decode()
    empty = browser.post(address, {"reason": ""})
    done = browser.post(address, {"reason": "Plainte reçue."}, follow=True).content.decode()
    back = browser.post(f"/desk/people/{juror.public_id}/restore/", follow=True).content.decode()

    assert "1 dossier à noter" in page
    assert empty.status_code == 422
    assert "Accès suspendu." in done
    assert "Accès suspendu." not in back
    assert FACTOR in browser.session


def test_the_letters_of_a_start_up_are_closed_with_it(hand, officer, now):
    """A declared link hides the letters about the start-up; older letters learn by a migration whose they are."""
    file = hand.application
    about = Message.objects.filter(about_startup=file.startup_id)
    before = dict(about.values_list("pk", "about_programme"))
    assert set(before.values()) == {file.call.programme_id}
    assert Message.objects.visible_to(officer).filter(pk__in=before).count() == len(before) > 0

    declaring.declare(officer, file.startup, kind="personal", by=officer, at=now)

    assert not Message.objects.visible_to(officer).filter(pk__in=before).exists()

    Message.objects.update(about_startup=None, about_programme=None)
    importlib.import_module("incubator.notifications.migrations.0004_letters_of_before_too").fill(apps, None)

    assert dict(about.values_list("pk", "about_programme")) == before
