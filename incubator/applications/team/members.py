"""The people of a file: their parts, leaving, and being removed. Coming in is `inviting`, the lead `handing_over`."""

from datetime import datetime

from django.utils.translation import gettext as _

from incubator.applications.models import Application, ApplicationMember
from incubator.applications.states import INVITED_AS, TeamRole
from incubator.applications.team import letters
from incubator.people.models import User
from incubator.workflow import audit, deciding
from incubator.workflow.acting import acting, an_act
from incubator.workflow.refusals import Refused


class LeadStays(Refused):
    """The lead's part changes only by handing the lead over."""

    code = "lead_stays"


@an_act
def give_part(member: ApplicationMember, role: str, *, by: User, at: datetime) -> None:
    """Let a member write, or only read, from now on. Audited; raises NotAllowed, LeadStays."""
    application = member.application
    deciding.require("application.remove_member", by, application, at)
    if role not in INVITED_AS:
        raise Refused(_("Choose whether the person may write or read."))
    changed = application.team.filter(pk=member.pk).exclude(role=TeamRole.LEAD).exclude(role=role)
    if changed.update(role=role):
        audit.record(
            "application.change_part",
            application,
            by=by,
            at=at,
            person=member.person.public_id,
            role=role,
        )
    elif application.team.filter(pk=member.pk, role=TeamRole.LEAD).exists():
        raise LeadStays(_("Hand the lead over first: a file has exactly one lead."))


def remove(member: ApplicationMember, *, by: User, at: datetime) -> None:
    """Take a member out of the team: the file is closed to them at once, their answers stay.

    Audited and told to the person; removed twice is removed once. Raises NotAllowed, LeadStays.
    """
    application, person = member.application, member.person
    with acting(by):
        deciding.require("application.remove_member", by, application, at)
        if _taken_out(application, person, at):
            audit.record("application.remove_member", application, by=by, at=at, person=person.public_id)
            letters.removed(application, person, by=by, at=at)


def leave(application: Application, *, by: User, at: datetime) -> None:
    """Leave the team; the lead is told. Audited; raises NotAllowed (the lead hands the file over first)."""
    with acting(by):
        deciding.require("application.leave", by, application, at)
        if _taken_out(application, by, at):
            audit.record("application.leave", application, by=by, at=at)
            letters.left(application, by, at=at)


def _taken_out(application: Application, person: User, at: datetime) -> bool:
    """Delete the member's row, never the lead's; a lead offered to them is no longer. Inside a transaction."""
    Application.objects.select_for_update().get(pk=application.pk)
    row = application.team.filter(person=person)
    if row.filter(role=TeamRole.LEAD).exists():
        raise LeadStays(_("Hand the lead over first: a file has exactly one lead."))
    application.lead_offers.filter(person=person, answered_at=None).update(answered_at=at)
    return bool(row.delete()[0])
