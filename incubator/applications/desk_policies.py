"""Who may screen, decide and publish, and who may answer an offer."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incubator.applications.models import (
    Application,
    Correction,
    Decision,
    GroupLetter,
    LateCode,
    Note,
    Twins,
)
from incubator.applications.states import DecisionKind, DecisionState, State, TeamRole
from incubator.conflicts.querysets import has_link
from incubator.people.models import Actor
from incubator.people.states import Role
from incubator.programmes.models import Call
from incubator.programmes.states import CallState
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy

OFFICE = frozenset({Role.OFFICER, Role.DIRECTOR})
NOT_THE_OFFICE = _("Only a programme officer or a director may do this.")
A_LINK = _("You have a link with this start-up: somebody else treats its file.")
ANOTHER_PROGRAMME = _("This call belongs to a programme that other officers work on.")


def open_correction(application: Application) -> Correction | None:
    """Return the correction asked for and not yet answered, read once an object; a cancelled call waits for none."""
    if "_correction" not in application.__dict__:
        found = None
        if application.state == State.RETURNED and application.call.state != CallState.CANCELLED:
            found = application.corrections.filter(answered_at=None).first()
        application.__dict__["_correction"] = found
    return application.__dict__["_correction"]


def office(actor: Actor, application: Application, at: datetime) -> Verdict:
    """An officer of the programme or a director, without a link to the start-up."""
    if not OFFICE & actor.roles(at):
        return denied(NOT_THE_OFFICE)
    if getattr(application, "desk_reader", 0) == actor.pk:
        # Fetched for this very person: the query has answered both questions.
        return ALLOWED
    if not Call.objects.visible_to(actor).filter(pk=application.call_id).exists():
        return denied(ANOTHER_PROGRAMME)
    return denied(A_LINK) if has_link(actor, application.startup_id) else ALLOWED


@policy(
    "application.return_for_correction",
    "application.confirm_eligible",
    "application.send_to_review",
    "application.take_charge",
    "application.decide",
    "application.comment",
    "application.clear",
    "application.extend_correction",
    "application.merge",
    who=_("Programme officers and directors, without a link to the start-up"),
)
def the_office_without_a_link(actor: Actor, application: Application, at: datetime) -> Verdict:
    """Casework: the office treats the file."""
    return office(actor, application, at)


@policy("application.tag", who=_("Programme officers, without a link to the start-up"))
def an_officer_without_a_link(actor: Actor, application: Application, at: datetime) -> Verdict:
    """Tags are the words of the officers of a programme."""
    if Role.OFFICER not in actor.roles(at):
        return denied(_("Only a programme officer makes tags and puts them on files."))
    return office(actor, application, at)


@policy(
    "twins.dismiss",
    "twins.merge",
    who=_("Programme officers and directors, without a link to either start-up"),
)
def the_office_of_both(actor: Actor, twins: Twins, at: datetime) -> Verdict:
    """Whoever treats a pair may read both of its files."""
    return office(actor, twins.first, at) and office(actor, twins.second, at)


@policy("note.change", who=_("The author of the comment"))
def the_author(actor: Actor, note: Note, at: datetime) -> Verdict:
    """Nobody changes somebody else's words; the author still has to be of the office."""
    if note.author_id != actor.pk:
        return denied(_("Only its author changes or strikes out a comment."))
    return office(actor, note.application, at)


@policy(
    "application.find_ineligible", who=_("Programme officers and directors, without a link to the start-up")
)
def the_office_once_the_correction_is_due(actor: Actor, application: Application, at: datetime) -> Verdict:
    """A file that was returned keeps its whole delay before anybody closes it."""
    verdict = office(actor, application, at)
    if not verdict or application.state != State.RETURNED:
        return verdict
    correction = open_correction(application)
    waiting = correction is not None and correction.due_at > at
    return denied(_("The team still has time to send its corrections.")) if waiting else ALLOWED


@policy("application.reopen_screening", who=_("The same, until the result of the screening is published"))
def the_office_before_the_publication(actor: Actor, application: Application, at: datetime) -> Verdict:
    """What was announced is not taken back in silence."""
    verdict = office(actor, application, at)
    if not verdict:
        return verdict
    told = application.decisions.published().filter(kind=DecisionKind.ELIGIBILITY).exists()
    return (
        denied(_("The result of the screening is published: it no longer changes here.")) if told else ALLOWED
    )


def the_director(actor: Actor, application: Application, at: datetime) -> Verdict:
    """Publishing commits the centre: a director does it, without a link to the start-up."""
    if Role.DIRECTOR not in actor.roles(at):
        return denied(_("Only a director publishes decisions."))
    if has_link(actor, application.startup_id):
        return denied(_("You have a link with one of these start-ups: another director publishes."))
    return ALLOWED


@policy(
    "application.shortlist",
    "application.offer",
    "application.put_on_waiting_list",
    who=_("Directors, without a link to the start-up, by publishing the decision"),
)
def the_director_publishes(actor: Actor, application: Application, at: datetime) -> Verdict:
    """A decision written by the office takes effect when a director publishes it."""
    verdict = the_director(actor, application, at)
    if verdict and not application.decisions.filter(state=DecisionState.PENDING).exists():
        return denied(_("No decision is written for this file yet."))
    return verdict


@policy("application.decline", who=_("Directors, without a link to the start-up, by publishing the decision"))
def the_director_declines(actor: Actor, application: Application, at: datetime) -> Verdict:
    """The same; a start-up on the waiting list is declined when the list is closed."""
    if application.state == State.WAITING_LIST:
        return the_director(actor, application, at)
    return the_director_publishes(actor, application, at)


@policy("application.promote", who=_("Directors, without a link to the start-up"))
def the_director_promotes(actor: Actor, application: Application, at: datetime) -> Verdict:
    """A place that came free is offered by a director."""
    return the_director(actor, application, at)


@policy("application.publish_decisions", who=_("Directors"))
def a_director_publishes_all(actor: Actor, call: Call, at: datetime) -> Verdict:
    """The publication of a call is one act of a director; each file is asked about again."""
    if Role.DIRECTOR not in actor.roles(at):
        return denied(_("Only a director publishes decisions."))
    return ALLOWED


@policy("call.make_late_code", "call.invite", who=_("Programme officers of the programme, and directors"))
def the_office_of_the_call(actor: Actor, call: Call, at: datetime) -> Verdict:
    """A late file is an exception, an invitation a choice: the office answers for both."""
    if not OFFICE & actor.roles(at):
        return denied(NOT_THE_OFFICE)
    if not Call.objects.visible_to(actor).filter(pk=call.pk).exists():
        return denied(ANOTHER_PROGRAMME)
    return ALLOWED


@policy("late_code.confirm", who=_("The same, and never the person who made the code"))
def another_person_of_the_office(actor: Actor, late_code: LateCode, at: datetime) -> Verdict:
    """Two people answer for each code."""
    if late_code.made_by_id == actor.pk:
        return denied(_("You made this code: another person confirms it."))
    return the_office_of_the_call(actor, late_code.call, at)


@policy("application.accept", who=_("The lead of the team, until the date of the offer"))
def the_lead_in_time(actor: Actor, application: Application, at: datetime) -> Verdict:
    """Only the lead answers, and the offer has a date."""
    verdict = _the_lead(actor, application)
    if not verdict:
        return verdict
    late = Decision.objects.filter(
        application=application, kind=DecisionKind.OUTCOME, answer_by__lt=at
    ).exists()
    return denied(_("The date to answer the offer has passed. Call the centre.")) if late else ALLOWED


@policy("application.refuse", who=_("The lead of the team"))
def the_lead_refuses(actor: Actor, application: Application, at: datetime) -> Verdict:
    """The lead may give the place up at any time."""
    return _the_lead(actor, application)


def _the_lead(actor: Actor, application: Application) -> Verdict:
    if application.team.filter(person_id=actor.pk, role=TeamRole.LEAD).exists():
        return ALLOWED
    return denied(_("Only the lead of the team answers an offer."))


@policy("group_letter.post", "group_letter.cancel", who=_("Programme officers and directors"))
def the_office_writes(actor: Actor, letter: GroupLetter, at: datetime) -> Verdict:
    """The office writes to the teams whose files it reads, and calls back what has not left."""
    return ALLOWED if OFFICE & actor.roles(at) else denied(NOT_THE_OFFICE)
