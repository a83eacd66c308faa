"""Who may give and end roles, and invite people."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incubator.people.models import Actor, Grant, User
from incubator.people.states import Role
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy


@policy("grant.give", "grant.end", who=_("an administrator, for somebody else"))
def an_administrator_for_somebody_else(actor: Actor, grant: Grant, at: datetime) -> Verdict:
    """Roles come from an administrator, never from oneself; the installation names the first one."""
    if actor.is_system:
        return ALLOWED
    if not actor.has_role(Role.ADMIN, at=at):
        return denied(_("Only an administrator gives or ends a role."))
    if actor.pk == grant.person_id:
        return denied(_("Nobody changes their own roles: ask another administrator."))
    return ALLOWED


@policy("user.invite", who=_("an administrator"))
def an_administrator(actor: Actor, person: User | None, at: datetime) -> Verdict:
    """Staff, jurors and mentors are invited by an administrator."""
    if actor.is_system or actor.has_role(Role.ADMIN, at=at):
        return ALLOWED
    return denied(_("Only an administrator invites a person."))
