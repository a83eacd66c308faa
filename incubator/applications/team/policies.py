"""Who may make the team of a file: its lead."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incubator.accounts.states import NEVER_APPLICANTS
from incubator.applications.models import Application
from incubator.applications.policies import THE_TEAMS_OWN
from incubator.applications.states import State, TeamRole
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy


def _part(actor: Any, application: Application) -> str:
    """Return the actor's part, asked of the database each time: acts on the team change it."""
    if actor.is_system or not actor.pk:
        return ""
    parts = application.team.filter(person=actor).values_list("role", flat=True)
    return next(iter(parts), "")


@policy(
    "application.invite",
    "application.remove_member",
    "application.offer_lead",
    who=gettext_lazy("The lead, until the file is withdrawn"),
    exempt=THE_TEAMS_OWN,
)
def the_lead_makes_the_team(actor: Any, application: Application, at: datetime) -> Verdict:
    """The team is the lead's to make, also once the call is closed: somebody may have to read on."""
    if _part(actor, application) != TeamRole.LEAD:
        return denied(_("Only the project lead changes the team."))
    if application.state == State.WITHDRAWN:
        return denied(_("This file is withdrawn: its team no longer changes."))
    return ALLOWED


@policy(
    "application.join",
    who=gettext_lazy("Whoever brings an invitation and does not treat files"),
    exempt=THE_TEAMS_OWN,
)
def whoever_was_invited(actor: Any, application: Application, at: datetime) -> Verdict:
    """The code says that the lead wants the person; people who treat files stay out (a juror who
    joins is a link of the register, which closes the file to the juror).
    """
    if actor.is_system or not actor.pk:
        return denied(_("A team is joined by a person."))
    if actor.has_role(*NEVER_APPLICANTS, at=at):
        return denied(
            _("People who work for the centre or a town hall do not join the team of an application.")
        )
    if application.state == State.WITHDRAWN:
        return denied(_("This file is withdrawn: its team no longer changes."))
    return ALLOWED


@policy("application.leave", who=gettext_lazy("A member, not the lead"), exempt=THE_TEAMS_OWN)
def a_member_leaves(actor: Any, application: Application, at: datetime) -> Verdict:
    """A file keeps its lead: the lead is handed over first."""
    part = _part(actor, application)
    if not part:
        return denied(_("You are not in the team of this file."))
    if part == TeamRole.AGENT:
        return denied(_("You keep this file until the person has confirmed it: it would be lost to them."))
    if part == TeamRole.LEAD:
        return denied(_("You lead this file. Hand the lead over before leaving the team."))
    return ALLOWED


@policy(
    "application.take_lead",
    who=gettext_lazy("The member to whom the lead is offered"),
    exempt=THE_TEAMS_OWN,
)
def the_member_asked(actor: Any, application: Application, at: datetime) -> Verdict:
    """Nobody is made responsible for a file without saying yes."""
    if not _part(actor, application):
        return denied(_("You are not in the team of this file."))
    if application.state == State.WITHDRAWN:
        return denied(_("This file is withdrawn: its team no longer changes."))
    return ALLOWED
