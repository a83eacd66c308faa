"""Who may act on places in a cohort."""
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incubator.cohorts.models import Cohort, Place
from incubator.people.models import Actor
from incubator.people.states import Role
from incubator.startups.states import MemberRole
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy

OFFICE = (Role.OFFICER, Role.DIRECTOR)


def leads(actor: Actor, place: Place) -> bool:
    """Tell whether the person leads the start-up of the place today."""
    return place.startup.memberships.filter(person_id=actor.pk, role=MemberRole.LEAD, until_on=None).exists()


@policy("cohort.plan", who=_("a programme officer or the director"))
def the_office_plans(actor: Actor, cohort: Cohort | None, at: datetime) -> Verdict:
    return ALLOWED if actor.has_role(*OFFICE, at=at) else denied(_("Only the centre plans cohorts."))


@policy("place.confirm", who=_("the project lead, by accepting the offer"))
def the_lead_confirms(actor: Actor, place: Place, at: datetime) -> Verdict:
    return ALLOWED if leads(actor, place) else denied(_("Only the project lead accepts the place."))


@policy("place.start", who=_("a programme officer or the director, once the agreement is recorded"))
def after_the_agreement(actor: Actor, place: Place, at: datetime) -> Verdict:
    if not actor.has_role(*OFFICE, at=at):
        return denied(_("Only the centre starts an incubation."))
    if not hasattr(place, "agreement"):
        return denied(_("The agreement is not recorded yet. Record it first."))
    return ALLOWED


@policy(
    "place.pause",
    "place.resume",
    "place.graduate",
    "place.leave",
    "place.exclude",
    who=_("a programme officer or the director"),
)
def the_office_follows(actor: Actor, place: Place, at: datetime) -> Verdict:
    return ALLOWED if actor.has_role(*OFFICE, at=at) else denied(_("Only the centre changes a place."))


@policy("agreement.record", who=_("the project lead on screen, or a programme officer with the signed copy"))
def the_lead_or_the_office(actor: Actor, place: Place, at: datetime) -> Verdict:
    if leads(actor, place) or actor.has_role(*OFFICE, at=at):
        return ALLOWED
    return denied(_("Only the project lead or the centre records the agreement."))
