"""Who may act on mentors, matches, sessions and what came out of them."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from incubator.conflicts.querysets import has_link
from incubator.people.models import Actor
from incubator.people.states import Role
from incubator.startups.models import Startup
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy
from mentorship.models import Action, Match, Mentor, Session
from mentorship.states import ActionOwner, MentorState

OFFICE = (Role.OFFICER, Role.DIRECTOR)
TIME_TO_AMEND = timedelta(hours=48)


def is_office(actor: Actor, at: datetime) -> bool:
    """Tell whether the actor runs the mentoring for the centre."""
    return not actor.is_system and actor.has_role(*OFFICE, at=at)


def is_linked(mentor: Mentor, startup: Startup) -> bool:
    """Tell whether a declared link, or a place in the team, keeps the mentor from the start-up."""
    return has_link(mentor.person, startup) or in_team(mentor.person, startup)


def in_team(actor: Actor, startup: Startup) -> bool:
    """Tell whether the person belongs to the start-up today."""
    return startup.memberships.filter(person_id=actor.pk, until_on=None).exists()


@policy("mentor.invite", "mentor.approve", "mentor.resume", who=_("a programme officer or the director"))
def the_office_knows_its_mentors(actor: Actor, mentor: Mentor | None, at: datetime) -> Verdict:
    return ALLOWED if is_office(actor, at) else denied(_("Only the centre invites and approves mentors."))


@policy("mentor.activate", who=_("the mentor, by signing the charter"))
def the_mentor_signs(actor: Actor, mentor: Mentor, at: datetime) -> Verdict:
    return (
        ALLOWED if actor.pk == mentor.person_id else denied(_("A charter is signed by the mentor in person."))
    )


@policy(
    "mentor.pause", "mentor.end", "mentor.update", who=_("the mentor, a programme officer or the director")
)
def the_mentor_or_the_office(actor: Actor, mentor: Mentor, at: datetime) -> Verdict:
    if actor.pk == mentor.person_id or is_office(actor, at):
        return ALLOWED
    return denied(_("Only the mentor or the centre may do this."))


@policy("match.propose", "match.confirm", who=_("a programme officer or the director"))
def the_office_without_a_link(actor: Actor, match: Match, at: datetime) -> Verdict:
    """The office matches; a mentor with a link to the start-up is never its mentor."""
    if not is_office(actor, at):
        return denied(_("Only the centre matches mentors and start-ups."))
    if is_linked(match.mentor, match.startup):
        return denied(_("This mentor has a link with the start-up: choose another person."))
    return ALLOWED


@policy("match.end", who=_("the mentor, a programme officer or the director"))
def the_own_mentor_or_the_office(actor: Actor, match: Match, at: datetime) -> Verdict:
    return the_mentor_or_the_office(actor, match.mentor, at)


@policy("session.log", who=_("an active mentor of the start-up, or a programme officer for the mentor"))
def a_mentor_of_the_startup(actor: Actor, session: Session, at: datetime) -> Verdict:
    if actor.pk != session.mentor.person_id and not is_office(actor, at):
        return denied(_("Only a mentor of this start-up, or the centre, writes a report."))
    if session.mentor.state != MentorState.ACTIVE:
        return denied(_("The charter is to sign, or the mentoring is paused: call the centre."))
    if is_linked(session.mentor, session.startup):
        return denied(
            _("You have declared a link with this team. The centre is giving it to another mentor.")
        )
    if not Match.objects.active().filter(mentor=session.mentor, startup=session.startup).exists():
        return denied(_("This start-up is not in your hands."))
    return ALLOWED


@policy("session.amend", who=_("whoever wrote the report, for 48 hours"))
def its_author_for_two_days(actor: Actor, session: Session, at: datetime) -> Verdict:
    if actor.pk != session.logged_by_id:
        return denied(_("Only the person who wrote this report changes it."))
    if at >= session.logged_at + TIME_TO_AMEND:
        return denied(_("A report can be changed for 48 hours. Write what is new in the next one."))
    return ALLOWED


@policy("session.read_note", who=_("whoever wrote it, a programme officer or the director, never the team"))
def the_centre_reads_the_note(actor: Actor, session: Session, at: datetime) -> Verdict:
    if in_team(actor, session.startup) or has_link(actor, session.startup):
        return denied(_("The note is for the centre alone."))
    if actor.pk in (session.logged_by_id, session.mentor.person_id) or is_office(actor, at):
        return ALLOWED
    return denied(_("The note is for the centre alone."))


@policy("action.complete", who=_("the team for what is its own, the start-up's mentor, or the centre"))
def whoever_follows_the_action(actor: Actor, action: Action, at: datetime) -> Verdict:
    if action.owner == ActionOwner.TEAM and in_team(actor, action.startup):
        return ALLOWED
    return the_mentor_or_the_centre(actor, action, at)


@policy("action.drop", who=_("the start-up's mentor or the centre"))
def the_mentor_or_the_centre(actor: Actor, action: Action, at: datetime) -> Verdict:
    if is_office(actor, at) or Match.objects.of(actor).filter(startup=action.startup_id).exists():
        return ALLOWED
    return denied(_("Only the mentor or the centre may close this action."))
