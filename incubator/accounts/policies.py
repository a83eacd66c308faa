"""Who may give and end roles, and invite people."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incubator.accounts.models import Consent
from incubator.people.models import Actor, Grant, User
from incubator.people.states import Role
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy

NO_STARTUP = "Roles belong to people: no start-up, no programme."


@policy(
    "grant.give",
    "grant.end",
    who=_("an administrator, for somebody else; an officer, for an agent of a commune"),
    exempt=NO_STARTUP,
)
def an_administrator_for_somebody_else(actor: Actor, grant: Grant, at: datetime) -> Verdict:
    """Roles come from an administrator, never from oneself; the installation names the first one."""
    if actor.is_system:
        return ALLOWED
    if not actor.has_role(Role.ADMIN, at=at) and not _is_an_agent_of_a_commune(actor, grant, at):
        return denied(_("Only an administrator gives or ends a role."))
    if actor.pk == grant.person_id:
        return denied(_("Nobody changes their own roles: ask another administrator."))
    return ALLOWED


def _is_an_agent_of_a_commune(actor: Actor, grant: Grant, at: datetime) -> bool:
    """An officer gives and ends one role alone: that of an agent, for one commune and until a date."""
    bounded = grant.commune_id is not None and grant.until_at is not None
    return grant.role == Role.AGENT and bounded and actor.has_role(Role.OFFICER, at=at)


@policy("user.suspend", "user.restore", who=_("an administrator, for somebody else"), exempt=NO_STARTUP)
def an_administrator_for_others(actor: Actor, person: User, at: datetime) -> Verdict:
    """Access is closed and opened by an administrator, never by oneself."""
    if not actor.has_role(Role.ADMIN, at=at):
        return denied(_("Only an administrator suspends a person."))
    if actor.pk == person.pk:
        return denied(_("Nobody suspends themselves: ask another administrator."))
    return ALLOWED


@policy(
    "user.invite",
    who=_("an administrator; an officer, for the agents of a call"),
    exempt=NO_STARTUP,
)
def an_administrator(actor: Actor, grant: Grant | None, at: datetime) -> Verdict:
    """Staff, jurors and mentors are invited by an administrator, agents of a commune by an officer too."""
    if actor.is_system or actor.has_role(Role.ADMIN, at=at):
        return ALLOWED
    if grant is not None and _is_an_agent_of_a_commune(actor, grant, at):
        return ALLOWED
    return denied(_("Only an administrator invites a person."))


@policy(
    "consent.withdraw", who=_("the person who gave it"), exempt="A consent is its person’s own, in any role."
)
def whoever_gave_it(actor: Actor, consent: Consent, at: datetime) -> Verdict:
    """What a person agreed to, that person alone takes back."""
    return (
        ALLOWED if actor.pk == consent.person_id else denied(_("Only the person who agreed takes it back."))
    )


@policy("user.erase", who=_("the person; an administrator, for somebody who asks"), exempt=NO_STARTUP)
def the_person_or_an_administrator(actor: Actor, person: User, at: datetime) -> Verdict:
    """The right of each to be forgotten (law 2019-014); accounts that are over go by the rule of the register."""
    if actor.is_system or actor.pk == person.pk or actor.has_role(Role.ADMIN, at=at):
        return ALLOWED
    return denied(_("Only the person, or an administrator whom they asked, erases an account."))
