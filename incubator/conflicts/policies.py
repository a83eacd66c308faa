"""Who may declare, confirm or dismiss a link between a person and a start-up."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incubator.conflicts.models import Interest
from incubator.people.models import Actor
from incubator.people.states import Role
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy

OFFICE_ROLES = frozenset({Role.OFFICER, Role.DIRECTOR})


@policy("interest.confirm", who=_("Programme officers and directors"))
def the_office_confirms(actor: Actor, interest: Interest, at: datetime) -> Verdict:
    """The office knows; a confirmation only closes more, so it may be about oneself."""
    if not OFFICE_ROLES & actor.roles(at):
        return denied(_("Only a programme officer or a director treats the register of links."))
    return ALLOWED


@policy(
    "interest.dismiss", "interest.identify", who=_("Programme officers and directors, never about themselves")
)
def the_office_dismisses_others(actor: Actor, interest: Interest, at: datetime) -> Verdict:
    """Nobody opens a file again to oneself."""
    if not OFFICE_ROLES & actor.roles(at):
        return denied(_("Only a programme officer or a director treats the register of links."))
    if interest.person_id is not None and interest.person_id == actor.pk:
        return denied(_("This link is about you: somebody else treats it."))
    return ALLOWED
