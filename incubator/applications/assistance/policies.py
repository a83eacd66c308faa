"""Who may enter a file with somebody, and who names the agents."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incubator.applications.models import Application
from incubator.applications.states import State, TeamRole
from incubator.files.models import StoredFile
from incubator.people.states import Role
from incubator.programmes.models import Call
from incubator.programmes.querysets import CallQuerySet
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy
from incubator.workflow.standing import READ_WITH_THE_RECORD, holders

AN_AGENT = "An agent helps people, whatever the programme, for a commune and until a date."


@policy(
    "assistance.open",
    who=gettext_lazy("An agent of a town hall, while the call is open"),
    exempt=AN_AGENT,
)
def an_agent_while_the_call_is_open(actor: Any, call: Call, at: datetime) -> Verdict:
    """An agent holds the role for a commune, until the call closes."""
    if not actor.has_role(Role.AGENT, at=at):
        return denied(_("Only an agent of a town hall enters a file with somebody."))
    if not call.is_open(at):
        return denied(_("This call does not take applications now."))
    return ALLOWED


@policy(
    "assistance.confirm",
    who=gettext_lazy("The agent who entered the file, with the person beside them"),
    exempt=AN_AGENT,
)
def the_agent_who_entered_it(actor: Any, application: Application, at: datetime) -> Verdict:
    """Nothing is sent by the agent alone: the work module asks for the person's code or signature."""
    part = application.team.filter(person_id=actor.pk).values_list("role", flat=True).first()
    if part != TeamRole.AGENT or not actor.has_role(Role.AGENT, at=at):
        return denied(_("Only the agent who entered this file has it confirmed."))
    if application.state != State.DRAFT:
        return denied(_("This file has been sent: its answers no longer change."))
    return ALLOWED


@policy(
    "assistance.invite",
    who=gettext_lazy("An administrator, or an officer of the call, until it closes"),
    gate=holders(
        Role.ADMIN,
        Role.OFFICER,
        of=CallQuerySet.gate,
        refusal=gettext_lazy("Only an administrator or an officer invites agents."),
    ),
)
def the_office_until_it_closes(actor: Any, call: Call, at: datetime) -> Verdict:
    """Agents help with calls that take applications, or will."""
    if call.closes_at <= at and not call.is_open(at):
        return denied(_("This call has closed: there is nobody left to help with it."))
    return ALLOWED


@policy(
    "assistance.read_file",
    who=gettext_lazy("The team of the file; the office once it was sent"),
    exempt=READ_WITH_THE_RECORD,
)
def whoever_reads_the_file(actor: Any, file: StoredFile, at: datetime) -> Verdict:
    """The signed summary is read by those who read the file it confirms."""
    if Application.objects.visible_to(actor).filter(assistance=file.record_id).exists():
        return ALLOWED
    return denied(_("This document belongs to somebody else's file."))
