"""Who belongs to a start-up, from a day until another."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incubator.core import clock
from incubator.people.models import Actor, User
from incubator.startups.models import Membership, Startup
from incubator.startups.states import MemberRole
from incubator.workflow import audit, deciding, values
from incubator.workflow.acting import acting, an_act
from incubator.workflow.refusals import Refused


class LastLead(Refused):
    """A start-up keeps at least one lead."""

    code = "last_lead"
    default = _("A start-up keeps at least one project lead. Name another one first.")


@an_act
def join(startup: Startup, person: User, *, role: str, by: Actor, at: datetime) -> Membership:
    """Bring a person into the team, or give a member another part. Audited.

    Raises NotAllowed, LastLead, or BadValues for a part that is none.
    """
    deciding.require("startup.join", by, startup, at)
    values.check_choice("role", role, MemberRole)
    Startup.objects.select_for_update().get(pk=startup.pk)
    member = startup.memberships.filter(person=person, until_on=None).first()
    if member is None:
        member = Membership.objects.create(
            startup=startup, person=person, role=role, from_on=clock.local_day(at)
        )
    elif member.role != role:
        _keep_a_lead(member)
        member.role = role
        member.save(update_fields=["role"])
    else:
        return member
    audit.record("startup.join", startup, by=by, at=at, person=person.public_id, role=str(role))
    return member


def leave(startup: Startup, person: User, *, by: Actor, at: datetime) -> None:
    """End a person's part today. Audited; raises NotAllowed, LastLead; nothing happens for who is not in
    the team.
    """
    with acting(by):
        deciding.require("startup.leave", by, startup, at)
        Startup.objects.select_for_update().get(pk=startup.pk)
        member = startup.memberships.filter(person=person, until_on=None).first()
        if member is None:
            return
        _keep_a_lead(member)
        member.until_on = clock.local_day(at)
        member.save(update_fields=["until_on"])
        audit.record("startup.leave", startup, by=by, at=at, person=person.public_id)


def _keep_a_lead(member: Membership) -> None:
    others = member.startup.memberships.filter(role=MemberRole.LEAD, until_on=None).exclude(pk=member.pk)
    if member.role == MemberRole.LEAD and not others.exists():
        raise LastLead()
