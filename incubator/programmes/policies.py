"""Who may prepare, approve, publish and end a call."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from incubator.people.models import Actor
from incubator.people.states import Role
from incubator.programmes.models import Call, Programme
from incubator.programmes.querysets import CallQuerySet
from incubator.programmes.states import CallState
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy
from incubator.workflow.refusals import Sentence
from incubator.workflow.standing import Holders, holders, works_on


@works_on
def programmes_of(person: Any) -> QuerySet:
    """An officer works on the programmes that name them, or on all while none does."""
    return Programme.objects.staffed_by(person)


def an_officer(refusal: Sentence) -> Holders:
    """Officers of the call's programme."""
    return holders(Role.OFFICER, of=CallQuerySet.gate, refusal=refusal)


def a_director(refusal: Sentence) -> Holders:
    """Directors, of every programme."""
    return holders(Role.DIRECTOR, of=CallQuerySet.gate, refusal=refusal)


def the_office_of_the_call(refusal: Sentence) -> Holders:
    """Directors, and officers of the call's programme."""
    return holders(Role.DIRECTOR, Role.OFFICER, of=CallQuerySet.gate, refusal=refusal)


@policy(
    "call.edit",
    "call.propose",
    who=_("A programme officer of the programme"),
    gate=an_officer(_("A call is prepared by a programme officer of its programme.")),
)
def an_officer_of_the_programme(actor: Actor, call: Call, at: datetime) -> Verdict:
    """Prepare the call and send it to the director."""
    return ALLOWED


@policy(
    "call.approve",
    who=_("A director who did not propose the call"),
    gate=a_director(_("A call is approved by a director.")),
)
def another_person_who_directs(actor: Actor, call: Call, at: datetime) -> Verdict:
    """Approve what somebody else prepared: two people answer for a call."""
    if call.proposed_by_id == actor.pk:
        return denied(_("You proposed this call: another person approves it."))
    return ALLOWED


@policy(
    "call.send_back",
    who=_("A director, or the officer who proposed the call"),
    gate=the_office_of_the_call(_("A call is sent back by a director.")),
)
def a_director_or_the_proposer(actor: Actor, call: Call, at: datetime) -> Verdict:
    """Return the call to preparation."""
    if actor.has_role(Role.DIRECTOR, at=at) or call.proposed_by_id == actor.pk:
        return ALLOWED
    return denied(_("A call is sent back by a director."))


@policy(
    "call.publish",
    "call.archive",
    who=_("A programme officer of the programme, or a director"),
    gate=the_office_of_the_call(
        _("A call is published by a programme officer of its programme or by a director.")
    ),
)
def the_office(actor: Actor, call: Call, at: datetime) -> Verdict:
    """Publish what was approved; archive what is over."""
    return ALLOWED


@policy(
    "call.publish_results",
    who=_("A programme officer of the programme, or a director"),
    gate=the_office_of_the_call(
        _("The results are published by a programme officer of the programme or by a director.")
    ),
)
def the_office_gives_the_results(actor: Actor, call: Call, at: datetime) -> Verdict:
    """Publish all the decisions of the call at once, after its closing."""
    if call.is_open(at) or call.next_opening(at) is not None:
        return denied(_("The results are published after the closing of the call."))
    return ALLOWED


@policy(
    "call.extend",
    who=_("A programme officer of the programme, or a director"),
    gate=the_office_of_the_call(
        _("A call is extended by a programme officer of its programme or by a director.")
    ),
)
def the_office_extends(actor: Actor, call: Call, at: datetime) -> Verdict:
    """More time is given to everybody by the office, with its reason."""
    return ALLOWED


@policy(
    "call.ask_early_closing",
    who=_("A programme officer of the programme, or a director"),
    gate=the_office_of_the_call(
        _("An earlier closing is asked for by a programme officer of the programme or by a director.")
    ),
)
def the_office_asks(actor: Actor, call: Call, at: datetime) -> Verdict:
    """Less time than announced is asked for by one person and decided by another."""
    return ALLOWED


@policy(
    "call.close_early",
    who=_("A director who did not ask for it"),
    gate=a_director(_("An earlier closing is decided by a director.")),
)
def another_director_closes_early(actor: Actor, call: Call, at: datetime) -> Verdict:
    """Two people answer for taking time away."""
    if call.early_closings.filter(decided_at=None, asked_by_id=actor.pk).exists():
        return denied(_("You asked for this earlier closing: another director decides."))
    return ALLOWED


@policy(
    "call.erase_practice",
    who=_("A director, for a practice call"),
    gate=a_director(_("A practice call is erased by a director.")),
)
def a_director_erases_practice(actor: Actor, call: Call, at: datetime) -> Verdict:
    """Only what was practice from its first day is ever erased."""
    return ALLOWED if call.is_practice else denied(_("This call is no practice call: it is never erased."))


@policy(
    "outage.record",
    who=_("Programme officers, directors and administrators"),
    exempt="What happened to the site belongs to no programme and no start-up.",
)
def the_office_records_an_outage(actor: Actor, thing: None, at: datetime) -> Verdict:
    """What happened to the site is written down by the centre."""
    if not actor.is_system and actor.has_role(Role.OFFICER, Role.DIRECTOR, Role.ADMIN, at=at):
        return ALLOWED
    return denied(_("An outage is recorded by the office."))


@policy(
    "call.cancel",
    who=_("A programme officer while in preparation, then a director"),
    gate=the_office_of_the_call(_("Once it was sent to the director, a call is cancelled by a director.")),
)
def whoever_holds_it(actor: Actor, call: Call, at: datetime) -> Verdict:
    """Cancel the call: its officer while it is a draft, a director after."""
    if actor.has_role(Role.DIRECTOR, at=at) or call.state == CallState.DRAFT:
        return ALLOWED
    return denied(_("Once it was sent to the director, a call is cancelled by a director."))
