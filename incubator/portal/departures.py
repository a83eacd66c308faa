"""Somebody stops: a role ends or the access is suspended, and what hung on it ends in the same transaction."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import ngettext

from incubator.accounts.models import ApiToken
from incubator.accounts.roles import granting, suspension
from incubator.people.models import SYSTEM, Actor, Grant, User
from incubator.people.states import Role
from incubator.reviews import assignment
from incubator.reviews.models import Assignment
from incubator.reviews.states import AssignmentState, TakenBecause
from incubator.workflow.acting import halting
from mentorship import onboarding
from mentorship.models import Match, Mentor
from mentorship.states import MentorState

BEGUN = (MentorState.APPROVED, MentorState.ACTIVE, MentorState.PAUSED)


def end_role(given: Grant, *, by: Actor, at: datetime) -> Grant:
    """End a role with all that it carried: sessions, tokens, files to score, start-ups in hand. Raises NotAllowed."""
    with transaction.atomic():
        granting.revoke(given, by=by, at=at)
        release(given.person, at=at)
    return given


def suspend(person: User, *, reason: str, by: Actor, at: datetime) -> User:
    """Suspend a person; files to score and start-ups go to others, and do not come back by themselves."""
    with halting(person, by=by):
        # The person's own row is closed last: see the order in `workflow.acting`.
        _release(person, frozenset(), at=at)
        suspension.suspend(person, reason=reason, by=by, at=at)
    return person


def restore(person: User, *, by: Actor, at: datetime) -> User:
    """Open the access again, with the roles still in force."""
    return suspension.restore(person, by=by, at=at)


def what_ends(person: User) -> list[str]:
    """Return, in words, what a suspension would end for good."""
    files = Assignment.objects.filter(juror=person, state=AssignmentState.ASSIGNED).count()
    matches = Match.objects.standing().filter(mentor__person=person).count()
    keys = ApiToken.objects.filter(person=person, revoked_at=None).count()
    found = (
        (files, ngettext("%(n)s file given to score", "%(n)s files given to score", files)),
        (matches, ngettext("%(n)s start-up mentored", "%(n)s start-ups mentored", matches)),
        (keys, ngettext("%(n)s program access", "%(n)s program accesses", keys)),
    )
    return [words % {"n": number} for number, words in found if number]


def release(person: User, *, at: datetime) -> None:
    """End what no role of the person carries any more; scores that were sent stay, they were given in their time."""
    person.forget_roles()
    _release(person, person.roles(at), at=at)


def _release(person: User, held: frozenset[str], *, at: datetime) -> None:
    if Role.JUROR not in held:
        waiting = Assignment.objects.filter(juror=person, state=AssignmentState.ASSIGNED)
        for each in waiting.select_related("application", "round"):
            assignment.recuse(each, reason=TakenBecause.ROLE_ENDED, by=SYSTEM, at=at)
    if Role.MENTOR not in held:
        for mentor in Mentor.objects.filter(person=person, state__in=BEGUN).select_related("person"):
            onboarding.end(mentor, by=SYSTEM, at=at)


def follow_the_clock(*, at: datetime) -> int:
    """Release those whose role ended by its date; return how many. Nothing is done twice."""
    in_force = Grant.objects.in_force(at).filter(person=OuterRef("pk"))
    jurors = Assignment.objects.filter(juror=OuterRef("pk"), state=AssignmentState.ASSIGNED)
    mentors = Mentor.objects.filter(person=OuterRef("pk"), state__in=BEGUN)
    late = [
        User.objects.filter(Exists(jurors), ~Exists(in_force.filter(role=Role.JUROR))),
        User.objects.filter(Exists(mentors), ~Exists(in_force.filter(role=Role.MENTOR))),
    ]
    people = {person.pk: person for found in late for person in found}
    for person in people.values():
        with halting(person, by=SYSTEM):
            release(person, at=at)
    return len(people)
