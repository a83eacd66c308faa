"""Who may act on mentors, matches, sessions and what came out of them."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from incubator.conflicts.querysets import has_link
from incubator.people.models import Actor
from incubator.people.states import Role
from incubator.startups.models import Startup
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy
from incubator.workflow.refusals import Sentence
from incubator.workflow.standing import Either, Holders, holders
from mentorship.models import Action, Match, Mentor, Session
from mentorship.querysets import MatchQuerySet, SessionQuerySet
from mentorship.states import ActionOwner, MentorState

OFFICE = (Role.OFFICER, Role.DIRECTOR)
TIME_TO_AMEND = timedelta(hours=48)


FOR_THE_CENTRE = _("The note is for the centre alone.")
ONLY_THE_CENTRE = _("Only the centre matches mentors and start-ups.")
NO_STARTUP = "A mentor belongs to the centre: no start-up, no programme."
a_mentor = holders(Role.MENTOR, of=SessionQuerySet.gate, refusal=_("You are no mentor of the centre now."))


def is_office(actor: Actor, at: datetime) -> bool:
    """Tell whether the actor runs the mentoring for the centre."""
    return not actor.is_system and actor.has_role(*OFFICE, at=at)


def the_office(refusal: Sentence) -> Holders:
    """The office, of a start-up open to it."""
    return holders(*OFFICE, of=MatchQuerySet.gate, refusal=refusal, system=True)


def is_linked(mentor: Mentor, startup: Startup) -> bool:
    """Tell whether a declared link, or a place in the team, keeps the mentor from the start-up."""
    return has_link(mentor.person, startup) or in_team(mentor.person, startup)


def in_team(actor: Actor, startup: Startup) -> bool:
    """Tell whether the person belongs to the start-up today."""
    return startup.memberships.filter(person_id=actor.pk, until_on=None).exists()


@policy(
    "mentor.invite",
    "mentor.approve",
    "mentor.resume",
    who=_("a programme officer or the director"),
    exempt=NO_STARTUP,
)
def the_office_knows_its_mentors(actor: Actor, mentor: Mentor | None, at: datetime) -> Verdict:
    return ALLOWED if is_office(actor, at) else denied(_("Only the centre invites and approves mentors."))


@policy("mentor.activate", who=_("the mentor, by signing the charter"), exempt=NO_STARTUP)
def the_mentor_signs(actor: Actor, mentor: Mentor, at: datetime) -> Verdict:
    if actor.pk == mentor.person_id and actor.has_role(Role.MENTOR, at=at):
        return ALLOWED
    return denied(_("A charter is signed by the mentor in person."))


@policy(
    "mentor.pause",
    "mentor.end",
    "mentor.update",
    who=_("the mentor, a programme officer or the director"),
    exempt=NO_STARTUP,
)
def the_mentor_or_the_office(actor: Actor, mentor: Mentor, at: datetime) -> Verdict:
    # The system: whose role ended, or who is suspended, is a mentor no longer.
    if actor.is_system or actor.pk == mentor.person_id or is_office(actor, at):
        return ALLOWED
    return denied(_("Only the mentor or the centre may do this."))


@policy(
    "match.propose",
    "match.confirm",
    who=_("a programme officer or the director"),
    gate=the_office(ONLY_THE_CENTRE),
)
def the_office_without_a_link(actor: Actor, match: Match, at: datetime) -> Verdict:
    """The office matches; a mentor with a link to the start-up is never its mentor."""
    if is_linked(match.mentor, match.startup):
        return denied(_("This mentor has a link with the start-up: choose another person."))
    return ALLOWED


@policy(
    "match.end",
    who=_("the mentor, a programme officer or the director"),
    gate=Either(
        lambda actor, match: actor.pk is not None and actor.pk == match.mentor.person_id,
        the_office(_("Only the mentor or the centre may do this.")),
    ),
)
def the_own_mentor_or_the_office(actor: Actor, match: Match, at: datetime) -> Verdict:
    return ALLOWED


@policy(
    "session.log",
    who=_("an active mentor of the start-up, or a programme officer for the mentor"),
    exempt="It asks `a_mentor` for the own report, the office for that of a mentor.",
)
def a_mentor_of_the_startup(actor: Actor, session: Session, at: datetime) -> Verdict:
    if session.mentor.state != MentorState.ACTIVE:
        return denied(_("The charter is to sign, or the mentoring is paused: call the centre."))
    if is_linked(session.mentor, session.startup):
        return denied(
            _("You have declared a link with this team. The centre is giving it to another mentor.")
        )
    refusal = _("Only a mentor of this start-up, or the centre, writes a report.")
    gate = a_mentor if actor.pk == session.mentor.person_id else the_office(refusal)
    if not (verdict := gate(actor, session, at)):
        return verdict
    if not Match.objects.active().filter(mentor=session.mentor, startup=session.startup).exists():
        return denied(_("This start-up is not in your hands."))
    return ALLOWED


@policy(
    "session.amend",
    who=_("whoever wrote the report, for 48 hours"),
    gate=holders(
        Role.MENTOR, *OFFICE, of=SessionQuerySet.gate, refusal=_("You are no mentor of the centre now.")
    ),
)
def its_author_for_two_days(actor: Actor, session: Session, at: datetime) -> Verdict:
    if actor.pk != session.logged_by_id:
        return denied(_("Only the person who wrote this report changes it."))
    if at >= session.logged_at + TIME_TO_AMEND:
        return denied(_("A report can be changed for 48 hours. Write what is new in the next one."))
    return ALLOWED


@policy(
    "session.read_note",
    who=_("whoever wrote it, a programme officer or the director, never the team"),
    gate=holders(Role.MENTOR, *OFFICE, of=SessionQuerySet.gate, refusal=FOR_THE_CENTRE),
)
def the_centre_reads_the_note(actor: Actor, session: Session, at: datetime) -> Verdict:
    if actor.pk in (session.logged_by_id, session.mentor.person_id) or is_office(actor, at):
        return ALLOWED
    return denied(FOR_THE_CENTRE)


ONLY_THE_MENTOR = _("Only the mentor or the centre may close this action.")


def mentors(actor: Actor, action: Action) -> bool:
    """Tell whether the start-up of the action is in the actor's hands."""
    return not actor.is_system and Match.objects.of(actor).filter(startup=action.startup_id).exists()


@policy(
    "action.complete",
    who=_("the team for what is its own, the start-up's mentor, or the centre"),
    gate=Either(
        lambda actor, action: (
            (action.owner == ActionOwner.TEAM and in_team(actor, action.startup)) or mentors(actor, action)
        ),
        the_office(ONLY_THE_MENTOR),
    ),
)
def whoever_follows_the_action(actor: Actor, action: Action, at: datetime) -> Verdict:
    return ALLOWED


@policy(
    "action.drop",
    who=_("the start-up's mentor or the centre"),
    gate=Either(mentors, the_office(ONLY_THE_MENTOR)),
)
def the_mentor_or_the_office_drops(actor: Actor, action: Action, at: datetime) -> Verdict:
    return ALLOWED
