"""Who may publish decisions, and who may answer an offer."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incubator.applications.models import Application, Decision
from incubator.applications.states import DecisionKind, DecisionState, State, TeamRole
from incubator.conflicts.querysets import has_link
from incubator.people.models import Actor
from incubator.people.states import Role
from incubator.programmes.models import Call
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy


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
