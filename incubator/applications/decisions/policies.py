"""Who may publish decisions, and who may answer an offer."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incubator.applications.models import Application, Decision
from incubator.applications.policies import THE_TEAMS_OWN
from incubator.applications.querysets import ApplicationQuerySet
from incubator.applications.states import DecisionKind, DecisionState, State, TeamRole
from incubator.people.models import Actor
from incubator.people.states import Role
from incubator.programmes.models import Call
from incubator.programmes.querysets import CallQuerySet
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy
from incubator.workflow.standing import holders

ONLY_A_DIRECTOR = _("Only a director publishes decisions.")
the_director = holders(Role.DIRECTOR, of=ApplicationQuerySet.gate, refusal=ONLY_A_DIRECTOR)


@policy(
    "application.shortlist",
    "application.offer",
    "application.put_on_waiting_list",
    who=_("Directors, without a link to the start-up, by publishing the decision"),
    gate=the_director,
)
def the_director_publishes(actor: Actor, application: Application, at: datetime) -> Verdict:
    """A decision written by the office takes effect when a director publishes it."""
    if not application.decisions.filter(state=DecisionState.PENDING).exists():
        return denied(_("No decision is written for this file yet."))
    return ALLOWED


@policy(
    "application.decline",
    who=_("Directors, without a link to the start-up, by publishing the decision"),
    gate=the_director,
)
def the_director_declines(actor: Actor, application: Application, at: datetime) -> Verdict:
    """The same; a start-up on the waiting list is declined when the list is closed."""
    if application.state == State.WAITING_LIST:
        return ALLOWED
    return the_director_publishes(actor, application, at)


@policy("application.promote", who=_("Directors, without a link to the start-up"), gate=the_director)
def the_director_promotes(actor: Actor, application: Application, at: datetime) -> Verdict:
    """A place that came free is offered by a director."""
    return ALLOWED


@policy(
    "application.publish_decisions",
    who=_("Directors"),
    gate=holders(Role.DIRECTOR, of=CallQuerySet.gate, refusal=ONLY_A_DIRECTOR),
)
def a_director_publishes_all(actor: Actor, call: Call, at: datetime) -> Verdict:
    """The publication of a call is one act of a director; each file is asked about again."""
    return ALLOWED


@policy(
    "application.accept", who=_("The lead of the team, until the date of the offer"), exempt=THE_TEAMS_OWN
)
def the_lead_in_time(actor: Actor, application: Application, at: datetime) -> Verdict:
    """Only the lead answers, and the offer has a date."""
    verdict = _the_lead(actor, application)
    if not verdict:
        return verdict
    late = Decision.objects.filter(
        application=application, kind=DecisionKind.OUTCOME, answer_by__lt=at
    ).exists()
    return denied(_("The date to answer the offer has passed. Call the centre.")) if late else ALLOWED


@policy("application.refuse", who=_("The lead of the team"), exempt=THE_TEAMS_OWN)
def the_lead_refuses(actor: Actor, application: Application, at: datetime) -> Verdict:
    """The lead may give the place up at any time."""
    return _the_lead(actor, application)


def _the_lead(actor: Actor, application: Application) -> Verdict:
    if application.team.filter(person_id=actor.pk, role=TeamRole.LEAD).exists():
        return ALLOWED
    return denied(_("Only the lead of the team answers an offer."))
