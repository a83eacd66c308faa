"""Who may let a team in late, or invite people to a call."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incubator.applications.casework.policies import NOT_THE_OFFICE, OFFICE
from incubator.applications.models import LateCode
from incubator.people.models import Actor
from incubator.programmes.models import Call
from incubator.programmes.querysets import CallQuerySet
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy
from incubator.workflow.standing import holders

the_office_of_the_call = holders(*OFFICE, of=CallQuerySet.gate, refusal=NOT_THE_OFFICE)


@policy(
    "call.make_late_code",
    "call.invite",
    who=_("Programme officers of the programme, and directors"),
    gate=the_office_of_the_call,
)
def the_office_makes_exceptions(actor: Actor, call: Call, at: datetime) -> Verdict:
    """A late file is an exception, an invitation a choice: the office answers for both."""
    return ALLOWED


@policy(
    "late_code.confirm",
    who=_("The same, and never the person who made the code"),
    exempt="It asks `the_office_of_the_call`.",
)
def another_person_of_the_office(actor: Actor, late_code: LateCode, at: datetime) -> Verdict:
    """Two people answer for each code."""
    if late_code.made_by_id == actor.pk:
        return denied(_("You made this code: another person confirms it."))
    return the_office_of_the_call(actor, late_code.call, at)
