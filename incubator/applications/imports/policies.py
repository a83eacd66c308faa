"""Who enters files received on paper, and takes an import back."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incubator.applications.models import Application, ImportBatch
from incubator.applications.querysets import ApplicationQuerySet
from incubator.files.models import StoredFile
from incubator.people.models import Actor
from incubator.people.states import Role
from incubator.programmes.models import Call
from incubator.programmes.querysets import CallQuerySet
from incubator.programmes.states import CallState
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy
from incubator.workflow.standing import READ_WITH_THE_RECORD, holders

WHO = _("Programme officers of the programme, without a link to the start-up")


@policy(
    "application.import",
    who=_("Programme officers of the programme, once the call is published"),
    gate=holders(Role.OFFICER, of=CallQuerySet.gate, refusal=_("Only a programme officer imports files.")),
)
def an_officer_of_the_call(actor: Actor, call: Call, at: datetime) -> Verdict:
    """Paper files come to the office of the call; it enters them before the closing or after it."""
    if call.state != CallState.PUBLISHED:
        return denied(_("Files are imported into a published call, open or closed, before its results."))
    return ALLOWED


@policy(
    "application.receive_on_paper",
    "application.undo_import",
    who=WHO,
    gate=holders(
        Role.OFFICER, of=ApplicationQuerySet.gate, refusal=_("Only a programme officer imports files.")
    ),
)
def an_officer_without_a_link(actor: Actor, application: Application, at: datetime) -> Verdict:
    """Whoever enters a file, or takes it back, may treat it."""
    return an_officer_of_the_call(actor, application.call, at)


@policy("import.read_file", who=_("Programme officers of the programme"), exempt=READ_WITH_THE_RECORD)
def the_officers_of_the_call(actor: Actor, file: StoredFile, at: datetime) -> Verdict:
    """The table as it came holds all that was written on paper."""
    if ImportBatch.objects.visible_to(actor).filter(pk=file.record_id).exists():
        return ALLOWED
    return denied(_("This document belongs to somebody else's file."))
