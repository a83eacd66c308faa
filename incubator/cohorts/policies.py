"""Who may act on places in a cohort."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from incubator.applications.policies import THE_TEAMS_OWN
from incubator.applications.states import TeamRole
from incubator.cohorts.models import Cohort, Place
from incubator.cohorts.querysets import CohortQuerySet, PlaceQuerySet
from incubator.cohorts.states import PRESENT
from incubator.files.models import StoredFile
from incubator.people.models import Actor
from incubator.people.states import Role
from incubator.startups.states import MemberRole
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy
from incubator.workflow.refusals import Sentence
from incubator.workflow.standing import READ_WITH_THE_RECORD, Holders, holders, holds_startups

OFFICE = frozenset({Role.OFFICER, Role.DIRECTOR})
CENTRE = OFFICE | {Role.ADMIN, Role.FINANCE, Role.APPROVER}


def leads(actor: Actor, place: Place) -> bool:
    """Tell whether the person leads the start-up of the place today."""
    if actor.is_system:
        return False
    return place.startup.memberships.filter(person_id=actor.pk, role=MemberRole.LEAD, until_on=None).exists()


def belongs(actor: Actor, place: Place) -> bool:
    """Tell whether the person is a member of the start-up today."""
    if actor.is_system:
        return False
    return place.startup.memberships.filter(person_id=actor.pk, until_on=None).exists()


def _led_the_file(actor: Actor, place: Place) -> bool:
    if actor.is_system or place.application is None:
        return False
    return place.application.team.filter(person_id=actor.pk, role=TeamRole.LEAD).exists()


@holds_startups("place")
def startups_with_a_place(programmes: Any) -> QuerySet:
    """A programme holds the start-ups that have, or had, a place in it."""
    places = Place.objects.order_by()
    return places if programmes is None else places.filter(cohort__programme__in=programmes)


def the_office(refusal: Sentence) -> Holders:
    """The office, of a place."""
    return holders(*OFFICE, of=PlaceQuerySet.gate, refusal=refusal)


@policy(
    "cohort.plan",
    who=_("a programme officer or the director"),
    gate=holders(*OFFICE, of=CohortQuerySet.gate, refusal=_("Only the centre plans cohorts.")),
)
def the_office_plans(actor: Actor, cohort: Cohort, at: datetime) -> Verdict:
    """A cohort is a commitment of the centre."""
    return ALLOWED


@policy("place.confirm", who=_("the project lead, by accepting the offer"), exempt=THE_TEAMS_OWN)
def the_lead_confirms(actor: Actor, place: Place, at: datetime) -> Verdict:
    """Whoever answered for the file, or leads the start-up today."""
    if leads(actor, place) or _led_the_file(actor, place):
        return ALLOWED
    return denied(_("Only the project lead accepts the place."))


@policy(
    "place.start",
    who=_("a programme officer or the director, once the agreement is recorded"),
    gate=the_office(_("Only the centre starts an incubation.")),
)
def after_the_agreement(actor: Actor, place: Place, at: datetime) -> Verdict:
    """Nobody is incubated without having agreed to it."""
    if not hasattr(place, "agreement"):
        return denied(_("The agreement is not recorded yet. Record it first."))
    return ALLOWED


@policy(
    "place.pause",
    "place.resume",
    "place.graduate",
    "place.leave",
    "place.exclude",
    who=_("a programme officer or the director, never a member of the start-up"),
    gate=the_office(_("Only the centre changes a place.")),
)
def the_office_follows(actor: Actor, place: Place, at: datetime) -> Verdict:
    """Pauses and ends are decided by somebody outside the team."""
    return ALLOWED


@policy("agreement.accept", who=_("the project lead, on screen"), exempt=THE_TEAMS_OWN)
def the_lead_accepts(actor: Actor, place: Place, at: datetime) -> Verdict:
    """An acceptance on screen is the lead's own act."""
    if not leads(actor, place):
        return denied(_("Only the project lead accepts the agreement."))
    return _while_present(place)


@policy(
    "agreement.record",
    who=_("a programme officer or the director, with the signed copy"),
    gate=the_office(_("Only the centre records a signed copy.")),
)
def the_office_records(actor: Actor, place: Place, at: datetime) -> Verdict:
    """A copy signed by hand is recorded by the centre that received it."""
    return _while_present(place)


def _while_present(place: Place) -> Verdict:
    return (
        ALLOWED
        if place.state in PRESENT
        else denied(_("This place has ended: there is nothing left to sign."))
    )


@policy("place.read_file", who=_("the team and the centre"), exempt=READ_WITH_THE_RECORD)
def the_team_and_the_centre(actor: Actor, file: StoredFile, at: datetime) -> Verdict:
    """The signed copy: its team, and the desk except donors."""
    seen = Place.objects.visible_to(actor) if CENTRE & actor.roles(at) else Place.objects.of(actor)
    if seen.filter(pk=file.record_id).exists():
        return ALLOWED
    return denied(_("This file belongs to somebody else."))
