"""Invites people to a call that is not open to everybody, one by one or all the preselected teams of its first stage."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from incubator.accounts import contacts
from incubator.accounts.contacts import Door
from incubator.applications.models import Application, ApplicationMember, CallInvitation
from incubator.applications.states import State, TeamRole
from incubator.applications.submission import letters
from incubator.core.holding import hold
from incubator.people.models import User
from incubator.programmes.models import Call
from incubator.workflow import audit, batches, deciding
from incubator.workflow.acting import acting
from incubator.workflow.batches import Batch
from incubator.workflow.refusals import Refused


class InvitationRefused(Refused):
    """The call invites nobody, or not these."""

    code = "invitation_refused"


def invite(call: Call, doors: Iterable[Door], *, by: User, at: datetime) -> int:
    """Invite whoever holds these contacts, and write to them; return how many are new. Who is invited already stays so."""
    with acting(by):
        _require(hold(call), by, at)
        new = 0
        for door in doors:
            if call.invitations.standing().filter(contact=door.value).exists():
                continue
            person = contacts.person_of(door)
            row = CallInvitation.objects.create(
                call=call, contact=door.value, person=person, invited_at=at, invited_by=by
            )
            letters.invited_to_call(row, to=person, channel=door.kind, by=by, at=at)
            new += 1
        audit.record("call.invite", call, by=by, at=at, count=new)
    return new


def withdraw(invitation: CallInvitation, *, by: User, at: datetime) -> None:
    """Take an invitation back; a draft that was begun with it stays."""
    with acting(by):
        deciding.require("call.invite", by, invitation.call, at)
        if CallInvitation.objects.standing().filter(pk=invitation.pk).update(withdrawn_at=at):
            audit.record("call.uninvite", invitation.call, by=by, at=at, invitation=invitation.public_id)


def preselected(call: Call) -> QuerySet[Application]:
    """Return the shortlisted files of the first stage whose teams this call has not invited yet."""
    if call.earlier_id is None:
        return Application.objects.none()
    invited = call.invitations.standing().exclude(earlier=None).values("earlier")
    files = Application.objects.filter(call=call.earlier_id, state=State.SHORTLISTED).exclude(pk__in=invited)
    return files.select_related("startup").order_by("reference")


def invite_preselected(call: Call, *, by: User, at: datetime) -> Batch[Application, CallInvitation]:
    """Invite the leads of all the preselected files in one act; a file without a lead is left out, and named.

    Repeated, it invites those who are new.
    """
    with acting(by):
        _require(hold(call), by, at)
        if call.earlier_id is None:
            raise InvitationRefused(_("This call follows no other: say first which one, on its dates."))
        files = list(preselected(call))
        leads = ApplicationMember.objects.filter(application__in=files, role=TeamRole.LEAD).select_related(
            "person"
        )
        by_file = {member.application_id: member.person for member in leads}
        batch = batches.each(files, lambda file: _invite_lead(call, file, by_file.get(file.pk), by=by, at=at))
        count, earlier = len(batch.done), call.earlier.reference
        audit.record("call.invite_preselected", call, by=by, at=at, count=count, earlier=earlier)
    return batch


def _invite_lead(
    call: Call, file: Application, lead: User | None, *, by: User, at: datetime
) -> CallInvitation:
    if lead is None:
        raise InvitationRefused(_("This file has no lead to write to."))
    contact = lead.email or lead.phone or lead.public_id
    row = call.invitations.standing().filter(contact=contact, earlier=None).first()
    if row is None and call.invitations.standing().filter(contact=contact).exists():
        contact = f"{contact} {file.reference}"  # one person leads two preselected files
    if row is None:
        row = CallInvitation(call=call, contact=contact, invited_at=at, invited_by=by)
    row.person, row.earlier = lead, file
    row.save()
    letters.invited_to_call(row, to=lead, channel="", by=by, at=at)
    return row


def _require(call: Call, by: User, at: datetime) -> None:
    deciding.require("call.invite", by, call, at)
    if not call.by_invitation:
        raise InvitationRefused(_("This call is open to everybody: there is nobody to invite."))
