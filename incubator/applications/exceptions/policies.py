"""Who may let a team in late, or invite people to a call."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incubator.applications.casework.policies import ANOTHER_PROGRAMME, NOT_THE_OFFICE, OFFICE
from incubator.applications.models import LateCode
from incubator.people.models import Actor
from incubator.programmes.models import Call
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy


@policy("call.make_late_code", "call.invite", who=_("Programme officers of the programme, and directors"))
def the_office_of_the_call(actor: Actor, call: Call, at: datetime) -> Verdict:
    """A late file is an exception, an invitation a choice: the office answers for both."""
    if not OFFICE & actor.roles(at):
        return denied(NOT_THE_OFFICE)
    if not Call.objects.visible_to(actor).filter(pk=call.pk).exists():
        return denied(ANOTHER_PROGRAMME)
    return ALLOWED


@policy("late_code.confirm", who=_("The same, and never the person who made the code"))
def another_person_of_the_office(actor: Actor, late_code: LateCode, at: datetime) -> Verdict:
    """Two people answer for each code."""
    if late_code.made_by_id == actor.pk:
        return denied(_("You made this code: another person confirms it."))
    return the_office_of_the_call(actor, late_code.call, at)
